"""The side of diffusers of full-size.mjs.

  python full_size.py write VERSION FOLDER MERGES     a random model of full size, half floats
  python full_size.py run FOLDER-OR-FILE CONFIG OUT SIZE STEPS  latents and picture as .npy
"""
import json
import sys

import numpy as np
import torch

PROMPT = "a photograph of an astronaut riding a horse"


def write(version, folder, merges):
    from pathlib import Path

    from diffusers import (AutoencoderKL, DDIMScheduler, PNDMScheduler, StableDiffusionPipeline,
                           UNet2DConditionModel)
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

    torch.manual_seed(0)
    second = version == "2"
    width = 1024 if second else 768
    text = CLIPTextModel(CLIPTextConfig(
        hidden_size=width, intermediate_size=4 * width, num_hidden_layers=23 if second else 12,
        num_attention_heads=width // 64, hidden_act="gelu" if second else "quick_gelu",
        vocab_size=49408, max_position_embeddings=77, projection_dim=width))
    unet = UNet2DConditionModel(
        sample_size=96 if second else 64, cross_attention_dim=width,
        attention_head_dim=[5, 10, 20, 20] if second else 8, use_linear_projection=second)
    vae = AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, sample_size=512,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)
    settings = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
                    steps_offset=1, set_alpha_to_one=False)
    if second:
        scheduler = DDIMScheduler(prediction_type="v_prediction", clip_sample=False, **settings)
    else:
        scheduler = PNDMScheduler(skip_prk_steps=True, **settings)
    lines = Path(merges).read_text(encoding="utf8")
    tokenizer_files(Path(folder) / "tokenizer", lines, "!" if second else "<|endoftext|>")
    pipeline = StableDiffusionPipeline(
        vae=vae, text_encoder=text, unet=unet, scheduler=scheduler, safety_checker=None,
        tokenizer=CLIPTokenizer.from_pretrained(str(Path(folder) / "tokenizer")),
        feature_extractor=None, requires_safety_checker=False)
    pipeline.to(torch.float16).save_pretrained(folder)


def tokenizer_files(folder, merges, pad):
    """The published vocabulary follows from the merges."""
    folder.mkdir(parents=True, exist_ok=True)
    pairs = [line for line in merges.splitlines() if line and not line.startswith("#version")]
    codes = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = [chr(code) for code in codes]
    symbols += [chr(256 + i) for i in range(256 - len(codes))]
    pieces = symbols + [s + "</w>" for s in symbols] + [pair.replace(" ", "") for pair in pairs]
    pieces += ["<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({p: i for i, p in enumerate(pieces)}))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(pairs) + "\n", encoding="utf8")
    end = "<|endoftext|>"
    tokens = dict(bos_token="<|startoftext|>", eos_token=end, unk_token=end, pad_token=pad)
    (folder / "special_tokens_map.json").write_text(json.dumps(tokens))
    (folder / "tokenizer_config.json").write_text(
        json.dumps(dict(tokens, model_max_length=77, tokenizer_class="CLIPTokenizer")))


def run(model, config, out, size, steps):
    from diffusers import StableDiffusionPipeline
    if model.endswith(".safetensors"):
        pipeline = StableDiffusionPipeline.from_single_file(
            model, config=config, torch_dtype=torch.float32, safety_checker=None,
            local_files_only=True)
    else:
        pipeline = StableDiffusionPipeline.from_pretrained(model, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    generator = torch.Generator("cpu").manual_seed(0)
    with torch.no_grad():
        latents = pipeline(PROMPT, height=int(size), width=int(size), generator=generator,
                           num_inference_steps=int(steps), output_type="latent").images
        picture = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor).sample
    np.save(f"{out}-latents.npy", latents.numpy())
    np.save(f"{out}-image.npy", (picture / 2 + 0.5).clamp(0, 1).numpy())


{"write": write, "run": run}[sys.argv[1]](*sys.argv[2:])
