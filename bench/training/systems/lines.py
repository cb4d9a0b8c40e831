"""A request a line, an answer a line: what lines.mjs is for the systems in Python."""

import json
import os
import sys
import time

import numpy as np

folder = os.environ["TOILE_BENCH_DATA"]


def load(name):
    return np.fromfile(os.path.join(folder, name), np.uint8)


def images(name):
    return (load(name).reshape(-1, 784) / np.float32(255)).astype(np.float32)


class Stopwatch:
    def __init__(self):
        self.ends = []
        self.began = time.perf_counter()
        self.cpu = time.process_time()

    def lap(self):
        self.ends.append(time.perf_counter() - self.began)

    def answer(self, accuracy=None):
        """Ends the measurement; `accuracy` is found out afterwards."""
        cpu = time.process_time() - self.cpu
        return {"ends": self.ends, "cpu": cpu, "accuracy": accuracy and float(accuracy())}


def serve(version, run):
    """Answers requests; what a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def write(value):
        out.write(json.dumps(value) + "\n")
        out.flush()

    write({"version": version})
    for line in sys.stdin:
        try:
            write(run(**json.loads(line)))
        except Exception as error:
            write({"error": f"{type(error).__name__}: {error}"[:500]})
