"""Mixed traffic on one kernel, and the memory of each of its processes meanwhile.

    .venv-test/bin/python test/trust/soak.py --minutes 5

Everything goes over loopback, one request at a time, at no more than `--rate` a second. The last lines give, for each process, the slope
of its memory after the warm-up (the first half) by least squares, and the medians of the first and last quarter of what follows. What
counts is the least of each fifteen seconds: garbage comes and goes, a leak stays. Ends with status 1 where a request failed, or a process
grows by more than `--limit` MB a minute. `--samples FILE` keeps all samples as CSV.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "protocol"))

from conftest import kernelspec_path  # noqa: E402
from driver import Driver  # noqa: E402
from jupyter_client.manager import start_new_kernel  # noqa: E402
from test_lifecycle import family  # noqa: E402

SETTING_UP = """
import { layers, sequential, plotHistory, displayFigure, callbacks, setRandomSeed } from "toile";
import { plot } from "nodeplotlib";
const inputs = Array.from({ length: 256 }, (_, i) => [Math.sin(i), Math.cos(i), i / 256]);
const targets = Array.from({ length: 256 }, (_, i) => i % 4);
let model = sequential([layers.dense(16, { activation: "relu", inputShape: [3] }), layers.dense(4, { activation: "softmax" })]);
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
let history: any, count = 0, table: any, big: any;
"""

CELLS = {
    "a value": "count += 1; ({ count, list: [1, 2, 3] })",
    "a class declared anew": "class Point { constructor(public x = 1) {} }\nfunction of(n: number) { return new Point(n) }\nof(2)",
    "output": "for (let i = 0; i < 200; i++) console.log('line', i)",
    "a hundred kilobytes": "process.stdout.write('x'.repeat(100_000)); 0",
    "an array of a megabyte": "big = new Float64Array(131_072).fill(count); big.length",
    "a table": "table = Array.from({ length: 50 }, (_, i) => ({ i, square: i * i })); table",
    "an await": "await new Promise((r) => setTimeout(r, 2)); 'late'",
    "an import": "import { readFileSync } from 'node:fs'; typeof readFileSync",
    "a child process": "require('node:child_process').execSync('true').length",
    "training": "history = await model.fit(inputs, targets, { epochs: 1, batchSize: 32, verbose: 0 }); history.epoch.length",
    "a prediction": "model.predict(inputs.slice(0, 4)).shape",
    "a figure": "plot([{ y: [1, 2, count % 7] }]); 0",
}
FAILING = {"an error": "null!.x", "a syntax error": "let = 3", "a rejection": "throw await Promise.reject(new Error('no'))"}


def memory(pid):
    """Megabytes, or None where the process has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), None)


def process_names(front):
    """The kernel's processes, by what they are."""
    names = {"front": front}
    for pid in family(front)[1:]:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        for name, part in (("session", "execute/child/main"), ("language", "--lsp")):
            if part in command:
                names[name] = pid
    return names


class Soak:
    def __init__(self, kernel, seed):
        self.kernel = kernel
        self.random = random.Random(seed)
        self.requests = 0
        self.failures = []

    def one(self):
        """One request of a random kind; what does not answer as it should is noted."""
        self.requests += 1
        turn = self.random.random()
        try:
            if turn < 0.75:
                name, code = self.random.choice(list(CELLS.items()))
                self.expect(name, self.kernel.run(code, timeout=60), "ok")
            elif turn < 0.85:
                name, code = self.random.choice(list(FAILING.items()))
                self.expect(name, self.kernel.run(code), "error")
            elif turn < 0.97:
                self.ask()
            else:
                self.interrupt()
        except Exception as error:  # noqa: BLE001
            self.failures.append(f"{type(error).__name__}: {error}")

    def expect(self, name, cell, status):
        if cell.status != status:
            self.failures.append(f"{name}: {cell.status} {cell.reply.get('evalue', '')}")

    def ask(self):
        question = self.random.choice(
            [
                ("complete_request", {"code": "model.f", "cursor_pos": 7}),
                ("inspect_request", {"code": "history", "cursor_pos": 3, "detail_level": 0}),
                ("is_complete_request", {"code": "for (;;) {"}),
                ("kernel_info_request", {}),
                ("history_request", {"hist_access_type": "tail", "n": 5, "output": False, "raw": True}),
                ("comm_info_request", {}),
            ]
        )
        self.kernel.ask(*question)

    def interrupt(self):
        msg_id = self.kernel.start("console.log('go'); while (true) { count += 0 }", until="go")
        self.kernel.ask("interrupt_request", {}, "control")
        self.expect("an interrupt", self.kernel.wait(msg_id), "error")


