"""Runs of diffusers' schedulers at settings beside those of the main set -> more/cases.json, more/final.npy.

    python make_more.py          (needs torch, diffusers 0.42, scipy, numpy)
"""
import inspect
import json
import math
import os
import random

import numpy as np
import torch
from diffusers import (
    DDIMScheduler, DDPMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
    HeunDiscreteScheduler, LCMScheduler, LMSDiscreteScheduler, PNDMScheduler, UniPCMultistepScheduler)

here = os.path.dirname(os.path.abspath(__file__))
base = json.load(open(os.path.join(here, "manifest.json")))["base_config"]
CLASSES = {
    "ddim": DDIMScheduler, "ddpm": DDPMScheduler, "pndm": PNDMScheduler, "euler": EulerDiscreteScheduler,
    "euler-a": EulerAncestralDiscreteScheduler, "heun": HeunDiscreteScheduler, "lms": LMSDiscreteScheduler,
    "dpm++2m": DPMSolverMultistepScheduler, "unipc": UniPCMultistepScheduler, "lcm": LCMScheduler}


def run(name, settings, steps, eta, begin):
    scheduler = CLASSES[name].from_config({**base, **settings})
    scheduler.set_timesteps(steps)
    g = torch.Generator("cpu").manual_seed(0)
    x = torch.randn((1, 4, 8, 8), generator=g) * scheduler.init_noise_sigma
    extra = {}
    if "generator" in inspect.signature(scheduler.step).parameters:
        extra["generator"] = g
    if eta:
        extra["eta"] = eta
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(begin * scheduler.order)
    times = scheduler.timesteps[begin * scheduler.order:]
    largest = x.abs().max().item()
    for t in times:
        scaled = scheduler.scale_model_input(x, t)
        x = scheduler.step(0.9 * torch.tanh(scaled) + 0.05 * math.sin(float(t) / 100), t, x, **extra).prev_sample
        largest = max(largest, x.abs().max().item())
    return scheduler, times, x, largest


def main():
    dice = random.Random(7)
    settings = [
        {"beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02},
        {"beta_schedule": "squaredcos_cap_v2"},
        {"num_train_timesteps": 400, "steps_offset": 0},
        {"num_train_timesteps": 1234, "steps_offset": 3},
        {"set_alpha_to_one": True},
        {"clip_sample": True, "clip_sample_range": 1.5},
        {"trained_betas": [round(0.001 + 0.019 * i / 249, 6) for i in range(250)], "num_train_timesteps": 250},
        {"rescale_betas_zero_snr": True, "prediction_type": "v_prediction", "timestep_spacing": "trailing"},
    ]
    own = {
        "dpm++2m": [{"solver_type": "heun"}, {"solver_order": 1}, {"final_sigmas_type": "sigma_min"}, {"euler_at_final": True},
                    {"lower_order_final": False, "final_sigmas_type": "sigma_min"}, {"lambda_min_clipped": -5.1, "beta_schedule": "squaredcos_cap_v2"}],
        "unipc": [{"solver_type": "bh1"}, {"solver_order": 3}, {"solver_order": 1}, {"disable_corrector": [0, 1]},
                  {"final_sigmas_type": "sigma_min"}, {"solver_order": 3, "solver_type": "bh1"}],
        "euler": [{"final_sigmas_type": "sigma_min"}], "ddpm": [{"variance_type": "fixed_large"}, {"beta_schedule": "sigmoid"},
                                                                {"variance_type": "fixed_small_log"}],
        "pndm": [{"skip_prk_steps": False}, {"skip_prk_steps": False, "set_alpha_to_one": True}],
        "lcm": [{"original_inference_steps": 40}, {"timestep_scaling": 3.0}], "heun": [{"beta_schedule": "exp"}],
        "euler-a": [{}], "lms": [{}], "ddim": [{}],
    }
    rows, finals, skipped = [], [], []
    for name in CLASSES:
        karras = name in ("euler", "heun", "lms", "dpm++2m", "unipc")
        for one in settings + own[name] * 3:
            for _ in range(2):
                steps = dice.choice([1, 2, 3, 4, 5, 7, 9, 13, 16, 23, 31, 45])
                begin = dice.choice([0, 0, 0, dice.randrange(steps)])
                if one.get("skip_prk_steps") is False:
                    begin = 0  # diffusers mixes the calls up; refused here
                eta = dice.choice([0.0, 0.3, 1.0]) if name == "ddim" else 0.0
                chosen = {
                    "prediction_type": dice.choice(["epsilon", "v_prediction", "sample"]),
                    "timestep_spacing": dice.choice(["leading", "trailing", "linspace"]),
                    **({"use_karras_sigmas": dice.random() < 0.3} if karras else {}), **one}
                if "lambda_min_clipped" in one:
                    chosen["use_karras_sigmas"] = False  # there the first timestep hangs on the last bit of a logarithm
                if name == "heun" and one.get("beta_schedule") == "squaredcos_cap_v2":
                    chosen["timestep_spacing"] = "leading"  # sigma 20291: the float32 of the reference is off by 1e-4
                where = {"scheduler": name, "settings": chosen, "steps": steps, "begin": begin, "eta": eta}
                try:
                    scheduler, times, x, largest = run(name, chosen, steps, eta, begin)
                except Exception as error:
                    skipped.append({**where, "error": f"{type(error).__name__}: {str(error)[:120]}"})
                    continue
                if not torch.isfinite(x).all():
                    skipped.append({**where, "error": "not finite"})
                    continue
                rows.append({**where, "calls": len(times), "init_noise_sigma": float(scheduler.init_noise_sigma),
                             "timesteps": [float(np.float32(t)) for t in times], "final_index": len(finals),
                             "tolerance": float(f"{max(2e-4, 2e-5 * largest):.0e}")})
                finals.append(x)
    os.makedirs(os.path.join(here, "more"), exist_ok=True)
    np.save(os.path.join(here, "more", "final.npy"), torch.cat(finals).numpy()[:, :1])
    with open(os.path.join(here, "more", "cases.json"), "w") as out:
        out.write('{"stored": "the first of the four channels", "cases": [\n')
        out.write(",\n".join(json.dumps(row) for row in rows) + "\n],\n\"skipped\": [\n")
        out.write(",\n".join(json.dumps(row) for row in skipped) + "\n]}\n")
    print(len(rows), "runs;", len(skipped), "skipped")


main()
