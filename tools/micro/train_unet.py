"""Trains the U-Net of the micro model: the recipe of `n2d train unet`, in PyTorch.

    python train_unet.py --objects scope.json [--steps 6000] [--from UNET]   (torch, diffusers, transformers)

`--objects`: which objects, a JSON list of their codes ("1F355"). `--from`: the folder of a U-Net to begin
with. Two things differ from the command: PyTorch may compute in bfloat16, and pictures are shifted by a
pixel now and then, so that fewer drawings are learnt by heart. A run may be given other `--steps` when it
goes on: the rate then falls from where it is.

Every `--every` steps and in the end `unet/` is the averaged U-Net as diffusers loads it, in half floats.
"""
import argparse
import json
import os
import re

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from emoji import Emoji, caption, home
from run import Run, fresh, warm_hold_cosine
from transformers import CLIPTextModel, CLIPTokenizer

ask = argparse.ArgumentParser()
ask.add_argument("--objects", required=True)
ask.add_argument("--steps", type=int, default=6000)
ask.add_argument("--hold", type=int, help="step at which the rate begins to fall (half of all)")
ask.add_argument("--batch", type=int, default=64)
ask.add_argument("--peak", type=float, default=1.5e-3)
ask.add_argument("--every", type=int, default=500)
ask.add_argument("--from", dest="first", help="folder of a U-Net to begin with")
ask.add_argument("--vae", default=str(home / "vae" / "vae"))
ask.add_argument("--text", required=True, help="folder with text_encoder/ and tokenizer/")
ask.add_argument("--folder", default=str(home / "unet"))
asked = ask.parse_args()

emoji = Emoji()
with open(asked.objects) as file:
    scope = set(json.load(file))
train, held_out = ([place for place in places if emoji.pictures[place][0]["hex"] in scope]
                   for places in (emoji.train, emoji.held_out))
tokenizer = CLIPTokenizer.from_pretrained(asked.text + "/tokenizer")
text = CLIPTextModel.from_pretrained(asked.text + "/text_encoder", dtype=torch.float32).eval()
torch.manual_seed(0)
unet = fresh(UNet2DConditionModel(
    sample_size=8, in_channels=12, out_channels=12, block_out_channels=(96, 160), layers_per_block=1,
    cross_attention_dim=128, attention_head_dim=(3, 5), use_linear_projection=True,
    down_block_types=("CrossAttnDownBlock2D",) * 2, up_block_types=("CrossAttnUpBlock2D",) * 2))
if asked.first:
    unet.load_state_dict(UNet2DConditionModel.from_pretrained(asked.first).state_dict())
signal2 = DDIMScheduler(beta_schedule="squaredcos_cap_v2").alphas_cumprod
shifts = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))


def mirrored(place):
    """Not where left or right is in the name."""
    return not re.search("left|right|clockwise", emoji.pictures[place][0]["label"])


def shifted(x, down, right):
    """White comes in from the edge."""
    wide = torch.nn.functional.pad(x, (1, 1, 1, 1), value=1.0)
    return wide[:, :, 1 - down:65 - down, 1 - right:65 - right]


@torch.no_grad()
def latents(places, variants):
    """[places, variants, 24, 8, 8]: mean and deviation; kept in a file."""
    vae = AutoencoderKL.from_pretrained(asked.vae, torch_dtype=torch.float32).eval()
    out = torch.empty(len(places), len(variants), 24, 8, 8, dtype=torch.float16)
    for at in range(0, len(places), 64):
        some = places[at:at + 64]
        x = emoji.batch(some)
        for k, (flip, shift) in enumerate(variants):
            turned = x.flip(3) if flip else x
            with torch.autocast("cpu", torch.bfloat16):
                curve = vae.quant_conv(vae.encoder(shifted(turned, *shift))).float()
            mean, log_variance = curve.chunk(2, 1)
            out[at:at + 64, k] = torch.cat([mean, (log_variance / 2).exp()], 1).half()
    return out


