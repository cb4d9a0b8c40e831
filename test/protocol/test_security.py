import json
import os
import sys
from pathlib import Path

import pytest
import zmq
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

from driver import Driver
from test_lifecycle import family


def send_with_key(kernel, key, msg_type="execute_request", content=None):
    """Sends on shell from a client of its own; returns whether a reply came within a second."""
    info = kernel.client.get_connection_info()
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 500
        socket.connect(f"tcp://{info['ip']}:{info['shell_port']}")
        session = Session(key=key, signature_scheme="hmac-sha256")
        session.send(socket, msg_type, content or {})
        return bool(socket.poll(1000))


def test_a_message_signed_by_another_key_is_ignored(shared):
    shared.run("var broken_in = false")
    attack = {"code": "broken_in = true", "silent": False}
    assert not send_with_key(shared, b"wrong key", content=attack)
    assert shared.run("broken_in").result == "false"


def test_the_same_client_with_the_right_key_is_heard(shared):
    assert send_with_key(shared, shared.client.session.key, "kernel_info_request")


@pytest.mark.parametrize(
    "frames",
    [
        [b""],
        [b"<IDS|MSG>"],
        [b"<IDS|MSG>", b"sig", b"{", b"{", b"{", b"{"],
        [b"a", b"b", b"c"],
        [b"\xff\xfe" * 1000],
    ],
)
def test_frames_that_are_no_message_are_ignored(shared, frames):
    info = shared.client.get_connection_info()
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 500
        socket.connect(f"tcp://{info['ip']}:{info['shell_port']}")
        socket.send_multipart(frames)
        assert not socket.poll(200)
    assert shared.run("1").result == "1"


def test_a_message_played_again_is_ignored(shared):
    info = shared.client.get_connection_info()
    session = Session(key=shared.client.session.key, signature_scheme="hmac-sha256")
    message = session.msg("kernel_info_request", {})
    frames = session.serialize(message)
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 500
        socket.connect(f"tcp://{info['ip']}:{info['shell_port']}")
        socket.send_multipart(frames)
        assert socket.poll(5000)
        socket.recv_multipart()
        socket.send_multipart(frames)
        assert not socket.poll(300)


