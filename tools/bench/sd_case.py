"""One case of sd.mjs in diffusers: `python sd_case.py CASE THREADS [fp32|bf16]`.

Reads lines and answers each with one line of JSON: `run` gives seconds, `memory` the highest
resident memory in bytes. Weights are random: made empty and filled, which needs no download.
"""
import json
import re
import resource
import sys
import time

import torch

name, threads, dtype = sys.argv[1], int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(threads)
kind = torch.bfloat16 if dtype == "bf16" else torch.float32


def filled(make):
    with torch.device("meta"):
        model = make()
    model = model.to_empty(device="cpu").to(kind).eval()
    pool = torch.randn(1 << 20)
    with torch.no_grad():
        for key, value in model.named_parameters():
            if value.ndim > 1:
                flat = value.view(-1)
                for start in range(0, flat.numel(), pool.numel()):
                    part = flat[start:start + pool.numel()]
                    part.copy_(pool[:part.numel()] / (value.numel() / value.shape[0]) ** 0.5)
            else:
                value.fill_(1.0 if "norm" in key and key.endswith("weight") else 0.0)
    return model


def prepare():
    found = re.search(r"\d+", name)
    side = int(found.group()) // 8 if found else 64
    if name.startswith("unet"):
        from diffusers import UNet2DConditionModel
        model = filled(lambda: UNet2DConditionModel(
            sample_size=64, cross_attention_dim=768, attention_head_dim=8))
        x, text = torch.randn(2, 4, side, side, dtype=kind), torch.randn(2, 77, 768, dtype=kind)
        return lambda: model(x, 501, encoder_hidden_states=text).sample
    if name.startswith("vae"):
        from diffusers import AutoencoderKL
        model = filled(lambda: AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), layers_per_block=2,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4))
        x = torch.randn(1, 4, side, side, dtype=kind)
        return lambda: model.decode(x).sample
    from transformers import CLIPTextConfig, CLIPTextModel
    config = CLIPTextConfig(hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
                            num_attention_heads=12, vocab_size=49408, max_position_embeddings=77)
    model = CLIPTextModel(config).to(kind).eval()
    ids = torch.arange(320, 397).repeat(2, 1)
    return lambda: model(ids).last_hidden_state


run = prepare()
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    if line.strip() == "memory":
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
        continue
    with torch.inference_mode():
        start, before = time.perf_counter(), time.process_time()
        run()
        spent = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - before}
        print(json.dumps(spent), flush=True)
