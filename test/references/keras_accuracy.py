"""Trains the course's models in Keras and prints the accuracy of each seed, as JSON."""

import gzip
import json
import os
import sys

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
from keras.layers import Dense, Dropout, Flatten
from sklearn.model_selection import train_test_split

job = json.load(sys.stdin)


def idx(name, header):
    with gzip.open(os.path.join(job["clothes"], name)) as file:
        return np.frombuffer(file.read(), np.uint8)[header:]


def clothes(twice):
    x = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28) / np.float32(255)
    y = idx("train-labels-idx1-ubyte.gz", 8)
    for _ in range(2 if twice else 1):
        x, x_val, y, y_val = train_test_split(x, y, test_size=0.2, random_state=42)
    return x, y, x_val, y_val


def digits():
    with gzip.open(job["digits"]) as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    x, y = table[:, :-1] / np.float32(255), table[:, -1]
    x, x_val, y, y_val = train_test_split(x, y, test_size=1000, random_state=0, stratify=y)
    return x, y, x_val, y_val


def train(case, seed):
    x, y, x_val, y_val = digits() if case["data"] == "digits" else clothes("twice" in case["data"])
    n, n_val = job["samples"], job["validation"]
    x, y, x_val, y_val = x[:n], y[:n], x_val[:n_val], y_val[:n_val]
    x, x_val = [a.reshape(-1, *case["shape"]) for a in (x, x_val)]
    if case["oneHot"]:
        y, y_val = [keras.utils.to_categorical(a, 10) for a in (y, y_val)]
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(eval(f"[{case['keras']}]"))
    loss = "categorical_crossentropy" if case["oneHot"] else "sparse_categorical_crossentropy"
    model.compile(optimizer=case["optimizer"], loss=loss, metrics=["accuracy"])
    # After set_random_seed Keras's own shuffle on TensorFlow gives every epoch the same order; without a seed each has its own, as here.
    for _ in range(case["epochs"]):
        order = np.random.permutation(len(x))
        model.fit(x[order], y[order], batch_size=case["batchSize"], shuffle=False, verbose=0)
    return model.evaluate(x_val, y_val, verbose=0)[1]


print(json.dumps([[train(case, seed) for seed in job["seeds"]] for case in job["cases"]]))
