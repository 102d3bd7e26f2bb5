"""Which network should look at pictures while the text encoder is trained: convolutions or patches?

    python compare_towers.py --text ../../models/micro [--steps 400]   (torch, transformers)

Trains the text encoder twice, with the recipe of `n2d train clip` in bfloat16: once with its convolutional
tower, once with the CLIPVisionModel of transformers (patches of 8, so 64 of them; as wide and as deep as the
text encoder). The same pictures, captions and order; prints how often a held-out picture finds its caption
among those of all things, and the seconds that each took.
"""
import argparse
import time

import numpy as np
import torch
from emoji import Emoji, caption, styles
from run import fresh, warm_hold_cosine
from torch import nn
from torch.nn.functional import affine_grid, cross_entropy, grid_sample, normalize, silu
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer, CLIPVisionConfig, CLIPVisionModel

ask = argparse.ArgumentParser()
ask.add_argument("--text", required=True, help="folder with text_encoder/ (its shape) and tokenizer/")
ask.add_argument("--steps", type=int, default=400)
ask.add_argument("--batch", type=int, default=256)
asked = ask.parse_args()

emoji = Emoji()
tokenizer = CLIPTokenizer.from_pretrained(asked.text + "/tokenizer")
labels = list(dict.fromkeys(one["label"] for one, _ in emoji.pictures))
width = 128


class Convolutions(nn.Module):
    """As `imageTower` of the library."""

    def __init__(self):
        super().__init__()
        sizes = (32, 48, 96, 192)
        self.first = nn.Conv2d(3, 32, 3, 2, 1)
        self.norms = nn.ModuleList(nn.GroupNorm(8, n, eps=1e-5) for n in sizes)
        self.down = nn.ModuleList(nn.Conv2d(a, b, 3, 2, 1) for a, b in zip(sizes, sizes[1:]))
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.GroupNorm(8, n, eps=1e-5), nn.SiLU(), nn.Conv2d(n, n, 3, 1, 1),
                          nn.GroupNorm(8, n, eps=1e-5), nn.SiLU(), nn.Conv2d(n, n, 3, 1, 1))
            for n in sizes[2:])
        self.out = nn.Linear(192, width, bias=False)

    def forward(self, x):
        h = self.first(x)
        for level, down in enumerate(self.down):
            h = down(silu(self.norms[level](h)))
            if level > 0:
                h = h + self.blocks[level - 1](h)
        return self.out(silu(self.norms[3](h)).mean((2, 3)))


class Patches(nn.Module):
    def __init__(self):
        super().__init__()
        self.vision = CLIPVisionModel(CLIPVisionConfig(
            hidden_size=width, intermediate_size=4 * width, num_hidden_layers=3,
            num_attention_heads=4, image_size=64, patch_size=8))
        self.out = nn.Linear(width, width, bias=False)

    def forward(self, x):
        return self.out(self.vision(x).pooler_output)


class Both(nn.Module):
    def __init__(self, tower):
        super().__init__()
        torch.manual_seed(0)
        self.text = fresh(CLIPTextModel(CLIPTextConfig.from_pretrained(asked.text + "/text_encoder")))
        self.project = fresh(nn.Linear(width, width, bias=False))
        self.tower = fresh(Convolutions()) if tower == "convolutions" else Patches()
        self.scale = nn.Parameter(torch.tensor(np.log(1 / 0.07)).float())

    def captions(self, texts):
        ids = tokenizer(texts, padding="max_length", max_length=16, truncation=True,
                        return_tensors="pt").input_ids
        states = self.text(ids).last_hidden_state
        return self.project(states[torch.arange(len(ids)), ids.argmax(1)])


def augmented(x, rng):
    """As `augment(gentle)` of the library; white comes in from the edge."""
    size, turn, right, down, mirror = (torch.from_numpy(rng.uniform(-1, 1, len(x))).float() for _ in range(5))
    factor, angle = 1 / (1 + 0.12 * size), turn * np.pi / 18
    flip = torch.where((mirror + 1) / 2 < 0.3, -1.0, 1.0)
    cos, sin = factor * angle.cos(), factor * angle.sin()
    shift = torch.stack([4 * right, 4 * down], 1) / 32
    matrix = torch.stack([torch.stack([flip * cos, -sin], 1), torch.stack([flip * sin, cos], 1)], 1)
    theta = torch.cat([matrix, -(matrix @ shift[:, :, None])], 2)
    moved = grid_sample(1 - x, affine_grid(theta, x.shape, align_corners=False), align_corners=False)
    tint = 1 + 0.1 * torch.from_numpy(rng.uniform(-1, 1, (len(x), 3, 1, 1))).float()
    return (1 - moved * tint).clamp(min=-1)


def loss(model, step):
    rng = np.random.default_rng(step)
    some = [emoji.train[i] for i in rng.choice(len(emoji.train), asked.batch, replace=False)]
    x = augmented(emoji.batch(some), rng)
    texts = [caption(*emoji.pictures[place], rng) for place in some]
    with torch.autocast("cpu", torch.bfloat16):
        seen, read = model.tower(x), model.captions(texts)
    cosines = normalize(seen.float()) @ normalize(read.float()).T
    scores = model.scale.exp().clamp(max=100) * cosines
    right = torch.arange(len(some))
    return (cross_entropy(scores, right, label_smoothing=0.05)
            + cross_entropy(scores.T, right, label_smoothing=0.05)) / 2


@torch.no_grad()
def retrieval(model):
    first = five = 0
    for style in styles:
        places = [place for place in emoji.held_out if emoji.pictures[place][1] == style]
        if not places:
            continue
        read = normalize(model.captions([f"{label}, {style} style" for label in labels]))
        scores = normalize(model.tower(emoji.batch(places))) @ read.T
        right = scores[torch.arange(len(places)),
                       [labels.index(emoji.pictures[place][0]["label"]) for place in places]]
        better = (scores > right[:, None]).sum(1)
        first, five = first + (better < 1).sum().item(), five + (better < 5).sum().item()
    return 100 * first / len(emoji.held_out), 100 * five / len(emoji.held_out)


for name in ("convolutions", "patches"):
    model = Both(name)
    adam = torch.optim.AdamW(model.parameters(), betas=(0.9, 0.99), weight_decay=0.05)
    average = [p.detach().clone() for p in model.parameters()]
    began = time.process_time()
    for step in range(asked.steps):
        adam.param_groups[0]["lr"] = warm_hold_cosine(step, asked.steps, 2e-3, 50, 0.02)
        adam.zero_grad()
        loss(model, step).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        with torch.no_grad():
            torch._foreach_lerp_(average, list(model.parameters()), 1 - min(0.99, (1 + step) / (10 + step)))
        if step % 50 == 49:
            print(f"{name}: step {step + 1}, {time.process_time() - began:.0f} s of processor", flush=True)
    with torch.no_grad():
        for p, a in zip(model.parameters(), average):
            p.copy_(a)
    numbers = sum(p.numel() for p in model.tower.parameters())
    first, five = retrieval(model.eval())
    print(f"{name}: {numbers / 1e6:.2f} million numbers; right caption first {first:.1f} %, "
          f"among five {five:.1f} %", flush=True)
