"""Makes old-format.pt: what torch.save wrote before PyTorch 1.6 (pickles one behind the other).

    python make_old_format.py

Run with torch 2.13.0. Two tensors of known numbers, one of them a transposed view.
"""
import torch

vectors = torch.arange(12, dtype=torch.float32).reshape(3, 4)
torch.save(
    {
        "string_to_token": {"*": 265},
        "string_to_param": {"*": vectors.t()},
        "name": "old",
        "step": 7,
    },
    "old-format.pt",
    _use_new_zipfile_serialization=False,
)
