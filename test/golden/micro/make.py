"""Makes vae.safetensors, unet.safetensors and clip.safetensors: one training step of each part of the
micro model, in PyTorch: weights, what the step sees, its loss, and the slope of every weight.

    python make.py        (torch 2.13, diffusers 0.42.1, transformers 5.23, CPU, float64)

The networks are those of diffusers and transformers, small; the losses are written out here. Pictures
and latents are stored [batch, height, width, channels]. Weights are rounded to float32 first.
"""
import math

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

torch.set_num_threads(1)
torch.manual_seed(3)


def exact(module):
    """The module in float64, with weights that float32 holds, and no slope that is 0 by symmetry."""
    for parameter in module.parameters():
        parameter.data.add_(0.05 * torch.randn_like(parameter))
    return module.float().double()


def numbers(*shape):
    return torch.randn(shape).float().double()


def save(name, module, loss, seen, rename=lambda name: name):
    parameters = dict(module.named_parameters())
    slopes = torch.autograd.grad(loss, list(parameters.values()))
    tensors = {"loss": loss.detach().reshape(1)}
    for key, value in seen.items():
        tensors[f"seen.{key}"] = value.detach()
    for (key, value), slope in zip(parameters.items(), slopes):
        tensors[f"weights.{rename(key)}"] = value.detach()
        tensors[f"slopes.{rename(key)}"] = slope
    save_file({k: v.float().contiguous() for k, v in tensors.items()}, f"{name}.safetensors")
    print(name, loss.item())


def last(x):
    return x.permute(0, 2, 3, 1)


def vae_step():
    vae = exact(AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=3, block_out_channels=(8, 8, 16, 16),
        layers_per_block=1, norm_num_groups=4, sample_size=16, scaling_factor=1.0,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        mid_block_add_attention=False))
    x, noise = numbers(2, 3, 16, 16).tanh(), numbers(2, 3, 2, 2)
    curve = vae.encode(x).latent_dist
    d = vae.decode(curve.mean + curve.std * noise).sample - x
    edges = (d[:, :, 1:] - d[:, :, :-1]).abs().mean() + (d[..., 1:] - d[..., :-1]).abs().mean()
    kl = (curve.mean.square() + curve.logvar.exp() - curve.logvar - 1).mean() / 2
    loss = d.abs().mean() + d.square().mean() + edges / 2 + 1e-3 * kl
    save("vae", vae, loss, dict(x=last(x), noise=last(noise)))


def unet_step():
    unet = exact(UNet2DConditionModel(
        sample_size=4, in_channels=3, out_channels=3, block_out_channels=(8, 16),
        layers_per_block=1, norm_num_groups=4, cross_attention_dim=8, attention_head_dim=(2, 4),
        down_block_types=("CrossAttnDownBlock2D",) * 2, up_block_types=("CrossAttnUpBlock2D",) * 2,
        use_linear_projection=True))
    times = torch.tensor([3, 500, 998])
    clean, noise, words = numbers(3, 3, 4, 4), numbers(3, 3, 4, 4), numbers(3, 5, 8)

    def bar(t):
        return math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2

    betas = torch.tensor([min(1 - bar((i + 1) / 1000) / bar(i / 1000), 0.999) for i in range(1000)])
    left = torch.cumprod(1.0 - betas, 0)[times].double().reshape(-1, 1, 1, 1)
    signal, spread = left.sqrt(), (1 - left).sqrt()
    told = unet(signal * clean + spread * noise, times, words).sample
    loss = (told - (signal * noise - spread * clean)).square().mean()
    save("unet", unet, loss, dict(clean=last(clean), noise=last(noise), words=words, times=times))


def clip_step():
    text = exact(CLIPTextModel(CLIPTextConfig(
        vocab_size=20, hidden_size=16, intermediate_size=32, num_hidden_layers=2,
        num_attention_heads=2, max_position_embeddings=6, hidden_act="quick_gelu",
        bos_token_id=18, eos_token_id=19, pad_token_id=19)))
    ids = torch.tensor([[18, 3, 7, 19, 19, 19], [18, 5, 19, 19, 19, 19],
                        [18, 7, 3, 1, 2, 19], [18, 9, 9, 4, 19, 19]])
    pictures = numbers(4, 16)
    ends = text(ids).last_hidden_state[torch.arange(4), ids.argmax(1)]
    p, q = (x / x.norm(dim=1, keepdim=True) for x in (pictures, ends))
    scores = 10 * p @ q.T
    target = 0.95 * torch.eye(4).double() + 0.05 / 4
    rows, columns = (-(target * s.log_softmax(1)).sum(1).mean() for s in (scores, scores.T))
    prefix = "" if any(name.startswith("text_model.") for name, _ in text.named_parameters()) else "text_model."
    save("clip", text, (rows + columns) / 2, dict(ids=ids, pictures=pictures), lambda name: prefix + name)


vae_step()
unet_step()
clip_step()