def kept(name, places, variants):
    path = os.path.join(asked.folder, name + ".pt")
    if not os.path.exists(path):
        os.makedirs(asked.folder, exist_ok=True)
        torch.save(latents(places, variants), path + ".part")
        os.replace(path + ".part", path)
    return torch.load(path, weights_only=True)


all_variants = [(flip, shift) for shift in shifts for flip in (False, True)]
train_latents = kept("latents", train, all_variants)
held_latents = kept("latents-held-out", held_out, [(False, (0, 0))])
may_mirror = np.array([mirrored(place) for place in train])
print(f"{len(scope)} objects, {len(train)} pictures, {len(held_out)} held out", flush=True)


@torch.no_grad()
def words(captions):
    ids = tokenizer(captions, padding="max_length", max_length=16, truncation=True,
                    return_tensors="pt").input_ids
    unique, back = torch.unique(ids, dim=0, return_inverse=True)
    return text(unique).last_hidden_state[back]


def denoising_loss(clean, noise, times, seen):
    """Of each picture; v-prediction."""
    a = signal2[times].sqrt().reshape(-1, 1, 1, 1)
    b = (1 - signal2[times]).sqrt().reshape(-1, 1, 1, 1)
    with torch.autocast("cpu", torch.bfloat16, enabled=unet.training):
        told = unet(a * clean + b * noise, times, seen).sample
    return (told.float() - (a * noise - b * clean)).square().mean((1, 2, 3))


def loss(step):
    rng = np.random.default_rng(step)
    per_epoch = len(train) // asked.batch
    order = np.random.default_rng([1, step // per_epoch]).permutation(len(train))
    at = step % per_epoch * asked.batch
    some = order[at:at + asked.batch]
    shift = np.where(rng.random(len(some)) < 0.5, 0, rng.integers(1, len(shifts), len(some)))
    flip = (rng.random(len(some)) < 0.5) & may_mirror[some]
    mean, deviation = train_latents[some, 2 * shift + flip].float().chunk(2, 1)
    clean = mean + deviation * torch.randn_like(mean)
    captions = [caption(*emoji.pictures[train[i]], rng) for i in some]
    captions = ["" if rng.random() < 0.1 else one for one in captions]
    times = torch.randint(0, 1000, (len(some),))
    return denoising_loss(clean, torch.randn_like(clean), times, words(captions)).mean()


def evaluate(step):
    """The loss on held-out pictures, at the same times and noise always: with and without words."""
    clean = held_latents[:, 0, :12].float()
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn(clean.shape, generator=generator)
    times = ((torch.arange(len(clean)) + 0.5) * 1000 / len(clean)).long()
    captions = [f"{one['label']}, {style} style" for one, style in
                (emoji.pictures[place] for place in held_out)]
    told = denoising_loss(clean, noise, times, words(captions)).mean().item()
    wordless = denoising_loss(clean, noise, times, words([""] * len(clean))).mean().item()
    write_half(step)
    return dict(heldOut=told, heldOutWordless=wordless)


def write_half(step):
    half = UNet2DConditionModel.from_config(unet.config)
    half.load_state_dict(unet.state_dict())
    half.half().save_pretrained(asked.folder + "/unet.part")
    os.makedirs(asked.folder + "/unet", exist_ok=True)
    for name in os.listdir(asked.folder + "/unet.part"):
        os.replace(f"{asked.folder}/unet.part/{name}", f"{asked.folder}/unet/{name}")


hold = asked.steps // 2 if asked.hold is None else asked.hold
run = Run(asked.folder, unet, steps=asked.steps, decay=0.9995, weight_decay=0.01,
          rate=lambda step: warm_hold_cosine(step, asked.steps, asked.peak, 100, 0.03, hold))
run.go(loss, evaluate, asked.every)
print("done:", asked.folder + "/unet")
