"""Measures kernels through jupyter_client, one after the other in every round: measure.py ROUNDS OUT KERNEL..."""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from queue import Empty

from cells import CELLS
from jupyter_client.manager import KernelManager

TIMEOUT = 30


class Kernel:
    """A running kernel and what its start took."""

    def __init__(self, name):
        self.cells = CELLS[name]
        begun = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(cwd=os.getcwd(), stderr=open(os.devnull, "w"), stdout=open(os.devnull, "w"))
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.ask(self.client.kernel_info())
        self.ready = time.perf_counter() - begun
        self.ask(self.client.execute(self.cells["one"]))
        self.first_result = time.perf_counter() - begun
        self.listen()

    def listen(self):
        """Waits until what is published arrives; what was before the subscription is lost."""
        while True:
            msg_id = self.client.kernel_info()
            self.ask(msg_id)
            try:
                self.until_idle(msg_id, timeout=0.3)
                return
            except Empty:
                pass

    def ask(self, msg_id, timeout=TIMEOUT):
        """The reply to one request."""
        while True:
            reply = self.client.get_shell_msg(timeout=timeout)
            if reply["parent_header"].get("msg_id") == msg_id:
                return reply["content"]

    def until_idle(self, msg_id, timeout=TIMEOUT):
        """What was published for one request."""
        messages = []
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def run(self, code, timeout=TIMEOUT):
        """Seconds from the request to the reply and all that was published."""
        begun = time.perf_counter()
        msg_id = self.client.execute(code)
        reply = self.ask(msg_id, timeout)
        self.messages = self.until_idle(msg_id, timeout)
        if reply["status"] != "ok":
            raise RuntimeError(f"{code!r}: {reply.get('ename')}: {reply.get('evalue')}")
        return time.perf_counter() - begun

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def median_of(count, work):
    return statistics.median(work() for _ in range(count))


def execute(kernel):
    for _ in range(20):
        kernel.run("1+1")
    return 1000 * median_of(100, lambda: kernel.run("1+1"))


def declarations(kernel):
    times = [kernel.run(kernel.cells["declare"].format(n=n)) for n in range(300)]
    return statistics.median(times[-20:]) / statistics.median(times[:20])


def completion(kernel):
    kernel.run(kernel.cells["import"])
    for n in range(100):
        kernel.run(kernel.cells["declare"].format(n=1000 + n))
    code = kernel.cells["complete"]

    def once():
        begun = time.perf_counter()
        reply = kernel.ask(kernel.client.complete(code, len(code)))
        if not reply["matches"]:
            raise RuntimeError(f"nothing completes {code}")
        return time.perf_counter() - begun

    # A language server that reads the package's types first is warm once its answers stop being late.
    end = time.perf_counter() + 20
    while once() > 0.1 and time.perf_counter() < end:
        pass
    return 1000 * median_of(30, once)


def interrupt(kernel):
    kernel.run(kernel.cells["keep"])
    msg_id = kernel.client.execute(kernel.cells["endless"])
    time.sleep(0.5)
    begun = time.perf_counter()
    kernel.manager.interrupt_kernel()
    kernel.ask(msg_id, timeout=5)
    took = time.perf_counter() - begun
    kernel.until_idle(msg_id)
    kernel.run(kernel.cells["kept"])
    return 1000 * took


def lines(kernel):
    took = kernel.run(kernel.cells["print"])
    text = "".join(m["content"]["text"] for m in kernel.messages if m["msg_type"] == "stream")
    if text.count("\n") != 100_000:
        raise RuntimeError(f"{text.count(chr(10))} lines came of 100000")
    return took


def loop(kernel):
    top, inner = kernel.cells["loop"]
    kernel.run(inner)
    return kernel.run(top) / kernel.run(inner)


def rest(kernel):
    """Proportional set size of the kernel and all its processes, in MB."""
    time.sleep(2)
    own = kernel.manager.provisioner.process.pid
    return sum(pss(pid) for pid in tree(own)) / 1e6


def tree(pid):
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += tree(int(child))
    return found


def pss(pid):
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


MEASURES = [rest, execute, declarations, lines, loop, completion, interrupt]


def measure(name, into):
    kernel = Kernel(name)
    note = lambda key, value: into.setdefault(key, []).append(value)
    note("ready", kernel.ready)
    note("firstResult", kernel.first_result)
    try:
        for work in MEASURES:
            try:
                note(work.__name__, work(kernel))
            except Exception as error:
                print(f"{name}, {work.__name__}: {error or 'no answer'}", file=sys.stderr)
                note(work.__name__, None)
                kernel.end()
                kernel = Kernel(name)
    finally:
        kernel.end()


def main():
    rounds, out, *names = sys.argv[1:]
    results = {name: {} for name in names}
    for round_ in range(int(rounds)):
        for name in names:
            measure(name, results[name])
            print(f"round {round_ + 1}: {name} done", file=sys.stderr)
    Path(out).write_text(json.dumps(results))


if __name__ == "__main__":
    main()
