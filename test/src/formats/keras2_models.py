"""Saves models with Keras 2 (the package tf_keras) into the folder argv[1], with inputs and predictions as JSON."""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tf_keras as keras

L = keras.layers


def sequential():
    return keras.Sequential(
        [
            L.Conv2D(2, 3, activation="relu", input_shape=(6, 6, 1), kernel_initializer="he_normal"),
            L.BatchNormalization(),
            L.MaxPooling2D(),
            L.Flatten(),
            L.Dense(4, activation="swish", kernel_regularizer="l2"),
            L.Dropout(0.2),
            L.Dense(3, activation="softmax"),
        ]
    )


def functional():
    image = keras.Input((4,))
    hidden = L.Dense(3)(image)
    inner = keras.Sequential([L.Dense(2, input_shape=(3,)), L.BatchNormalization(), L.Dense(3)])
    total = L.Add()([hidden, inner(hidden)])
    side = keras.Input((3,))
    block = keras.Model(side, L.LeakyReLU(0.2)(L.Dense(2)(side)))
    return keras.Model(image, [block(total), total])


for build in (sequential, functional):
    model = build()
    rng = np.random.default_rng(1)
    for weight in model.weights:
        values = rng.normal(0, 0.4, weight.shape)
        weight.assign(np.abs(values) + 0.5 if "variance" in weight.name else values)
    model.compile("adam", "mse")
    base = f"{sys.argv[1]}/{build.__name__}"
    model.save(f"{base}.h5")
    model.save(f"{base}.keras")
    model.save_weights(f"{base}-weights.h5")
    x = rng.normal(0, 1, (2, *model.input_shape[1:]))
    y = model.predict(x, verbose=0)
    outputs = [np.asarray(a, "float64").tolist() for a in (y if isinstance(y, list) else [y])]
    with open(f"{base}.json", "w") as f:
        json.dump({"x": x.tolist(), "y": outputs}, f)
