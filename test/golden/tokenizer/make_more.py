"""Ids of transformers' CLIPTokenizer for every code point of Unicode 15 and for random texts -> more.json.

    python make_more.py assigned.json [texts]     (needs transformers 5; texts: how many random ones, 300 when not given)

assigned.json: [[first, last], ...], the code points that Unicode 15.0 assigns, without surrogates; Python 3.12 lists them with
`unicodedata.category(chr(c)) not in ("Cn", "Cs")`. Merges: datasets/clip-bpe/merges.txt.gz.
"""
import gzip
import json
import os
import random
import sys
import tempfile

from transformers import CLIPTokenizer

here = os.path.dirname(os.path.abspath(__file__))
START, END = "<|startoftext|>", "<|endoftext|>"


def tokenizer(pad):
    with gzip.open(os.path.join(here, "../../../datasets/clip-bpe/merges.txt.gz"), "rt", encoding="utf-8") as handle:
        text = handle.read()
    keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in keep]
    symbols = [chr(b) for b in keep] + [chr(256 + i) for i in range(len(rest))]
    pieces = symbols + [s + "</w>" for s in symbols] + [m.replace(" ", "") for m in text.split("\n")[1:] if m] + [START, END]
    special = lambda t: {"content": t, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}
    with tempfile.TemporaryDirectory() as folder:
        put = lambda name, value: open(os.path.join(folder, name), "w", encoding="utf-8").write(value)
        put("vocab.json", json.dumps({p: i for i, p in enumerate(pieces)}, ensure_ascii=False))
        put("merges.txt", text)
        put("special_tokens_map.json", json.dumps(
            {"bos_token": special(START), "eos_token": special(END), "pad_token": pad, "unk_token": special(END)}))
        put("tokenizer_config.json", json.dumps({"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}))
        return CLIPTokenizer.from_pretrained(folder).backend_tokenizer


def fnv(numbers, value=2166136261):
    for n in numbers:
        for shift in (0, 8, 16):
            value = ((value ^ ((n >> shift) & 255)) * 16777619) & 0xFFFFFFFF
    return value


def main():
    ranges = json.load(open(sys.argv[1]))
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    one, two = tokenizer(END), tokenizer("!")
    blocks = {}
    for first, last in ranges:
        for start in range(first, last + 1, 1024):
            points = range(start, min(start + 1024, last + 1))
            texts = [f"x{chr(c)}1{chr(c)}{chr(c)}y {chr(c)}'s" for c in points]
            for c, e in zip(points, one.encode_batch(texts, add_special_tokens=False)):
                blocks[c >> 10] = fnv([*e.ids, 0xFFFFFF], blocks.get(c >> 10, 2166136261))
    dice, rows = random.Random(11), []
    pools = [(0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x590, 0x6FF), (0x900, 0x97F), (0x1100, 0x11FF),
             (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2150, 0x218F), (0x3040, 0x30FF), (0x4E00, 0x4FFF), (0xAC00, 0xACFF),
             (0xFB00, 0xFB4F), (0x1F300, 0x1F6FF), (0x10400, 0x1044F)]
    words = ["'s", "'t", "'RE", "'ve", "it's", "don\u2019t", START, END, END.upper(), "<|StartOfText|>", "<|", "!", "!!", "</w>", "\n", "\t", "  ",
             "photo", "Astronaut", "2024", "\u00a0", "\u0130", "\u03a3", "\u1e9e", "e\u0301", "a\u0328\u0301", "\u212b", "\ufb01", "\u01c5", "\ufeff",
             "\u200d", "\u0085", "1\u0661", "\u2160"]
    known = lambda c: any(a <= c <= b for a, b in ranges)
    for _ in range(count):
        text = ""
        for _ in range(dice.randrange(1, 25)):
            if dice.random() < 0.35:
                text += dice.choice(words)
            else:
                low, high = dice.choice(pools)
                c = dice.randrange(low, high + 1)
                text += chr(c) if known(c) else " "
            if dice.random() < 0.2:
                text += " "
        a, b = (t.encode(text, add_special_tokens=False).ids for t in (one, two))
        rows.append({"text": text, "sd1": [len(a), fnv(a)], "sd2": [len(b), fnv(b)]})
    with open(os.path.join(here, "more.json"), "w") as out:
        out.write('{"assigned": ' + json.dumps(ranges, separators=(",", ":")) + ',\n"blocks": ' + json.dumps(blocks, separators=(",", ":")))
        out.write(',\n"texts": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]}\n")


main()
