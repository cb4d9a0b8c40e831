import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from driver import Driver


def family(pid):
    """A process and all that it started, by /proc."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def all_gone(pids, seconds=10):
    deadline = time.monotonic() + seconds
    while any(alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def kernel_pid(kernel):
    return kernel.manager.provisioner.process.pid


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
ENDINGS = ["shutdown_request", "SIGTERM", "SIGKILL"]


@linux
@pytest.mark.parametrize("cell", ["1", "console.log('go'); while (true) {}"], ids=["at rest", "in a cell"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_process_is_left_behind(kernel, ending, cell):
    kernel.run("1")
    if cell != "1":
        kernel.start(cell, until="go")
    pids = family(kernel_pid(kernel))
    assert len(pids) >= 2
    if ending == "shutdown_request":
        assert kernel.ask("shutdown_request", {"restart": False}, "control") == {"status": "ok", "restart": False}
    else:
        os.kill(pids[0], getattr(signal, ending))
    assert all_gone(pids)


def test_the_process_ends_with_status_zero_after_a_shutdown(kernel):
    process = kernel.manager.provisioner.process
    kernel.ask("shutdown_request", {"restart": False}, "control")
    assert process.wait(timeout=10) == 0


def test_a_restart_starts_anew(kernel):
    kernel.run("let gone = 1")
    kernel.manager.restart_kernel(now=False)
    kernel.client.wait_for_ready(timeout=30)
    cell = kernel.run("typeof gone")
    assert cell.result == "'undefined'"
    assert cell.reply["execution_count"] == 1


@linux
def test_the_kernel_ends_when_its_parent_dies(kernelspec, tmp_path):
    script = (
        "import sys; from jupyter_client.manager import start_new_kernel\n"
        "m, c = start_new_kernel(kernel_name='toile'); c.execute('1', reply=True)\n"
        "print(m.provisioner.process.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pids = family(int(parent.stdout.readline()))
    assert len(pids) >= 2
    parent.kill()
    parent.wait()
    assert all_gone(pids)


def test_a_kernel_over_ipc_answers(kernelspec, tmp_path):
    manager = KernelManager(kernel_name="toile", transport="ipc", ip=str(tmp_path / "k"))
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        assert Driver(manager, client).run("1 + 1").result == "2"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def start(kernelspec, file):
    command = [part.replace("{connection_file}", str(file)) for part in kernelspec.argv]
    return subprocess.run(command, capture_output=True, text=True, timeout=20)


@pytest.mark.parametrize(
    ("text", "reason", "status"),
    [
        (None, "Cannot use the connection file", 66),
        ("{", "is no JSON", 65),
        ('{\n  "ip": "127.0.0.1",\n  "shell_port": 50', "is no JSON", 65),
        (json.dumps({"ip": "127.0.0.1"}), '"shell_port" must be an integer', 65),
    ],
    ids=["missing", "no JSON", "cut", "a member missing"],
)
def test_a_bad_connection_file_gives_one_line_and_its_status(kernelspec, tmp_path, text, reason, status):
    file = tmp_path / "connection.json"
    if text is not None:
        file.write_text(text)
    done = start(kernelspec, file)
    assert done.returncode == status
    assert reason in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken_gives_one_line_and_status_69(kernelspec, kernel, tmp_path):
    file = tmp_path / "connection.json"
    file.write_text(Path(kernel.manager.connection_file).read_text())
    file.chmod(0o600)
    done = start(kernelspec, file)
    assert done.returncode == 69
    assert "Cannot bind the " in done.stderr and "in use" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_connection_file_that_others_can_read_is_warned_of(kernelspec, kernel, tmp_path):
    file = tmp_path / "connection.json"
    file.write_text(Path(kernel.manager.connection_file).read_text())
    file.chmod(0o644)
    assert "chmod 600" in start(kernelspec, file).stderr
