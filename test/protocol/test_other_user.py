"""What another user of the same machine can do to a kernel: nothing. Needs root, to become somebody else."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from driver import Driver
from test_lifecycle import family

NOBODY = 65534

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act as another user"),
]

PROLOGUE = f"""
import json, os, sys, zmq
os.setgroups([]); os.setgid({NOBODY}); os.setuid({NOBODY})
context = zmq.Context()
def heard(kind, address, send=None, subscribe=None, ms=1500):
    socket = context.socket(kind)
    socket.linger = 0
    # A kernel that has refused the connection by then leaves nobody to send to.
    socket.sndtimeo = ms
    socket.connect(address)
    if subscribe is not None: socket.subscribe(subscribe)
    print("ready", flush=True)
    try:
        if send: socket.send_multipart(send)
    except zmq.Again: pass
    got = []
    while socket.poll(ms): got.append(b"|".join(socket.recv_multipart()).decode("utf-8", "replace"))
    return got
def refused(work):
    try: work()
    except PermissionError: return True
    return False
"""
# Python's own end waits for ZeroMQ to let go of connections that the kernel refuses.
EPILOGUE = "\nsys.stdout.flush(); os._exit(0)"


def as_nobody(code, *arguments):
    """Starts Python as a user without rights; its last line is the answer as JSON."""
    return subprocess.Popen(
        [sys.executable, "-c", PROLOGUE + code + EPILOGUE, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def answer(process):
    out, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return json.loads(out.strip().splitlines()[-1])


def start(folder, **options):
    manager = KernelManager(kernel_name="toile", **options)
    manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=30)
    return Driver(manager, client)


def stop(driver):
    driver.client.stop_channels()
    driver.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def encrypted(kernelspec, tmp_path_factory):
    """As the set-up's own Jupyter starts kernels."""
    driver = start(tmp_path_factory.mktemp("notebook"), transport_encryption="auto")
    yield driver
    stop(driver)


def listen(driver):
    """What a subscriber with another uid hears while a cell prints a secret."""
    port = driver.client.get_connection_info()["iopub_port"]
    spy = as_nobody(
        "print(json.dumps(heard(zmq.SUB, sys.argv[1], subscribe=b'')))", f"tcp://127.0.0.1:{port}"
    )
    assert spy.stdout.readline() == "ready\n"
    time.sleep(0.5)
    driver.run("console.log('se' + 'cret')")
    return "".join(answer(spy))


def test_outputs_of_a_kernel_as_set_up_are_not_heard(encrypted):
    assert listen(encrypted) == ""


def test_the_same_spy_hears_a_kernel_of_a_client_that_asks_for_no_encryption(kernelspec, tmp_path):
    driver = start(tmp_path)
    try:
        assert "secret" in listen(driver)
    finally:
        stop(driver)


@pytest.mark.parametrize("port", ["shell_port", "control_port"])
def test_no_code_is_run_for_another_user(encrypted, port):
    encrypted.run("var broken = false")
    info = encrypted.client.get_connection_info()
    session = encrypted.client.session.clone()
    session.key = b"a guess"
    message = session.msg("execute_request", {"code": "broken = true", "silent": True})
    frames = [frame.decode() for frame in session.serialize(message)]
    attack = as_nobody(
        "print(json.dumps(heard(zmq.DEALER, sys.argv[1], send=[f.encode() for f in json.loads(sys.argv[2])], ms=500)))",
        f"tcp://127.0.0.1:{info[port]}",
        json.dumps(frames),
    )
    assert answer(attack) == []
    assert encrypted.run("broken").result == "false"


def test_nothing_on_disk_or_of_the_processes_can_be_read_by_another_user(encrypted):
    encrypted.run("'kept in the history'")
    pids = family(encrypted.manager.provisioner.process.pid)
    paths = [encrypted.manager.connection_file]
    paths += [f"/proc/{pid}/{name}" for pid in pids for name in ("environ", "mem", "fd/4")]
    history = Path(os.environ["TOILE_HISTORY"])
    paths += [str(file) for file in history.glob("*.jsonl")]
    assert len(paths) >= 8
    spy = as_nobody(
        "paths = json.loads(sys.argv[1])\n"
        "readable = [p for p in paths if not refused(lambda: open(p, 'rb').read(1))]\n"
        "signalled = [p for p in json.loads(sys.argv[2]) if not refused(lambda: os.kill(p, 0))]\n"
        "print(json.dumps([readable, signalled]))",
        json.dumps(paths),
        json.dumps(pids),
    )
    assert answer(spy) == [[], []]


def test_command_lines_which_everybody_can_read_hold_no_code_and_no_key(encrypted):
    encrypted.run("const password = 'hunter2'")
    key = encrypted.client.session.key.decode()
    for pid in family(encrypted.manager.provisioner.process.pid):
        line = Path(f"/proc/{pid}/cmdline").read_text()
        assert key not in line and "hunter2" not in line


def test_ipc_sockets_are_their_owners_alone_whatever_the_umask(kernelspec, tmp_path):
    before = os.umask(0)
    try:
        driver = start(tmp_path, transport="ipc", ip=str(tmp_path / "k"))
    finally:
        os.umask(before)
    try:
        modes = [stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("k-*")]
        assert len(modes) == 5 and {mode & 0o077 for mode in modes} == {0}
        assert driver.run("process.umask()").result == "0"
    finally:
        stop(driver)
