"""PyTorch: its DataLoader, or slices of the tensors by a permutation; plain or fused optimizers; eager or torch.compile."""

import numpy as np
import torch
from lines import Stopwatch, images, load, serve
from torch import nn

x_train, x_test = map(torch.from_numpy, (images("train-images"), images("test-images")))
y_train, y_test = (torch.from_numpy(load(name).astype(np.int64)) for name in ("train-labels", "test-labels"))


def model_of(workload):
    *height, width = workload["inputShape"]
    modules = []
    if height:
        side, width = height[0], 1
    for layer in workload["layers"]:
        if "conv" in layer:
            modules += [nn.Conv2d(width, layer["conv"], 3), nn.ReLU()]
            side, width = side - 2, layer["conv"]
        elif "pool" in layer:
            modules.append(nn.MaxPool2d(layer["pool"]))
            side //= layer["pool"]
        elif "flatten" in layer:
            modules.append(nn.Flatten())
            width *= side * side
        else:
            modules.append(nn.Linear(width, layer["dense"]))
            width = layer["dense"]
            if layer is not workload["layers"][-1]:
                modules.append(nn.ReLU())
    return nn.Sequential(*modules)


def optimizer_of(workload, model, fused):
    classes = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop}
    options = {"alpha": 0.9, "eps": 1e-7} if workload["optimizer"] == "rmsprop" else {"fused": fused}
    return classes[workload["optimizer"]](model.parameters(), lr=workload["learningRate"], **options)


def batches_of(x, y, batch, loader):
    if loader:
        data = torch.utils.data.TensorDataset(x, y)
        return lambda: torch.utils.data.DataLoader(data, batch, shuffle=True)

    def slices():
        order = torch.randperm(len(x))
        for start in range(0, len(x), batch):
            rows = order[start : start + batch]
            yield x[rows], y[rows]

    return slices


def train(workload, way, model, x, y):
    optimizer = optimizer_of(workload, model, way.get("fused", False))
    loss_of = nn.CrossEntropyLoss()
    batches = batches_of(x, y, workload["batchSize"], way.get("loader", False))
    watch = Stopwatch()
    step = torch.compile(model) if way.get("compile") else model
    for _ in range(workload["epochs"]):
        total = torch.zeros(())
        for images_, labels in batches():
            optimizer.zero_grad()
            loss = loss_of(step(images_), labels)
            loss.backward()
            optimizer.step()
            total += loss.detach()
        watch.lap()
    return watch


def accuracy(model, test):
    with torch.inference_mode():
        return (model(test).argmax(1) == y_test).float().mean().item()


def loss_and_accuracy(model, test):
    with torch.inference_mode():
        outputs = model(test)
        return nn.functional.cross_entropy(outputs, y_test).item(), (outputs.argmax(1) == y_test).float().mean().item()


def run(workload, way):
    torch.set_num_threads(way["threads"])
    shape = workload["inputShape"]
    shape = [1, 28, 28] if len(shape) == 3 else shape
    model, test = model_of(workload), x_test.reshape(-1, *shape)
    if workload["task"] == "fit":
        samples = workload["samples"]
        watch = train(workload, way, model, x_train[:samples].reshape(-1, *shape), y_train[:samples])
        return watch.answer(lambda: accuracy(model, test))
    watch = Stopwatch()
    for _ in range(workload["epochs"]):
        if workload["task"] == "evaluate":
            loss_and_accuracy(model, test)
        else:
            with torch.inference_mode():
                model(test).softmax(1).numpy()
        watch.lap()
    return watch.answer()


serve(torch.__version__, run)
