"""The side of numpy of load.mjs: `python load_case.py FILE` answers each line with seconds."""
import json
import sys
import time

import numpy as np


def load(path):
    """Reads every tensor, turns what the layers want turned, and copies it into memory of its own."""
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        total = 0
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            start, end = entry["data_offsets"]
            file.seek(8 + length + start)
            values = np.frombuffer(file.read(end - start), np.float32).reshape(entry["shape"])
            axes = range(values.ndim)
            turned = values.transpose([*axes[2:], 1, 0]) if values.ndim > 1 else values
            total += np.ascontiguousarray(turned).copy().size
        return total


print("{}", flush=True)
for line in sys.stdin:
    began = time.perf_counter()
    load(sys.argv[1])
    print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)