def slope(samples):
    """Megabytes a minute by least squares, of (seconds, megabytes)."""
    mean_t = statistics.fmean(t for t, _ in samples)
    mean_m = statistics.fmean(m for _, m in samples)
    spread = sum((t - mean_t) ** 2 for t, _ in samples) or 1
    return 60 * sum((t - mean_t) * (m - mean_m) for t, m in samples) / spread


def floor(samples, seconds=15):
    """The least of each window of time."""
    windows = {}
    for t, m in samples:
        windows.setdefault(int(t // seconds), []).append((t, m))
    return [min(window, key=lambda sample: sample[1]) for window in windows.values()]


def report(name, samples, warm_up):
    after = floor([(t, m) for t, m in samples if t >= warm_up])
    quarter = max(1, len(after) // 4)
    first = statistics.median(m for _, m in after[:quarter])
    last = statistics.median(m for _, m in after[-quarter:])
    most = max(m for _, m in samples)
    print(f"{name:8} {slope(after):+7.2f} MB/min   {first:6.0f} MB -> {last:6.0f} MB   most {most:6.0f} MB")
    return slope(after)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--rate", type=float, default=20, help="requests a second, at most")
    parser.add_argument("--limit", type=float, default=10, help="MB a minute that a process may grow by")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=Path)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="toile-soak-"))
    os.environ["TOILE_HISTORY"] = str(folder / "history")
    os.environ["JUPYTER_PATH"] = kernelspec_path(folder / "spec")
    manager, client = start_new_kernel(kernel_name="toile", cwd=str(folder), startup_timeout=60)
    kernel = Driver(manager, client)
    assert kernel.run(SETTING_UP, timeout=120).status == "ok"
    kernel.ask("complete_request", {"code": "model.f", "cursor_pos": 7})
    front = manager.provisioner.process.pid
    watched = process_names(front)
    replaced = {name: 0 for name in watched}
    soak = Soak(kernel, options.seed)
    samples = {name: [] for name in watched}
    start = time.monotonic()
    end = start + options.minutes * 60
    next_sample = start
    while time.monotonic() < end:
        turn = time.monotonic()
        soak.one()
        if time.monotonic() >= next_sample:
            for name, pid in process_names(front).items():
                if (megabytes := memory(pid)) is None:
                    continue
                replaced[name] = replaced.get(name, 0) + (watched.get(name, pid) != pid)
                watched[name] = pid
                samples.setdefault(name, []).append((time.monotonic() - start, megabytes))
            next_sample += 1
        time.sleep(max(0, 1 / options.rate - (time.monotonic() - turn)))
    processes = len(family(front))
    if options.samples:
        lines = [f"{name},{t:.1f},{m:.1f}" for name, taken in samples.items() for t, m in taken]
        options.samples.write_text("process,seconds,megabytes\n" + "\n".join(lines) + "\n")
    warm_up = options.minutes * 60 / 2
    print(f"{soak.requests} requests in {options.minutes:g} minutes, {len(soak.failures)} failed, {processes} processes")
    grown = [report(name, samples[name], warm_up) for name in watched]
    for name, times in replaced.items():
        if times > 0:
            print(f"the {name} process was replaced {times} times")
    for failure in soak.failures[:10]:
        print("failed:", failure)
    client.stop_channels()
    manager.shutdown_kernel(now=True)
    sys.exit(1 if soak.failures or max(grown) > options.limit else 0)


if __name__ == "__main__":
    main()
