"""How far diffusers' own runs in bfloat16 are from its runs in float32 -> bf16.json.

    python make_bf16.py          (needs torch, diffusers 0.42, transformers)

Networks and latents are in bfloat16. Noise is drawn as float32 and rounded, because torch draws other numbers for
bfloat16. The distance is the root mean square of the difference from latents.npy or image.npy of the case, for
latents divided by the root mean square of latents.npy.
"""
import argparse
import json
import os

import numpy as np
import torch
from diffusers import (
    DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
    HeunDiscreteScheduler, StableDiffusionImg2ImgPipeline, StableDiffusionInpaintPipeline, StableDiffusionPipeline)
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
root = os.path.dirname(here)
CLASSES = {"ddim": DDIMScheduler, "dpm++2m": DPMSolverMultistepScheduler, "euler": EulerDiscreteScheduler,
           "euler-a": EulerAncestralDiscreteScheduler, "heun": HeunDiscreteScheduler}
IDS = ["sd1-default-pndm", "sd1-euler-a", "sd1-batch2-ddim", "sd2-dpmpp2m-karras", "sharded-bf16", "i2i-euler-30",
       "i2i-heun-75", "inp4-dpmpp2m-75", "inp9-default-100"]

torch.set_num_threads(1)
float_randn = torch.randn


def rounded_randn(*shape, dtype=None, **kwargs):
    value = float_randn(*shape, dtype=torch.float32 if dtype == torch.bfloat16 else dtype, **kwargs)
    return value.to(dtype) if dtype is not None else value


torch.randn = rounded_randn


def arguments(cli):
    parser = argparse.ArgumentParser()
    for flag in ["model", "prompt", "negative-prompt", "scheduler", "timestep-spacing", "image", "mask"]:
        parser.add_argument("--" + flag)
    for flag in ["steps", "seed", "width", "height", "batch"]:
        parser.add_argument("--" + flag, type=int, default=1)
    for flag in ["guidance", "strength", "eta"]:
        parser.add_argument("--" + flag, type=float, default=0.0)
    parser.add_argument("--karras", action="store_true")
    return parser.parse_args(cli)


def latents_and_image(a):
    cls = StableDiffusionInpaintPipeline if a.mask else StableDiffusionImg2ImgPipeline if a.image else StableDiffusionPipeline
    pipe = cls.from_pretrained(os.path.join(root, a.model), torch_dtype=torch.bfloat16, safety_checker=None,
                               requires_safety_checker=False, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    if a.scheduler:
        extra = {"timestep_spacing": a.timestep_spacing} if a.timestep_spacing else {}
        if a.karras:
            extra["use_karras_sigmas"] = True
        pipe.scheduler = CLASSES[a.scheduler].from_config(pipe.scheduler.config, **extra)
    more = {"width": a.width, "height": a.height}
    if a.image:
        more = {"image": Image.open(os.path.join(root, a.image)).convert("RGB"), "strength": a.strength}
    if a.mask:
        more["mask_image"] = Image.open(os.path.join(root, a.mask))
        more.update(width=a.width, height=a.height)
    with torch.no_grad():
        latents = pipe(
            prompt=[a.prompt] * a.batch, negative_prompt=[a.negative_prompt] * a.batch if a.negative_prompt else None,
            num_inference_steps=a.steps, guidance_scale=a.guidance, eta=a.eta, output_type="latent",
            generator=[torch.Generator("cpu").manual_seed(a.seed + i) for i in range(a.batch)], **more).images
        image = pipe.vae.decode(latents / pipe.vae.config.scaling_factor).sample
    return latents.float().numpy(), (image.float() / 2 + 0.5).clamp(0, 1).numpy()


def rms(x):
    return float(np.sqrt(np.mean(np.square(x, dtype=np.float64))))


def main():
    import diffusers
    import transformers

    cases = {c["id"]: c for c in json.load(open(os.path.join(here, "manifest.json")))["cases"]}
    distances = {}
    for name in IDS:
        latents, image = latents_and_image(arguments(cases[name]["cli"]))
        exact = [np.load(os.path.join(here, name, f + ".npy")) for f in ("latents", "image")]
        distances[name] = {"latents": float(f"{rms(latents - exact[0]) / rms(exact[0]):.4g}"),
                           "image": float(f"{rms(image - exact[1]):.4g}")}
        print(name, distances[name], flush=True)
    provenance = {"script": "make_bf16.py", "torch": torch.__version__, "diffusers": diffusers.__version__,
                  "transformers": transformers.__version__, "device": "cpu, bfloat16, one thread"}
    with open(os.path.join(here, "bf16.json"), "w") as handle:
        json.dump({"provenance": provenance, "distances": distances}, handle, indent=1)
        handle.write("\n")


main()
