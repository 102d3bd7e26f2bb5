"""Makes golden.json: small networks in PyTorch, their slopes, and five steps of training.

    python make.py > golden.json        (PyTorch 2, CPU, float64)

The networks are written with torch.nn, not with anything of this project. Parameters are handed
over in this project's order: for each layer its weights, row by row, then its biases; a
convolution's kernel as [filter, place, channel].
"""
import json
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.manual_seed(11)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.entry, self.a, self.b = nn.Linear(2, 3), nn.Linear(3, 3), nn.Linear(3, 3)
        self.out = nn.Linear(3, 1)

    def forward(self, x):
        x = torch.tanh(self.entry(x))
        return self.out(x + self.b(torch.tanh(self.a(x))))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell, self.out = nn.Linear(2 + 3, 3), nn.Linear(3, 2)

    def forward(self, x):
        memory = torch.zeros(x.shape[0], 3)
        for step in range(3):
            memory = torch.tanh(self.cell(torch.cat([x[:, 2 * step : 2 * step + 2], memory], 1)))
        return self.out(memory)


class Convolution(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.out = nn.Conv1d(2, 3, 3, stride=2), nn.Linear(9, 1)

    def forward(self, x):
        x = x.reshape(x.shape[0], 7, 2).transpose(1, 2)
        return self.out(nn.functional.silu(self.conv(x)).transpose(1, 2).reshape(x.shape[0], 9))


def perceptron(sizes, activation):
    parts = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        parts.append(nn.Linear(inputs, outputs))
        if i < len(sizes) - 2:
            parts.append(activation)
    return nn.Sequential(*parts)


def flat(values_of, model):
    numbers = []
    for module in model.modules():
        if isinstance(module, nn.Conv1d):
            numbers += values_of(module.weight).permute(0, 2, 1).flatten().tolist()
            numbers += values_of(module.bias).tolist()
        elif isinstance(module, nn.Linear):
            numbers += values_of(module.weight).flatten().tolist() + values_of(module.bias).tolist()
    return numbers


def dense(size, activation="linear", **more):
    return {"size": size, "activation": activation, **more}


recurrent_layers = [{"name": "m0", "kind": "zeros", "size": 3}]
for i in range(3):
    recurrent_layers += [
        {"name": f"x{i + 1}", "kind": "slice", "from": "input", "start": 2 * i, "size": 2},
        dense(3, "tanh", name=f"m{i + 1}", **{"from": [f"x{i + 1}", f"m{i}"]},
              **({"shares": "m1"} if i else {})),
    ]

mse, bce, ce = nn.MSELoss(), nn.BCEWithLogitsLoss(), nn.CrossEntropyLoss()
onehot = torch.eye(3)[[0, 2, 1, 1, 0]]
cases = [
    ("perceptron", perceptron([2, 4, 3, 2], nn.Tanh()), 2, mse, torch.randn(5, 2),
     [dense(4, "tanh"), dense(3, "tanh"), dense(2)], "squared error"),
    ("yes or no", perceptron([3, 4, 1], nn.Softplus()), 3, bce,
     torch.tensor([[1.0], [0], [0], [1], [1]]),
     [dense(4, "softplus"), dense(1, "sigmoid")], "binary cross-entropy"),
    ("three classes", perceptron([3, 5, 3], nn.GELU()), 3, ce, onehot,
     [dense(5, "gelu"), dense(3, "softmax")], "categorical cross-entropy"),
    ("residual", Residual(), 2, mse, torch.randn(5, 1),
     [dense(3, "tanh", name="entry"), dense(3, "tanh"), dense(3, name="b"),
      {"kind": "add", "from": ["b", "entry"]}, dense(1)], "squared error"),
    ("convolution", Convolution(), 14, mse, torch.randn(5, 1),
     [{"kind": "conv1d", "channels": 2, "filters": 3, "kernelSize": 3, "stride": 2,
       "activation": "silu"}, dense(1)], "squared error"),
    ("recurrent", Recurrent(), 6, mse, torch.randn(5, 2),
     recurrent_layers + [dense(2)], "squared error"),
]


def optimisers(model):
    weights = [p for name, p in model.named_parameters() if name.endswith("weight")]
    biases = [p for name, p in model.named_parameters() if name.endswith("bias")]
    yield "sgd", torch.optim.SGD(model.parameters(), lr=0.1)
    yield "momentum", torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    yield "adam", torch.optim.Adam(model.parameters(), lr=0.02, eps=1e-7)
    decayed = [{"params": weights, "weight_decay": 0.05}, {"params": biases}]
    yield "sgd with l2 0.05", torch.optim.SGD(decayed, lr=0.1)


golden = {"made by": "test/golden/networks/make.py", "torch": torch.__version__, "cases": []}
for name, model, inputs, loss_of, targets, layers, loss_name in cases:
    x = torch.randn(5, inputs)
    start = {key: value.clone() for key, value in model.state_dict().items()}
    loss = loss_of(model(x), targets)
    loss.backward()
    case = {
        "name": name, "inputs": inputs, "layers": layers, "loss": loss_name,
        "parameters": flat(lambda p: p.detach(), model),
        "x": x.tolist(), "targets": targets.tolist(),
        "lossValue": loss.item(), "gradients": flat(lambda p: p.grad, model), "after": {},
    }
    for optimiser_name, optimiser in optimisers(model):
        model.load_state_dict(start)
        for _ in range(5):
            optimiser.zero_grad()
            loss_of(model(x), targets).backward()
            optimiser.step()
        case["after"][optimiser_name] = flat(lambda p: p.detach(), model)
    golden["cases"].append(case)
print(json.dumps(golden))
