"""What watching costs: one training in a real kernel with and without the live output, in turns, by the clock on the wall.

npm run build && JUPYTER_PATH=.venv/share/jupyter .venv/bin/python bench/live/run.py [seconds]

A round trains once in each way, from the same weights on the same batches, and every other round goes backwards, so that a machine that slows
down slows all of them. Rounds go on for so many seconds (default 130, so that all of it takes less than three minutes). What a way costs is the median over rounds of its time against the
time without, with the quartiles beside it: where zero lies between them, no cost was found.
"""

import json
import os
import statistics
import sys
import time

from jupyter_client.manager import start_new_kernel

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 130
EPOCHS = 20

PREPARE = """
import { callbacks, fashionMnist, layers, sequential, setRandomSeed } from "toile";
const [[images, labels]] = await fashionMnist.load();
const x = images.div(255).reshape(-1, 784);
const train = async (epochs: number, ...watching) => {
  setRandomSeed(1);
  const model = sequential([layers.dense(100, { activation: "relu", inputShape: [784] }), layers.dense(10, { activation: "softmax" })]);
  model.compile({ loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
  const started = performance.now();
  await model.fit(x, labels, { epochs, verbose: 0, validationSplit: 0.2, callbacks: watching });
  return (performance.now() - started) / 1000;
};
"""

WAYS = {
    "nothing": "",
    "liveHistory": "callbacks.liveHistory()",
    "progress lines": "callbacks.progressBar()",
    "both": "callbacks.liveHistory(), callbacks.progressBar()",
}


def main():
    manager, client = start_new_kernel(kernel_name="toile", startup_timeout=60)

    def run(code):
        outputs = []
        started = time.perf_counter()
        reply = client.execute_interactive(code, timeout=600, output_hook=outputs.append)
        if reply["content"]["status"] != "ok":
            raise RuntimeError("\n".join(reply["content"]["traceback"]))
        return outputs, time.perf_counter() - started

    rounds = []
    try:
        run(PREPARE)
        for watching in WAYS.values():
            run(f"await train(2, {watching})")
        begun = time.perf_counter()
        while len(rounds) < 3 or time.perf_counter() - begun < SECONDS:
            names = list(WAYS) if len(rounds) % 2 == 0 else list(reversed(WAYS))
            rounds.append({name: measure(*run(f"await train({EPOCHS}, {WAYS[name]})")) for name in names})
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    report(rounds)


def measure(outputs, cell):
    """Seconds in `fit`, seconds from the cell's sending to its end, and how often the page changed."""
    [result] = [m for m in outputs if m["msg_type"] == "execute_result"]
    seconds = json.loads(result["content"]["data"]["text/plain"])
    return seconds, cell, sum(m["msg_type"] == "update_display_data" for m in outputs)


def report(rounds):
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"{EPOCHS} epochs of 48,000 pictures and 12,000 of validation, Dense 100 + 10, {len(rounds)} rounds; medians")
    print(f"load at the end: {load:.1f} for each core" + (", too busy to believe the figures" if load > 1 else ""))
    print("shown            fit s   against nothing (quartiles)   cell s  against nothing  updates")
    for name in WAYS:
        ratios = [[100 * (row[name][i] / row["nothing"][i] - 1) for row in rounds] for i in (0, 1)]
        fit, cell, updates = (statistics.median(row[name][i] for row in rounds) for i in range(3))
        low, _, high = statistics.quantiles(ratios[0], n=4)
        between = f"({low:+.1f} to {high:+.1f})"
        print(
            f"{name:15s} {fit:6.2f} {statistics.median(ratios[0]):+9.1f} % {between:>18s}"
            f" {cell:8.2f} {statistics.median(ratios[1]):+14.1f} % {updates:8.0f}"
        )


main()
