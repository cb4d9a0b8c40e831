"""Graphs in the session: traces and runs that are interrupted."""

PREPARE = """
import { array, layers, sequential } from "toile";
const tf = (await import("@tensorflow/tfjs-node")).default;
const x = array(Array.from({ length: 4000 }, (_, i) => [i % 7, i % 3, i % 2]));
const y = array(Array.from({ length: 4000 }, (_, i) => i % 2), "int32");
const trap = { shut: false };
const caught = layers.lambda((v) => { if (trap.shut) { console.log("tracing"); while (trap.shut); } return v; }, { outputShape: [8] });
const model = sequential([layers.dense(8, { activation: "relu", inputShape: [3] }), caught, layers.dropout(0.5), layers.dense(2, { activation: "softmax" })]);
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
const inOrder = () => [tf.engine().state.scopeStack.length, tf.engine().state.gradientDepth, tf.engine().state.activeTape == null, Math.random.toString().includes("native"), tf.memory().numTensors].join();
await model.fit(x, y, { verbose: 0 });
await model.evaluate(x, y, { verbose: 0 });
const before = inOrder();
"""


def interrupt_when(kernel, code, text):
    """Interrupts a cell once it has printed a text."""
    msg_id = kernel.client.execute(code)
    while True:
        message = kernel.client.get_iopub_msg(timeout=60)
        if text in str(message["content"].get("text")):
            break
    kernel.manager.interrupt_kernel()
    return kernel.wait(msg_id)


def test_a_trace_that_is_stopped_by_force_leaves_everything_in_order(kernel):
    assert kernel.run(PREPARE, timeout=60).status == "ok"
    for work in ("fit", "evaluate"):
        cell = interrupt_when(kernel, f"trap.shut = true; await model.{work}(x.slice(0, 3331), y.slice(0, 3331), {{ verbose: 0, batchSize: 33 }})", "tracing")
        assert cell.reply["ename"] == "KeyboardInterrupt"
        assert kernel.run("trap.shut = false; await new Promise((r) => setTimeout(r, 300))").status == "ok"
        assert kernel.run("inOrder()").result == kernel.run("before").result
    again = kernel.run("(await model.fit(x, y, { epochs: 2, verbose: 0 })).history.loss.length", timeout=60)
    assert (again.status, again.result) == ("ok", "2")


def test_weights_survive_the_interrupt_of_a_running_fit_and_learn_on(kernel):
    assert kernel.run(PREPARE, timeout=60).status == "ok"
    code = """
const first = Array.from(model.tfjs.getWeights()[0].dataSync());
await model.fit(x, y, { epochs: 100000, verbose: 0, callbacks: { onEpochEnd: (epoch) => { if (epoch === 1) console.log("two epochs"); } } });
"""
    for _ in range(2):
        cell = interrupt_when(kernel, code, "two epochs")
        assert cell.reply["ename"] == "KeyboardInterrupt"
        moved = kernel.run("model.tfjs.getWeights()[0].dataSync().reduce((sum, value, i) => sum + Math.abs(value - first[i]), 0) > 0")
        assert moved.result == "true"
        assert kernel.run("model.optimizer.iterations > 0").result == "true"
    steps = kernel.run("const steps = model.optimizer.iterations; await model.fit(x, y, { verbose: 0 }); model.optimizer.iterations - steps")
    assert (steps.status, steps.result) == ("ok", "125")
