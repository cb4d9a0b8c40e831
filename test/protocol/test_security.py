import pytest
import zmq
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session

from driver import Driver


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
