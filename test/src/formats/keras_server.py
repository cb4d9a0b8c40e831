"""Answers the format tests: one JSON request a line on stdin, one JSON answer a line on stdout."""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # whatever else prints goes to stderr

import h5py
import keras
import numpy as np
from keras import layers as L
from keras.src.legacy.saving import legacy_h5_format


def dense():
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            L.Flatten(),
            L.Dense(100, activation="relu", name="은닉층"),
            L.Dropout(0.3),
            L.Dense(10, activation="softmax", name="출력층"),
        ]
    )
    model.name = "패션 MNIST 모델"
    # TensorFlow's graphs refuse Korean names, its eager mode takes them; so below `model(x)`, not `model.predict(x)`.
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
    rng = np.random.default_rng(1)
    model.fit(rng.random((32, 28, 28)), rng.integers(0, 10, 32), verbose=0)
    return model


def cnn():
    return keras.Sequential(
        [
            keras.Input((12, 12, 1)),
            L.ZeroPadding2D(1),
            L.Conv2D(4, 3, padding="same", kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.L2(0.01)),
            L.BatchNormalization(),
            L.ReLU(max_value=6.0),
            L.MaxPooling2D(2),
            L.Conv2DTranspose(3, 2, strides=2, activation="tanh"),
            L.UpSampling2D(2),
            L.AveragePooling2D(3, strides=2, padding="same"),
            L.GaussianDropout(0.1),
            L.GlobalAveragePooling2D(),
            L.LayerNormalization(),
            L.Dense(5, use_bias=False, kernel_constraint=keras.constraints.MaxNorm(2)),
            L.LeakyReLU(negative_slope=0.2),
            L.Softmax(),
        ]
    )


def activations():
    names = ["elu", "gelu", "silu", "selu", "softplus", "softsign", "mish", "relu6", "sigmoid", "log_softmax"]
    return keras.Sequential(
        [keras.Input((6,))]
        + [L.Dense(6, activation=name, kernel_initializer="lecun_uniform") for name in names]
        + [L.Activation("linear"), L.ELU(), L.GaussianNoise(0.1), L.Reshape((3, 2)), L.Permute((2, 1))]
    )


def sequence():
    return keras.Sequential(
        [
            keras.Input((10,), dtype="int32"),
            L.Embedding(20, 6),
            L.SpatialDropout1D(0.2),
            L.Conv1D(5, 3, padding="same", activation="relu"),
            L.MaxPooling1D(2),
            L.BatchNormalization(center=False),
            L.AveragePooling1D(2),
            L.GlobalMaxPooling1D(),
            L.RepeatVector(3),
            L.Masking(mask_value=-1.0),
            L.GlobalAveragePooling1D(),
        ]
    )


def recurrent():
    return keras.Sequential(
        [
            keras.Input((5, 3)),
            L.LSTM(4, return_sequences=True),
            L.GRU(3, return_sequences=True, reset_after=False),
            L.SimpleRNN(2, use_bias=False),
        ]
    )


def functional():
    image = keras.Input((4,), name="입력")
    shared = L.Dense(3, name="shared")
    twice = L.Add()([shared(image), shared(L.Dense(4)(image))])
    least = L.Minimum()([twice, L.Activation("tanh")(twice)])
    mixed = L.Average()([twice, L.Multiply()([twice, L.Maximum()([twice, least])])])
    merged = L.Concatenate()([twice, mixed])
    inner = keras.Sequential([keras.Input((6,)), L.Dense(4, activation="relu"), L.BatchNormalization(), L.Dense(2)])
    side = keras.Input((2,))
    block = keras.Model(side, L.Dense(3, name="block_dense")(side), name="block")
    return keras.Model(image, [block(inner(merged)), L.Dense(1, name="second")(twice)], name="두 출력")


def frozen():
    inner = keras.Sequential([keras.Input((6,)), L.Dense(4), L.BatchNormalization(), L.Dense(4)])
    inner.layers[0].trainable = False
    return keras.Sequential([keras.Input((6,)), inner, L.Dense(4)])


MODELS = {f.__name__: f for f in (dense, cnn, activations, sequence, recurrent, functional, frozen)}


def fill(model):
    """Weights that tell every array from every other, moving statistics too."""
    rng = np.random.default_rng(7)
    for weight in model.weights:
        values = rng.normal(0, 0.4, weight.shape)
        weight.assign(np.abs(values) + 0.5 if "variance" in weight.path else values)


def inputs(model):
    rng = np.random.default_rng(3)
    shape = (4, *model.input_shape[1:])
    return rng.integers(0, 20, shape) if model.inputs[0].dtype == "int32" else rng.normal(0, 1, shape)


def predict(model, x):
    y = model(np.array(x, dtype=model.inputs[0].dtype), training=False)
    return [np.asarray(a, "float64").tolist() for a in (y if isinstance(y, list) else [y])]


