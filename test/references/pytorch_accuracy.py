"""Trains the course's two PyTorch networks on the digits and prints, for each seed, the accuracy before and after, as JSON."""

import gzip
import json
import sys

import numpy as np
import torch
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
job = json.load(sys.stdin)


def digits():
    with gzip.open(job["digits"]) as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    x, y = table[:, :-1] / np.float32(255), table[:, -1].astype("int64")
    return train_test_split(x, y, test_size=1000, random_state=0, stratify=y)


def measure(model, x, y):
    model.eval()
    with torch.no_grad():
        return (torch.max(model(x), 1)[1] == y).float().mean().item()


def train(case, seed):
    x, x_test, y, y_test = map(torch.tensor, digits_once)
    if case["normalize"]:
        x, x_test = (x - 0.5) / 0.5, (x_test - 0.5) / 0.5
    torch.manual_seed(seed)
    a, b, c, d = case["sizes"]
    model = nn.Sequential(nn.Linear(a, b), nn.ReLU(), nn.Linear(b, c), nn.ReLU(), nn.Linear(c, d))
    before = measure(model, x_test, y_test)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=case["momentum"])
    criterion = nn.CrossEntropyLoss()
    loader = DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True)
    model.train()
    for _ in range(job["epochs"]):
        for inputs, labels in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), labels)
            loss.backward()
            optimizer.step()
    return before, measure(model, x_test, y_test)


digits_once = digits()
print(json.dumps([[train(case, seed) for seed in range(job["seeds"])] for case in job["cases"]]))
