"""The models of the course's chapters 17 to 19 in Keras: the numbers that the notebooks quote beside their own.

    .venv-test/bin/python bench/course/in_keras.py [--runs 3] [part of a title]

Every run starts from other weights and draws other orders, as `fit` does without a seed. A line gives the mean and, after ±, the standard
deviation of the runs: the last epoch's training loss and accuracy, then the loss and accuracy of the validation part.
"""

import argparse
import gzip
import os
from functools import cache
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0", CUDA_VISIBLE_DEVICES="")

import keras
import numpy as np
from keras.layers import Dense, Dropout, Flatten
from keras.optimizers import SGD
from sklearn.model_selection import train_test_split

CLOTHES = Path(os.environ.get("TOILE_CACHE", Path.home() / ".cache" / "toile")) / "datasets" / "fashion-mnist"


def idx(name, header):
    with gzip.open(CLOTHES / name) as file:
        return np.frombuffer(file.read(), np.uint8)[header:]


@cache
def clothes(splits):
    x = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28) / np.float32(255)
    y = idx("train-labels-idx1-ubyte.gz", 8)
    for _ in range(splits):
        x, x_val, y, y_val = train_test_split(x, y, test_size=0.2, random_state=42)
    return x, y, x_val, y_val


def hidden(activation="relu", outputs=10, dropout=0.0):
    drop = [Dropout(dropout)] if dropout else []
    return lambda: [Flatten(), Dense(100, activation=activation), *drop, Dense(outputs, activation="softmax")]


CASES = [
    # title, splits, layers, optimizer, epochs
    ("17 one layer, rmsprop", 2, lambda: [Flatten(), Dense(10, activation="softmax")], lambda: "rmsprop", 5),
    ("18 sigmoid, rmsprop", 1, hidden("sigmoid"), lambda: "rmsprop", 5),
    ("18 relu, rmsprop", 1, hidden(), lambda: "rmsprop", 5),
    ("18 relu, adam", 1, hidden(), lambda: "adam", 5),
    ("18 relu, adam, 100 outputs", 1, hidden(outputs=100), lambda: "adam", 5),
    ("18 relu, sgd 0.01", 1, hidden(), lambda: "sgd", 5),
    ("18 relu, sgd 0.1", 1, hidden(), lambda: SGD(learning_rate=0.1), 5),
    ("18 relu, sgd nesterov", 1, hidden(), lambda: SGD(momentum=0.9, nesterov=True), 5),
    ("19 relu, rmsprop, 5 epochs", 1, hidden(), lambda: "rmsprop", 5),
    ("19 relu, rmsprop", 1, hidden(), lambda: "rmsprop", 20),
    ("19 relu, adam", 1, hidden(), lambda: "adam", 20),
    ("19 dropout 0.3, adam", 1, hidden(dropout=0.3), lambda: "adam", 20),
    ("19 early stopping, dropout 0.3, adam", 1, hidden(dropout=0.3), lambda: "adam", 20),
]


def train(case):
    title, splits, layers, optimizer, epochs = case
    x, y, x_val, y_val = clothes(splits)
    model = keras.Sequential(layers())
    model.compile(optimizer=optimizer(), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    stopping = keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)
    options = {"validation_data": (x_val, y_val)} if "19" in title else {}
    history = model.fit(x, y, epochs=epochs, verbose=0, callbacks=[stopping] if "stopping" in title else [], **options).history
    numbers = [history["loss"][-1], history["accuracy"][-1], *model.evaluate(x_val, y_val, verbose=0)]
    if "val_loss" in history:
        numbers += [min(history["val_loss"]), 1 + int(np.argmin(history["val_loss"])), len(history["loss"])]
    return numbers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("title", nargs="?", default="")
    arguments = parser.parse_args()
    print(f"Keras {keras.__version__}; loss, accuracy, val_loss, val_accuracy; then lowest val_loss, its epoch, epochs", flush=True)
    for case in CASES:
        if arguments.title not in case[0]:
            continue
        runs = np.array([train(case) for _ in range(arguments.runs)])
        cells = [f"{mean:.4f} ± {spread:.4f}" for mean, spread in zip(runs.mean(0), runs.std(0, ddof=min(1, len(runs) - 1)))]
        print(f"{case[0]}: {', '.join(cells)}", flush=True)


main()
