"""What no training can go below: the gather of each batch and the products of its large layers alone, by NumPy's OpenBLAS."""

import numpy as np
import threadpoolctl
from lines import Stopwatch, images, serve

x_train = images("train-images")


def run(workload, way):
    generator = np.random.default_rng()
    units = [784] + [layer["dense"] for layer in workload["layers"]]
    pairs = [pair for pair in zip(units, units[1:]) if min(pair) > 10 or len(units) == 2]
    weights = [generator.standard_normal(pair, np.float32) for pair in pairs]
    samples, batch = workload["samples"], workload["batchSize"]
    x = x_train[:samples]
    with threadpoolctl.threadpool_limits(way["threads"]):
        watch = Stopwatch()
        for _ in range(workload["epochs"]):
            order = generator.permutation(samples)
            for start in range(0, samples, batch):
                values = x[order[start : start + batch]]
                for depth, weight in enumerate(weights):
                    result = values @ weight
                    values.T @ result
                    if depth > 0:
                        result @ weight.T
                    values = result
            watch.lap()
        return watch.answer()


serve(np.__version__, run)
