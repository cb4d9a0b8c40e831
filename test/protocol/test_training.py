"""What a reader sees of training that goes well, and of training that is interrupted."""

import pytest

PREPARE = """
import { array, callbacks, layers, sequential, setRandomSeed } from "toile";
setRandomSeed(1);
const x = array(Array.from({ length: 20000 }, (_, i) => [i % 7, i % 3, i % 2]));
const y = array(Array.from({ length: 20000 }, (_, i) => i % 2), "int32");
const model = sequential([layers.dense(64, { activation: "relu", inputShape: [3] }), layers.dense(2, { activation: "softmax" })]);
model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
"""


def displays(messages):
    """The outputs of a cell by display id, each with all its pictures, as a front end applies them."""
    found = {}
    for message in messages:
        if message["msg_type"] in ("display_data", "update_display_data"):
            content = message["content"]
            found.setdefault(content["transient"]["display_id"], []).append(content["data"])
    return found


def start_and_interrupt(kernel, code):
    """Interrupts a cell once it has shown its first loss; all that it published, with the reply."""
    msg_id = kernel.client.execute(code)
    seen = []
    while not any("loss:" in str(m["content"].get("data")) for m in seen):
        message = kernel.client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == msg_id:
            seen.append(message)
    kernel.manager.interrupt_kernel()
    cell = kernel.wait(msg_id)
    return cell, seen + cell.messages


@pytest.mark.parametrize(
    "options",
    [
        pytest.param("{ epochs: 1000 }", id="fit"),
        pytest.param("{ epochs: 1000, batchSize: 20000 }", id="fit with one large batch an epoch"),
        pytest.param(
            "{ epochs: 1000, callbacks: { onTrainBatchEnd: () => new Promise((r) => setTimeout(r, 20)) } }",
            id="fit with a callback that waits",
        ),
        pytest.param("{ epochs: 1000, callbacks: callbacks.liveHistory() }", id="fit with a live chart"),
        pytest.param(
            "{ epochs: 1000, callbacks: { onEpochBegin: (epoch) => { while (epoch > 0); } } }",
            id="fit with a callback that never ends",
        ),
    ],
)
def test_an_interrupt_leaves_training_tidy_and_the_model_usable(kernel, options):
    assert kernel.run(PREPARE, timeout=60).status == "ok"
    cell, messages = start_and_interrupt(kernel, f"await model.fit(x, y, {options})")
    assert cell.reply["ename"] == "KeyboardInterrupt"
    assert cell.stream("stderr") == ""
    [lines] = [pictures for name, pictures in displays(messages).items() if "progress" in name]
    for picture in lines:
        assert list(picture) == ["text/plain"]
        assert not {"\r", "\x1b"} & set(picture["text/plain"])
    assert lines[-1]["text/plain"].startswith("Epoch 1/1000\n")

    again = kernel.run("(await model.fit(x.slice(0, 640), y.slice(0, 640), { epochs: 2 })).history.loss.length", timeout=60)
    assert (again.status, again.result) == ("ok", "2")
    # The interrupted progress may still change once, in its own place.
    [lines] = [pictures for name, pictures in displays(again.messages).items() if name not in displays(messages)]
    assert [line.split(" ")[0] for line in lines[-1]["text/plain"].split("\n")] == ["Epoch", "20/20", "Epoch", "20/20"]
    measured = kernel.run("(await model.evaluate(x.slice(0, 640), y.slice(0, 640), { verbose: 0 })).length")
    assert (measured.status, measured.result) == ("ok", "2")


def test_a_batch_that_is_stopped_by_force_leaves_tensorflow_js_in_order(kernel):
    """A batch of a hundred milliseconds in single operations does not answer an interrupt in time."""
    assert kernel.run(PREPARE, timeout=60).status == "ok"
    assert kernel.run("""
const slow = sequential([layers.dense(256, { activation: "relu", inputShape: [3] }), ...Array.from({ length: 12 }, () => layers.dense(256, { activation: "relu" })), layers.dropout(0.5), layers.dense(2, { activation: "softmax" })]);
slow.compile({ loss: "sparse_categorical_crossentropy", graph: false });
const tf = (await import("@tensorflow/tfjs-node")).default;
const inOrder = () => [tf.engine().state.scopeStack.length, tf.engine().state.gradientDepth, tf.engine().state.activeTape == null, Math.random.toString().includes("native"), tf.memory().numTensors].join();
await slow.fit(x.slice(0, 4000), y.slice(0, 4000), { batchSize: 2000, verbose: 0 });
const before = inOrder();
""", timeout=60).status == "ok"
    assert kernel.run("before").result.startswith("'0,0,true,true,")
    for stop in (1, 2, 3):
        cell, _ = start_and_interrupt(kernel, "await slow.fit(x, y, { epochs: 1000, batchSize: 2000 })")
        assert cell.reply["ename"] == "KeyboardInterrupt"
        assert kernel.run("await new Promise((r) => setTimeout(r, 300))").status == "ok"
        *order, tensors = kernel.run("inOrder()").result.strip("'").split(",")
        *order_before, tensors_before = kernel.run("before").result.strip("'").split(",")
        assert order == order_before
        # A tensor that was being made at that moment is known to nobody.
        assert int(tensors) <= int(tensors_before) + stop
    assert kernel.run("(await slow.fit(x.slice(0, 4000), y.slice(0, 4000), { batchSize: 2000, verbose: 0 })).epoch").result == "[ 0 ]"


def test_the_tensors_of_an_interrupted_training_are_freed(kernel):
    assert kernel.run(PREPARE, timeout=60).status == "ok"
    count = 'const tf = await import("@tensorflow/tfjs-node"); (tf.default ?? tf).memory().numTensors'
    assert kernel.run("await model.fit(x, y, { verbose: 0 })", timeout=60).status == "ok"
    before = int(kernel.run(count).result)
    for _ in range(3):
        cell, _ = start_and_interrupt(kernel, "await model.fit(x, y, { epochs: 1000 })")
        assert cell.status == "error"
    assert kernel.run("await new Promise((r) => setTimeout(r, 200))").status == "ok"
    assert int(kernel.run(count).result) <= before


def test_saves_one_output_that_holds_the_final_lines(kernel):
    import nbformat
    from nbclient import NotebookClient

    code = 'await model.fit(x, y, { epochs: 2, batchSize: 100, validationSplit: 0.2, callbacks: callbacks.liveHistory() });'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PREPARE), nbformat.v4.new_code_cell(f"{code}\nvoid 0")])
    NotebookClient(notebook, kernel_name="toile", timeout=120).execute()
    chart, progress = notebook.cells[1].outputs
    assert {"application/vnd.plotly.v1+json", "image/svg+xml", "image/png", "text/plain"} <= set(chart.data)
    assert [len(trace["y"]) for trace in chart.data["application/vnd.plotly.v1+json"]["data"]] == [2, 2, 2, 2]
    lines = progress.data["text/plain"].split("\n")
    assert [line.split(" ")[0] for line in lines] == ["Epoch", "160/160", "Epoch", "160/160"]
    assert all("val_accuracy" in line for line in lines[1::2])
