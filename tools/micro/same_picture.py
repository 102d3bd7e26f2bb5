"""Shows that diffusers loads models/micro unchanged and makes the same pictures as this library.

    python same_picture.py        (torch, diffusers 0.42, transformers, numpy; after `npm start`)

The same prompts, seeds and settings go to StableDiffusionPipeline and to `n2d generate`, both in
float32. Prints the largest difference of a decoded pixel, in 255ths, and fails above 2. Then the
tokenizer and the text encoder as transformers' own classes load them.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from transformers import CLIPTextModel, CLIPTokenizer

root = Path(__file__).resolve().parents[2]
folder = root / "models" / "micro"
cases = [("pizza, noto style", "", 7), ("a red apple", "", 1), ("cat face, blob style", "dog", 12), ("", "", 3)]
steps, guidance = 20, 3.0

pipe = StableDiffusionPipeline.from_pretrained(folder, torch_dtype=torch.float32)
pipe.set_progress_bar_config(disable=True)
worst = 0.0
with tempfile.TemporaryDirectory() as work:
    for prompt, negative, seed in cases:
        theirs = pipe(prompt, negative_prompt=negative, generator=torch.Generator().manual_seed(seed),
                      num_inference_steps=steps, guidance_scale=guidance, output_type="np").images
        file = Path(work) / "ours.npy"
        subprocess.run(
            ["node", root / "dist/cli/n2d.js", "generate", prompt, "--negative-prompt", negative, "--seed",
             str(seed), "--steps", str(steps), "--guidance", str(guidance), "--save-image", file, "--quiet",
             "--out", Path(work) / "ours.png"], check=True, capture_output=True)
        ours = np.load(file).transpose(0, 2, 3, 1)
        difference = 255 * float(np.abs(ours - theirs).max())
        worst = max(worst, difference)
        print(f"{prompt!r}, seed {seed}: largest difference {difference:.4f} of 255")

tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
text = CLIPTextModel.from_pretrained(folder / "text_encoder")
ids = tokenizer("pizza, noto style", padding="max_length", return_tensors="pt").input_ids
print("transformers:", ids.tolist()[0], list(text(ids).last_hidden_state.shape))
sys.exit(worst > 2)
