"""One case of train.mjs in PyTorch: `python train_case.py CASE BATCH THREADS`.

The same networks (classes of diffusers), loss, optimiser and average. Reads lines and answers each
with one line of JSON: one training step, its seconds on the clock and of the processor, and the
resident memory.
"""
import json
import resource
import sys
import time

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

name, batch, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
torch.manual_seed(1)

if name == "vae":
    model = AutoencoderKL(
        latent_channels=12, block_out_channels=(32, 64, 96, 128), layers_per_block=1,
        norm_num_groups=8, down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, mid_block_add_attention=False)
    x, noise = torch.randn(batch, 3, 64, 64), torch.randn(batch, 12, 8, 8)

    def loss():
        curve = model.encode(x).latent_dist
        d = model.decode(curve.mean + curve.std * noise).sample - x
        edges = (d[:, :, 1:] - d[:, :, :-1]).abs().mean() + (d[..., 1:] - d[..., :-1]).abs().mean()
        kl = (curve.mean.square() + curve.logvar.exp() - curve.logvar - 1).mean() / 2
        return d.abs().mean() + d.square().mean() + edges / 2 + 1e-3 * kl
else:
    model = UNet2DConditionModel(
        sample_size=8, in_channels=12, out_channels=12, block_out_channels=(96, 160),
        layers_per_block=1, cross_attention_dim=128, attention_head_dim=(3, 5),
        down_block_types=("CrossAttnDownBlock2D",) * 2, up_block_types=("CrossAttnUpBlock2D",) * 2,
        use_linear_projection=True)
    clean, noise = torch.randn(batch, 12, 8, 8), torch.randn(batch, 12, 8, 8)
    times, words = torch.arange(batch) * 1000 // batch, torch.randn(batch, 16, 128)
    left = torch.rand(batch, 1, 1, 1)

    def loss():
        signal, spread = left.sqrt(), (1 - left).sqrt()
        told = model(signal * clean + spread * noise, times, words).sample
        return (told - (signal * noise - spread * clean)).square().mean()

parameters = list(model.parameters())
average = [p.detach().clone() for p in parameters]
adam = torch.optim.AdamW(parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.01)

print("{}", flush=True)
for _ in sys.stdin:
    began, used = time.perf_counter(), time.process_time()
    adam.zero_grad()
    value = loss()
    value.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    adam.step()
    with torch.no_grad():
        torch._foreach_lerp_(average, [p.data for p in parameters], 1e-3)
    value.item()
    print(json.dumps(dict(
        seconds=time.perf_counter() - began, cpu=time.process_time() - used,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)), flush=True)
