"""Writes permutations.json: torch.randperm from a seeded CPU generator. Needs torch 2.13."""
import json
import os

import torch

cases = []
for seed, counts in [(0, [1, 2, 10, 100]), (42, [5, 5, 16]), (4294967301, [33, 7])]:
    generator = torch.Generator("cpu").manual_seed(seed)
    draws = [torch.randperm(n, generator=generator).tolist() for n in counts]
    cases.append({"seed": seed, "draws": draws})
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "permutations.json")
with open(path, "w") as out:
    json.dump({"torch": torch.__version__, "cases": cases}, out)
    out.write("\n")
