"""What watching costs: the first chapter's training in a real kernel, with and without the live output, in turns.

npm run build && JUPYTER_PATH=.venv/share/jupyter .venv/bin/python bench/live/run.py [rounds]
"""

import json
import statistics
import sys

from jupyter_client.manager import start_new_kernel

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
EPOCHS = 5

PREPARE = """
import { callbacks, fashionMnist, layers, sequential, setRandomSeed } from "toile";
const [[images, labels]] = await fashionMnist.load();
const x = images.div(255).reshape(-1, 784).slice(0, 12_000);
const y = labels.slice(0, 12_000);
let inHooks = 0;
const timed = (callback) => {
  for (const name of ["onTrainBegin", "onEpochBegin", "onEpochEnd", "showProgress", "onTrainEnd"]) {
    const hook = callback[name]?.bind(callback);
    if (hook === undefined) continue;
    callback[name] = (...args) => {
      const started = performance.now();
      try {
        return hook(...args);
      } finally {
        inHooks += performance.now() - started;
      }
    };
  }
  return callback;
};
const train = async (...watching) => {
  setRandomSeed(1);
  inHooks = 0;
  const model = sequential([layers.dense(100, { activation: "relu", inputShape: [784] }), layers.dense(10, { activation: "softmax" })]);
  model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
  const started = performance.now();
  await model.fit(x, y, { epochs: %d, verbose: 0, validationSplit: 0.2, callbacks: watching.map(timed) });
  return [(performance.now() - started) / 1000, inHooks / 1000];
};
""" % EPOCHS

WAYS = {
    "nothing": "await train()",
    "progress lines": "await train(callbacks.progressBar())",
    "liveHistory": "await train(callbacks.liveHistory())",
    "both": "await train(callbacks.liveHistory(), callbacks.progressBar())",
}


def main():
    manager, client = start_new_kernel(kernel_name="toile", startup_timeout=60)

    def run(code):
        outputs = []
        reply = client.execute_interactive(code, timeout=600, output_hook=outputs.append)
        if reply["content"]["status"] != "ok":
            raise RuntimeError("\n".join(reply["content"]["traceback"]))
        return outputs

    try:
        run(PREPARE)
        for code in WAYS.values():
            run(code)
        rounds = [{name: measure(run(code)) for name, code in WAYS.items()} for _ in range(ROUNDS)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)

    print(f"{EPOCHS} epochs of 9,600 pictures, {ROUNDS} rounds in turns; medians")
    print("shown            seconds  against nothing  in its hooks  updates")
    for name in WAYS:
        taken = statistics.median(result[name][0] for result in rounds)
        ratio = statistics.median(result[name][0] / result["nothing"][0] for result in rounds)
        share = statistics.median(result[name][1] / result[name][0] for result in rounds)
        updates = statistics.median(result[name][2] for result in rounds)
        print(f"{name:16s} {taken:7.2f} {100 * (ratio - 1):+14.1f} % {100 * share:11.2f} % {updates:8.0f}")


def measure(outputs):
    """Seconds of training, seconds in the callback's hooks, and how often the page changed."""
    [result] = [m for m in outputs if m["msg_type"] == "execute_result"]
    seconds, hooks = json.loads(result["content"]["data"]["text/plain"])
    return seconds, hooks, sum(m["msg_type"] == "update_display_data" for m in outputs)


main()
