import pytest
import zmq
from jupyter_client.session import Session


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