@pytest.fixture(params=["tcp", "ipc"])
def encrypted(kernelspec, tmp_path, request):
    """A kernel whose manager insists on CURVE."""
    where = {"ip": str(tmp_path / "k")} if request.param == "ipc" else {}
    manager = KernelManager(
        kernel_name="toile", transport=request.param, transport_encryption="required", **where
    )
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        yield Driver(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_every_socket_speaks_curve_where_the_client_asks_for_it(encrypted):
    assert "curve_secretkey" in encrypted.manager.get_connection_info()
    assert encrypted.run("1 + 1").result == "2"
    assert encrypted.ask("kernel_info_request", {}, "control")["status"] == "ok"
    assert encrypted.client.hb_channel.is_beating()


def test_a_client_without_the_servers_key_is_not_heard(encrypted):
    with zmq.Context.instance().socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.connect(encrypted.client._make_url("shell"))
        session = Session(key=encrypted.client.session.key, signature_scheme="hmac-sha256")
        session.send(socket, "kernel_info_request", {})
        assert not socket.poll(500)


def test_the_kernelspec_offers_encryption(kernelspec):
    assert kernelspec.metadata["supported_encryption"] == ["curve"]


def inodes(pid):
    """The sockets that a process holds, by /proc."""
    links = (os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd"))
    return {link[8:-1] for link in links if link.startswith("socket:[")}


def internet_sockets(pid):
    """Address, port and whether it listens, of each TCP and UDP socket of a process."""
    mine = inodes(pid)
    found = []
    for kind in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]:
            _, local, _, state = line.split()[:4]
            if line.split()[9] in mine:
                address, port = local.split(":")
                found.append((address, int(port, 16), state == "0A"))
    return found


def listening_files(pid):
    """Unix sockets with a name on which a process listens."""
    mine = inodes(pid)
    lines = [line.split() for line in Path(f"/proc/{pid}/net/unix").read_text().splitlines()[1:]]
    return [line for line in lines if line[6] in mine and int(line[3], 16) & 0x10000]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_only_the_front_listens_and_only_on_loopback(shared):
    shared.run("import * as toile from 'toile'; await fetch('http://127.0.0.1:45999').catch(() => 0)")
    front, *sessions = family(shared.manager.provisioner.process.pid)
    assert sessions
    info = shared.client.get_connection_info()
    ports = {info[f"{name}_port"] for name in ("shell", "iopub", "stdin", "control", "hb")}
    listening = [(address, port) for address, port, listens in internet_sockets(front) if listens]
    assert {port for _, port in listening} == ports
    assert {address for address, _ in listening} == {"0100007F"}
    assert listening_files(front) == []
    for pid in sessions:
        assert internet_sockets(pid) == []
        assert listening_files(pid) == []


def test_the_connection_file_is_its_owners_alone(shared):
    assert os.stat(shared.manager.connection_file).st_mode & 0o077 == 0


def test_a_folder_with_a_name_that_a_shell_would_run_is_a_name(kernelspec, tmp_path):
    folder = tmp_path / "a'; touch pwned; $(touch pwned) `touch pwned` \"b"
    folder.mkdir()
    (folder / "own.ts").write_text("export const own = 1;")
    manager = KernelManager(kernel_name="toile")
    manager.start_kernel(cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=30)
        assert Driver(manager, client).run("import { own } from './own.ts'; own").result == "1"
        assert sorted(os.listdir(folder)) == ["own.ts"]
        assert os.listdir(tmp_path) == [folder.name]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_packages_and_settings_of_a_strange_folder_run_nothing_until_a_cell_asks_for_them(kernelspec, tmp_path):
    sprung = tmp_path / "sprung"
    dependencies = json.loads(Path(__file__).parents[2].joinpath("package.json").read_text())["dependencies"]
    for name in {*dependencies, "strange", "vscode-jsonrpc", "vscode-languageserver-protocol"}:
        package = tmp_path / "node_modules" / name
        package.mkdir(parents=True)
        (package / "package.json").write_text(json.dumps({"name": name, "version": "9.9.9", "main": "index.js"}))
        trace = f"require('node:fs').appendFileSync({json.dumps(str(sprung))}, {json.dumps(name)}); module.exports = {{}};"
        (package / "index.js").write_text(trace)
        (package / "tsconfig.json").write_text('{"compilerOptions": {"strict": true}}')
    (tmp_path / "tsconfig.json").write_text(
        '{"extends": "strange", "compilerOptions": {"plugins": [{"name": "strange"}, {"transform": "strange"}],'
        ' "experimentalDecorators": true, "incremental": true, "tsBuildInfoFile": "info"}}'
    )
    (tmp_path / ".npmrc").write_text("node-options=--require ./node_modules/strange/index.js\n")
    manager = KernelManager(kernel_name="toile")
    manager.start_kernel(cwd=str(tmp_path))
    client = manager.client()
    client.start_channels()
    before = sorted(os.listdir(tmp_path))
    try:
        client.wait_for_ready(timeout=30)
        kernel = Driver(manager, client)
        assert kernel.run("const twice = (x: number) => 2 * x; twice(4)").result == "8"
        cell = "function d(_: unknown) {}\n@d class A { accessor x = 1 }\nnew A().x"
        assert kernel.run(cell).status in ("ok", "error")
        assert kernel.run("const wrong: string = 4; typeof wrong").result == "'number'"
        content = kernel.ask("complete_request", {"code": "twi", "cursor_pos": 3})
        assert "twice" in content["matches"]
        assert sorted(os.listdir(tmp_path)) == before
        assert kernel.run("require('strange'); 1").status == "ok"
        assert sprung.read_text() == "strange"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