def make(name, folder):
    keras.utils.clear_session(free_memory=False)
    model = MODELS[name]()
    fill(model)
    model.save(f"{folder}/{name}.keras")
    model.save(f"{folder}/{name}.h5")
    model.save_weights(f"{folder}/{name}.weights.h5")
    with h5py.File(f"{folder}/{name}-legacy.h5", "w") as f:
        legacy_h5_format.save_weights_to_hdf5_group(f, model)
    x = inputs(model)
    return {"x": np.asarray(x, "float64").tolist(), "y": predict(model, x)}


def load(file, x):
    model = keras.models.load_model(file)
    result = {"y": predict(model, x), "name": model.name, "layers": [layer.name for layer in model.layers]}
    if getattr(model, "optimizer", None) is not None:
        result["optimizer"] = model.optimizer.name
        result["iterations"] = int(model.optimizer.iterations.numpy())
        result["slots"] = float(sum(np.abs(v.numpy()).sum() for v in model.optimizer.variables[2:]))
    return result


def load_weights(name, file, x):
    keras.utils.clear_session(free_memory=False)
    model = MODELS[name]()
    model.load_weights(file)
    return {"y": predict(model, x)}


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.fc1 = L.Dense(3)
        self.blocks = [L.Dense(3), L.Dense(3)]
        self.out = L.Dense(2)

    def call(self, x):
        x = self.fc1(x)
        for block in self.blocks:
            x = block(x)
        return self.out(x)


def subclassed(x, save=None, load=None):
    """A subclassed model: saves its weights to `save`, or loads them from `load`, and predicts."""
    model = Net()
    model(np.array(x, "float32"))
    if load is None:
        fill(model)
        model.save_weights(save)
    else:
        model.load_weights(load)
    return np.asarray(model(np.array(x, "float32")), "float64").tolist()


def chunked(file, names):
    """A legacy weights file whose layer names exceed one attribute, written by Keras."""
    with h5py.File(file, "w") as f:
        legacy_h5_format.save_attributes_to_hdf5_group(f, "layer_names", [n.encode("utf8") for n in names])
        return list(f.attrs)


def names_of(file):
    with h5py.File(file) as f:
        return legacy_h5_format.load_attributes_from_hdf5_group(f, "layer_names")


def around(python, shape, inputs, whole):
    """A functional model around one layer, given as a Python expression."""
    keras.utils.clear_session(free_memory=False)
    xs = [keras.Input(tuple(shape), dtype="int32" if whole else "float32") for _ in range(inputs)]
    layer = eval(python, {**vars(L), "keras": keras})
    if isinstance(layer, L.MultiHeadAttention):
        return keras.Model(xs, layer(*xs))
    return keras.Model(xs if inputs > 1 else xs[0], layer(xs if inputs > 1 else xs[0]))


def outputs(model, xs):
    values = [np.array(x, dtype=i.dtype) for x, i in zip(xs, model.inputs)]
    y = model(values if len(values) > 1 else values[0], training=False)
    return [np.asarray(a, "float64").tolist() for a in (y if isinstance(y, (list, tuple)) else [y])]


def write_layer(python, shape, inputs, whole, xs, folder, skip=()):
    """Saves a model around a layer in every format, and predicts."""
    model = around(python, shape, inputs, whole)
    fill(model)
    for file in {"theirs.keras", "theirs.h5"}.difference(skip):
        model.save(f"{folder}/{file}")
    model.save_weights(f"{folder}/theirs.weights.h5")
    return outputs(model, xs)


def read_layer(python, shape, inputs, whole, xs, folder, skip=()):
    """Predicts with whole models, and with weights in a model around a layer."""
    result = {}
    for file in {"ours.keras", "ours.h5"}.difference(skip):
        keras.utils.clear_session(free_memory=False)
        result[file] = outputs(keras.models.load_model(f"{folder}/{file}"), xs)
    for file in ("ours.weights.h5", "ours-weights.h5"):
        model = around(python, shape, inputs, whole)
        model.load_weights(f"{folder}/{file}")
        result[file] = outputs(model, xs)
    return result


def compiled(file, save):
    """What a loaded model was compiled with; saved again."""
    model = keras.models.load_model(file)
    metrics = model._compile_metrics._user_metrics
    model.save(save)
    return {
        "metrics": [[type(m).__name__, json.loads(json.dumps(m.get_config(), default=float))] for m in metrics],
        "loss": type(model.loss).__name__,
        "delta": model.loss._fn_kwargs.get("delta"),
    }


OPERATIONS = {
    f.__name__: f
    for f in (make, load, load_weights, subclassed, chunked, names_of, write_layer, read_layer, compiled)
}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"result": OPERATIONS[request.pop("op")](**request)}
    except Exception as error:  # the test shows it
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), file=answers, flush=True)
