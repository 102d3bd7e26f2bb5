"""A long training run in PyTorch: the same optimiser, rate and average as `longRun` of the library.

A run may be killed at any moment: `state.pt` in its folder is written every minute, whole or not at
all, and the same command goes on from there. `log.jsonl` gets a line for every step.
"""
import json
import math
import os
import time

import torch


def warm_hold_cosine(step, steps, peak, warm_up, floor, hold=None):
    """As `warmHoldCosine` of the library."""
    hold = warm_up if hold is None else hold
    if step < warm_up:
        return peak * (step + 1) / warm_up
    if step < hold:
        return peak
    wave = (1 + math.cos(math.pi * (step - hold) / (steps - hold))) / 2
    return peak * (floor + (1 - floor) * wave)


def fresh(model):
    """First weights as `randomWeights` of the library: a bell curve of variance 1 / inputs, biases 0.

    PyTorch's own are a third of that variance; the autoencoder then learns at half the speed.
    """
    for name, p in model.named_parameters():
        if p.ndim > 1:
            torch.nn.init.normal_(p, std=p[0].numel() ** -0.5)
        elif name.endswith("bias"):
            torch.nn.init.zeros_(p)
    return model


class Run:
    def __init__(self, folder, model, *, steps, rate, decay, weight_decay):
        self.folder, self.model, self.steps, self.rate, self.decay = folder, model, steps, rate, decay
        self.parameters = list(model.parameters())
        self.average = [p.detach().clone() for p in self.parameters]
        self.adam = torch.optim.AdamW(
            self.parameters, lr=1.0, betas=(0.9, 0.99), eps=1e-7, weight_decay=weight_decay, fused=True)
        self.step = 0
        os.makedirs(folder, exist_ok=True)
        self.file = os.path.join(folder, "state.pt")
        if os.path.exists(self.file):
            state = torch.load(self.file, weights_only=True)
            model.load_state_dict(state["weights"])
            self.average, self.step = state["average"], state["step"]
            self.adam.load_state_dict(state["adam"])

    def save(self):
        state = dict(weights=self.model.state_dict(), average=self.average, step=self.step,
                     adam=self.adam.state_dict())
        torch.save(state, self.file + ".part")
        os.replace(self.file + ".part", self.file)

    def log(self, **numbers):
        with open(os.path.join(self.folder, "log.jsonl"), "a") as file:
            file.write(json.dumps(dict(step=self.step, **numbers)) + "\n")

    def averaged(self):
        """The model with the averaged weights; `restore` brings its own back."""
        self.own = [p.detach().clone() for p in self.parameters]
        with torch.no_grad():
            for p, a in zip(self.parameters, self.average):
                p.copy_(a)
        return self.model

    def restore(self):
        with torch.no_grad():
            for p, o in zip(self.parameters, self.own):
                p.copy_(o)

    def go(self, loss, evaluate, every):
        """`loss(step)`: a scalar, computed in bfloat16 where PyTorch thinks it safe."""
        saved = said = began = time.time()
        first, smooth = self.step, None
        while self.step < self.steps:
            for group in self.adam.param_groups:
                group["lr"] = self.rate(self.step)
            self.adam.zero_grad(set_to_none=True)
            torch.manual_seed(self.step)
            value = loss(self.step)
            value.backward()
            torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
            self.adam.step()
            decay = min(self.decay, (1 + self.step) / (10 + self.step))
            with torch.no_grad():
                torch._foreach_lerp_(self.average, [p.data for p in self.parameters], 1 - decay)
            self.step += 1
            number = value.item()
            if not math.isfinite(number):
                raise SystemExit(f"loss {number} at step {self.step}; {self.file} has the state before")
            smooth = number if smooth is None else 0.98 * smooth + 0.02 * number
            self.log(loss=number, rate=self.rate(self.step - 1))
            if self.step % every == 0 or self.step == self.steps:
                self.averaged().eval()
                with torch.no_grad():
                    measured = evaluate(self.step)
                self.model.train()
                self.restore()
                self.log(**measured)
                print(f"step {self.step}", measured, flush=True)
            if time.time() - saved > 60 or self.step == self.steps:
                self.save()
                saved = time.time()
            if time.time() - said > 30:
                left = (self.steps - self.step) * (time.time() - began) / (self.step - first) / 60
                print(f"step {self.step}/{self.steps}, loss {smooth:.4f}, {left:.1f} min left", flush=True)
                said = time.time()
        return self.averaged()
