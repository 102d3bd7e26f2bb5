"""Trains the autoencoder of the micro model: the recipe of `n2d train vae`, in PyTorch.

    python train_vae.py [--steps 3600] [--folder FOLDER]      (torch, diffusers, numpy)

The class is that of diffusers; PyTorch may compute in bfloat16 (twice as fast on processors that have
it). In the end `vae/` is what diffusers loads, half floats, the statistics of the latents folded in.
"""
import argparse

import torch
from diffusers import AutoencoderKL
from emoji import Emoji, root
from run import Run, fresh, warm_hold_cosine

ask = argparse.ArgumentParser()
ask.add_argument("--steps", type=int, default=3600)
ask.add_argument("--batch", type=int, default=16)
ask.add_argument("--every", type=int, default=300)
ask.add_argument("--folder", default=str(root / ".n2d" / "train-torch" / "vae"))
asked = ask.parse_args()

emoji = Emoji()
torch.manual_seed(0)
vae = fresh(AutoencoderKL(
    in_channels=3, out_channels=3, latent_channels=12, block_out_channels=(32, 64, 96, 128),
    layers_per_block=1, norm_num_groups=8, sample_size=64, scaling_factor=1.0, force_upcast=False,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
    mid_block_add_attention=False))


def order(step):
    """Every epoch has its own order."""
    per_epoch = len(emoji.train) // asked.batch
    generator = torch.Generator().manual_seed(1 + step // per_epoch)
    places = torch.randperm(len(emoji.train), generator=generator)
    at = step % per_epoch * asked.batch
    return [emoji.train[i] for i in places[at:at + asked.batch]]


def loss(step):
    x = emoji.batch(order(step))
    x = torch.where(torch.rand(len(x), 1, 1, 1) < 0.5, x.flip(3), x)
    with torch.autocast("cpu", torch.bfloat16):
        moments = vae.quant_conv(vae.encoder(x))
    mean, log_variance = moments.float().chunk(2, 1)
    log_variance = log_variance.clamp(-30, 20)
    latents = mean + (log_variance / 2).exp() * torch.randn_like(mean)
    with torch.autocast("cpu", torch.bfloat16):
        y = vae.decode(latents).sample
    d = y.float() - x
    edges = (d[:, :, 1:] - d[:, :, :-1]).abs().mean() + (d[..., 1:] - d[..., :-1]).abs().mean()
    kl = (mean.square() + log_variance.exp() - log_variance - 1).mean() / 2
    return d.abs().mean() + d.square().mean() + edges / 2 + 1e-3 * kl


def evaluate(_):
    """Of the held-out pictures, in float32; SSIM is measured by the library alone."""
    total = 0.0
    for at in range(0, len(emoji.held_out), 32):
        x = emoji.batch(emoji.held_out[at:at + 32])
        y = vae.decode(vae.encode(x).latent_dist.mean).sample.clamp(-1, 1)
        total += (-10 * torch.log10(((x - y) / 2).square().mean((1, 2, 3)))).sum().item()
    return dict(psnr=total / len(emoji.held_out))


def fold_statistics():
    """As `foldStatistics` of the library: latents of mean 0 and deviation 1."""
    latents = torch.cat([vae.encode(emoji.batch(emoji.train[at:at + 64])).latent_dist.mean
                         for at in range(0, len(emoji.train), 64)])
    mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3), correction=0)
    quant, back = vae.quant_conv, vae.post_quant_conv
    channels = len(mean)
    back.bias += back.weight[:, :, 0, 0] @ mean
    back.weight *= deviation.reshape(1, -1, 1, 1)
    quant.weight[:channels] /= deviation.reshape(-1, 1, 1, 1)
    quant.bias[:channels] = (quant.bias[:channels] - mean) / deviation
    quant.bias[channels:] -= 2 * deviation.log()


run = Run(asked.folder, vae, steps=asked.steps, decay=0.999, weight_decay=0.0,
          rate=lambda step: warm_hold_cosine(step, asked.steps, 1.5e-3, 100, 0.02))
run.go(loss, evaluate, asked.every).eval()
with torch.no_grad():
    fold_statistics()
vae.half().save_pretrained(asked.folder + "/vae")
print("done:", asked.folder + "/vae")
