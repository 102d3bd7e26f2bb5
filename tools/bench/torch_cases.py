"""The cases of cases.mjs in torch. Reads lines 'name<TAB>repeats' and answers with seconds a run.

Started by backends.mjs with the number of threads as argument; the answer to an unknown name is nan.
"""
import re
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(int(sys.argv[1]))
torch.manual_seed(1)


def matmul(n):
    a, b = torch.rand(n, n), torch.rand(n, n)
    return lambda: a @ b


def convolution(batch, side, inputs, outputs, backwards):
    x, w = torch.rand(batch, inputs, side, side), torch.rand(outputs, inputs, 3, 3)
    dy = torch.rand(batch, outputs, side, side)
    if not backwards:
        return lambda: F.conv2d(x, w, padding=1)
    rest = ([outputs], [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [True, True, False])
    return lambda: torch.ops.aten.convolution_backward(dy, x, w, *rest)


def training(batch):
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1568, 10))
    x, labels = torch.rand(batch, 1, 28, 28), torch.randint(0, 10, (batch,))
    optimizer = torch.optim.Adam(net.parameters())

    def step():
        optimizer.zero_grad()
        F.cross_entropy(net(x), labels).backward()
        optimizer.step()

    return step


def prepare(name):
    numbers = [int(n) for n in re.findall(r"\d+", name)]
    if name.startswith("matmul"):
        return matmul(numbers[0])
    if "conv 3x3" in name:
        _, _, batch, side, _, inputs, outputs = numbers
        return convolution(batch, side, inputs, outputs, name.startswith("gradients"))
    if name.startswith("training"):
        return training(numbers[0])
    return None


ready = {}
print(torch.__version__, flush=True)
for line in sys.stdin:
    name, repeats = line.rstrip("\n").split("\t")
    if name not in ready:
        ready[name] = prepare(name)
    run = ready[name]
    if run is None:
        print("nan", flush=True)
        continue
    grad = torch.enable_grad() if name.startswith("training") else torch.no_grad()
    with grad:
        start = time.perf_counter()
        for _ in range(int(repeats)):
            run()
        print((time.perf_counter() - start) / int(repeats), flush=True)
