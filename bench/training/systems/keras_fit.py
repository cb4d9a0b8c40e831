"""Keras: `fit`, `predict` and `evaluate`, with the backend of KERAS_BACKEND and the threads of TOILE_BENCH_THREADS."""

import os

threads = int(os.environ.get("TOILE_BENCH_THREADS", 0))
if os.environ.get("KERAS_BACKEND") == "jax":
    if threads:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
else:
    import tensorflow

    tensorflow.config.threading.set_intra_op_parallelism_threads(threads)

import keras
from lines import Stopwatch, images, load, serve

x_train, x_test = images("train-images"), images("test-images")
y_train, y_test = load("train-labels"), load("test-labels")


def model_of(workload, jit, steps):
    model = keras.Sequential([keras.Input(workload["inputShape"])])
    for layer in workload["layers"]:
        if "conv" in layer:
            model.add(keras.layers.Conv2D(layer["conv"], 3, activation="relu"))
        elif "pool" in layer:
            model.add(keras.layers.MaxPooling2D(layer["pool"]))
        elif "flatten" in layer:
            model.add(keras.layers.Flatten())
        else:
            last = layer is workload["layers"][-1]
            model.add(keras.layers.Dense(layer["dense"], activation="softmax" if last else "relu"))
    optimizers = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD, "rmsprop": keras.optimizers.RMSprop}
    model.compile(
        optimizer=optimizers[workload["optimizer"]](workload["learningRate"]),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=jit,
        steps_per_execution=steps,
    )
    return model


class Laps(keras.callbacks.Callback):
    def __init__(self, watch):
        super().__init__()
        self.watch = watch

    def on_epoch_end(self, epoch, logs=None):
        self.watch.lap()


def run(workload, way):
    keras.backend.clear_session()
    model = model_of(workload, way.get("jit", False), way.get("steps", 1))
    shape, samples, batch = workload["inputShape"], workload["samples"], workload["batchSize"]
    x, y = x_train[:samples].reshape(-1, *shape), y_train[:samples]
    test = x_test.reshape(-1, *shape)

    def evaluate(batch_size=1000):
        return model.evaluate(test, y_test, batch_size=batch_size, verbose=0)[1]

    if workload["task"] == "fit":
        watch = Stopwatch()
        model.fit(x, y, batch_size=batch, epochs=workload["epochs"], verbose=0, callbacks=[Laps(watch)])
        return watch.answer(evaluate if way.get("measure", True) else None)
    watch = Stopwatch()
    for _ in range(workload["epochs"]):
        if workload["task"] == "evaluate":
            evaluate(way["batch"])
        elif way["batch"] == 0:
            keras.ops.convert_to_numpy(model(test))
        else:
            model.predict(test, batch_size=way["batch"], verbose=0)
        watch.lap()
    return watch.answer()


serve(f"{keras.__version__} on {keras.backend.backend()}", run)
