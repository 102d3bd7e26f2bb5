"""The emoji as the library rendered them (`n2d dataset emoji`), for the trainers of this folder."""
import json
from pathlib import Path

import numpy as np
import torch

root = Path(__file__).resolve().parents[2]
home = root / ".n2d" / "train-torch"
styles = ("fluent", "flat", "noto", "blob", "twemoji", "firefox", "emojione")


class Emoji:
    """`x`: [pictures, 3, 64, 64], bytes; `pictures`: (object, style) of each; places of each part."""

    def __init__(self):
        folder = root / ".n2d" / "emoji"
        index = json.loads((folder / "index.json").read_text())
        lists = root / "datasets" / "emoji"
        held_out = {tuple(pair) for pair in json.loads((lists / "held-out.json").read_text())}
        absent = {one["hex"] for one in json.loads((lists / "absent.json").read_text())}
        self.pictures = [(index["objects"][o], styles[s]) for o, s in index["pictures"]]
        pixels = np.fromfile(folder / "pixels.bin", np.uint8).reshape(-1, 64, 64, 3)
        self.x = torch.from_numpy(pixels.transpose(0, 3, 1, 2).copy())
        self.train, self.held_out = [], []
        for place, (one, style) in enumerate(self.pictures):
            if one["hex"] in absent:
                continue
            held = (one["hex"], style) in held_out
            (self.held_out if held else self.train).append(place)

    def batch(self, places):
        """[places, 3, 64, 64], -1 to 1."""
        return self.x[places].float() / 127.5 - 1


def caption(one, style, rng):
    """A caption by chance, as `emojiCaption` of the library makes them."""
    label, style = one["label"], f"{style} style"
    tags = list(rng.permutation(one["tags"])[:2]) if len(one["tags"]) > 1 else []
    draw = rng.random()
    if draw < 0.55 or (draw >= 0.7 and not tags):
        return f"{label}, {style}"
    if draw < 0.7:
        return label
    if draw < 0.85:
        return ", ".join([label, style, *tags])
    return ", ".join([*tags, style])
