"""scikit-learn's side of bench/linear: reads a task a line, answers with seconds and scores as JSON."""

import gzip
import json
import sys
import time
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_validate

warnings.simplefilter("ignore")
images, labels = sys.argv[1:]
with gzip.open(images) as file:
    x = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784) / 255.0
with gzip.open(labels) as file:
    y = np.frombuffer(file.read(), np.uint8, offset=8)


def fit():
    model = SGDClassifier(loss="log_loss", max_iter=5, random_state=42).fit(x[:48000], y[:48000])
    return [model.score(x[48000:], y[48000:])]


def cross_validation():
    model = SGDClassifier(loss="log_loss", max_iter=5, random_state=42)
    return cross_validate(model, x, y, n_jobs=-1)["test_score"].tolist()


tasks = {"fit": fit, "cross-validation": cross_validation}
print(json.dumps({"version": sklearn.__version__}), flush=True)
for line in sys.stdin:
    task = tasks[line.strip()]
    started = time.perf_counter()
    scores = task()
    print(json.dumps({"seconds": time.perf_counter() - started, "scores": scores}), flush=True)
