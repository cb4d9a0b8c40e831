"""What a fault costs: nothing but what it destroyed. TOILE_TEST_LONG=1 takes the loads in full."""

import asyncio
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from jupyter_client.ioloop import AsyncIOLoopKernelManager
from jupyter_client.manager import start_new_kernel

from driver import Cell, Driver
from test_lifecycle import all_gone, family

LONG = os.environ.get("TOILE_TEST_LONG") == "1"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def front(kernel):
    return kernel.manager.provisioner.process.pid


def session(kernel):
    """The process that runs the cells, of those that the front has started."""
    started = family(front(kernel))[1:]
    return next(pid for pid in started if "execute/child/main" in Path(f"/proc/{pid}/cmdline").read_text())


def memory(pid, name="VmRSS"):
    """Megabytes of a process; VmHWM is the most that it has had."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    return 0


@linux
def test_kill_9_of_the_session_costs_its_variables_and_nothing_else(kernel):
    kernel.run("let kept = 1; require('node:fs').writeFileSync('own.txt', 'on disk')")
    msg_id = kernel.start("console.log('before'); await new Promise(() => {})", until="before")
    os.kill(session(kernel), signal.SIGKILL)
    cell = kernel.wait(msg_id)
    assert (cell.status, cell.reply["ename"]) == ("error", "SessionExited")
    assert "SIGKILL" in cell.reply["evalue"]
    after = kernel.run("[typeof kept, require('node:fs').readFileSync('own.txt', 'utf8')]")
    assert after.result == "[ 'undefined', 'on disk' ]"
    assert "Variables are gone" in after.stream("stderr")
    assert after.reply["execution_count"] == cell.reply["execution_count"] + 1
    history = kernel.ask("history_request", {"hist_access_type": "tail", "n": 3, "output": False, "raw": True})
    assert [entry[2][:8] for entry in history["history"]] == ["let kept", "console.", "[typeof "]


@linux
def test_kill_9_of_the_front_is_mended_by_jupyter_and_costs_the_variables(kernelspec, tmp_path):
    async def scenario():
        manager = AsyncIOLoopKernelManager(kernel_name="toile", autorestart=True)
        manager.restarter_class.time_to_dead.default_value = 0.2
        await manager.start_kernel(cwd=str(tmp_path))
        restarted = asyncio.Event()
        manager.add_restart_callback(restarted.set, "restart")
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=30)
        await client.execute_interactive("let gone = 1", timeout=20, output_hook=lambda _: None)
        pids = family(manager.provisioner.process.pid)
        os.kill(pids[0], signal.SIGKILL)
        await asyncio.wait_for(restarted.wait(), 20)
        client.stop_channels()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=30)
        shown = []
        await client.execute_interactive("typeof gone", timeout=20, output_hook=shown.append)
        client.history(hist_access_type="search", pattern="*gone*", n=2, unique=False, raw=True, output=False)
        while (history := await client.get_shell_msg(timeout=20))["msg_type"] != "history_reply":
            pass
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return pids, shown, [entry[2] for entry in history["content"]["history"]]

    pids, shown, history = asyncio.run(scenario())
    assert all_gone(pids)
    results = [m["content"]["data"]["text/plain"] for m in shown if m["msg_type"] == "execute_result"]
    assert results == ["'undefined'"]
    assert history == ["let gone = 1", "typeof gone"]


def test_a_clock_that_jumps_back_and_forth_changes_nothing(kernelspec, tmp_path, monkeypatch):
    clock = tmp_path / "clock.cjs"
    clock.write_text(
        "const now = Date.now; let turn = 0;\n"
        "const jump = () => now() + [0, 86400e3, -86400e3, 3e9, -3e9][turn++ % 5];\n"
        "Date.now = jump;\n"
        "globalThis.Date = class extends Date { constructor(...a) { super(...(a.length ? a : [jump()])); } };\n"
    )
    monkeypatch.setenv("NODE_OPTIONS", f"--require {clock}")
    manager, client = start_new_kernel(kernel_name="toile", cwd=str(tmp_path), startup_timeout=30)
    kernel = Driver(manager, client)
    try:
        assert kernel.run("Math.abs(Date.now() - Date.now()) > 80000e3").result == "true"
        cell = kernel.run("for (let i = 0; i < 5; i++) { await new Promise((r) => setTimeout(r, 5)); console.log(i); }")
        assert cell.stream() == "0\n1\n2\n3\n4\n"
        assert cell.flow[0] == "status:busy" and cell.flow[-1] == "status:idle"
        msg_id = kernel.start("console.log('go'); while (true) {}", until="go")
        assert kernel.ask("interrupt_request", {}, "control") == {"status": "ok"}
        assert kernel.wait(msg_id).reply["ename"] == "KeyboardInterrupt"
        history = kernel.ask("history_request", {"hist_access_type": "tail", "n": 9, "output": False, "raw": True})
        assert [entry[1] for entry in history["history"]][-3:] == [1, 2, 3]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@linux
def test_a_flood_of_output_leaves_memory_flat_and_the_kernel_answering(kernel):
    megabytes = 1000 if LONG else 50
    kernel.run("const line = 'x'.repeat(999) + '\\n'")
    pids = family(front(kernel))
    before = [memory(pid) for pid in pids]
    msg_id = kernel.client.execute(f"for (let i = 0; i < {megabytes} * 1000; i++) process.stdout.write(line)")
    received, notices, answers, asked, most = 0, "", 0, None, [0.0] * len(pids)
    deadline = time.monotonic() + 300
    while True:
        assert time.monotonic() < deadline
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != msg_id:
            continue
        content = message["content"]
        if message["msg_type"] == "stream":
            received += len(content["text"]) if content["name"] == "stdout" else 0
            notices += content["text"] if content["name"] == "stderr" else ""
            most = [max(m, memory(pid)) for m, pid in zip(most, pids)]
            if asked is None or kernel.client.control_channel.msg_ready():
                if asked is not None:
                    assert kernel.client.get_control_msg(timeout=1)["content"]["status"] == "ok"
                    answers += 1
                asked = kernel.client.session.msg("kernel_info_request", {})
                kernel.client.control_channel.send(asked)
        elif content.get("execution_state") == "idle":
            break
    assert answers > 0
    assert received == min(megabytes * 1_000_000, 64 * 2**20)
    assert ("is not shown" in notices) == (megabytes > 67)
    assert kernel.reply_to(msg_id)["content"]["status"] == "ok"
    growth = [m - b for m, b in zip(most, before)]
    print(f"{megabytes} MB printed, {received} characters shown, {answers} answers meanwhile, growth in MB {growth}")
    assert max(growth) < 150


def test_executes_sent_in_one_go_are_all_answered_in_their_order(kernel):
    count = 10_000 if LONG else 500
    kernel.run("let total = 0")
    ids = [kernel.client.execute("total++") for _ in range(count)]
    replies = []
    results = []
    reader = threading.Thread(
        target=lambda: replies.extend(kernel.client.get_shell_msg(timeout=60) for _ in range(count))
    )
    reader.start()
    while len(results) < count:
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["msg_type"] == "execute_result":
            results.append((message["parent_header"]["msg_id"], message["content"]["data"]["text/plain"]))
    reader.join()
    assert results == [(msg_id, str(n)) for n, msg_id in enumerate(ids)]
    assert [r["parent_header"]["msg_id"] for r in replies] == ids
    assert [r["content"]["execution_count"] for r in replies] == list(range(2, count + 2))


@linux
def test_one_display_of_many_megabytes_arrives_whole(kernel):
    size = 200_000_000 if LONG else 20_000_000
    bundle = f"{{ [Symbol.for('Jupyter.display')]: () => ({{ 'text/plain': 'y'.repeat({size}) }}) }}"
    cell = kernel.run(f"display({bundle}); 'after'", timeout=120)
    assert [len(c["data"]["text/plain"]) for c in cell.contents("display_data")] == [size]
    assert cell.result == "'after'"
    assert kernel.run("1 + 1").result == "2"
    print(f"{size} characters in one display, most memory in MB {[memory(p, 'VmHWM') for p in family(front(kernel))]}")


@pytest.mark.skipif(not LONG, reason="takes gigabytes: TOILE_TEST_LONG=1")
def test_a_display_beyond_what_a_message_can_hold_is_an_error_of_the_cell(kernel):
    bundle = "{ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'y'.repeat(500e6), 'text/html': 'y'.repeat(500e6) }) }"
    assert kernel.run(f"display({bundle}); 1", timeout=120).status == "error"
    assert kernel.run("1 + 1").result == "2"


def test_a_cell_of_a_megabyte_runs(shared):
    assert shared.run(f"const text = `{'x' * 1_000_000}`; text.length", timeout=60).result == "1000000"
    assert shared.run("let sum = 0;\n" + "sum += 1;\n" * 20_000 + "sum", timeout=60).result == "20000"


def test_an_endless_chain_of_promises_is_ended_by_an_interrupt(shared):
    shared.run("let state = 'kept'; let rounds = 0")
    chain = "const go = () => { rounds++; Promise.resolve().then(go); }; console.log('go'); go(); await new Promise(() => {})"
    msg_id = shared.start(chain, until="go")
    assert shared.ask("interrupt_request", {}, "control") == {"status": "ok"}
    assert shared.wait(msg_id).reply["ename"] == "KeyboardInterrupt"
    assert shared.run("[state, rounds > 0]").result == "[ 'kept', true ]"


def test_ten_thousand_timers_all_fire(shared):
    code = (
        "let fired = 0; const due = Promise.all(Array.from({ length: 10_000 }, (_, i) =>"
        " new Promise<void>((r) => setTimeout(() => { fired++; r(); }, i % 50)))); await due; fired"
    )
    assert shared.run(code).result == "10000"


def test_a_thousand_unhandled_rejections_are_all_shown_and_the_session_goes_on(shared):
    msg_id = shared.client.execute("let alive = 1; for (let i = 0; i < 1000; i++) Promise.reject(new Error('no ' + i)); 0")
    shown = []
    while len(shown) < 1000:
        message = shared.client.get_iopub_msg(timeout=20)
        if message["msg_type"] == "error":
            assert message["parent_header"]["msg_id"] == msg_id
            shown.append(message["content"]["evalue"])
    assert shown == [f"no {i}" for i in range(1000)]
    assert shared.reply_to(msg_id)["content"]["status"] == "ok"
    assert shared.run("alive").result == "1"
