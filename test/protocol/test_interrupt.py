import pytest


def interrupt(kernel):
    kernel.manager.interrupt_kernel()


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("while (true) {}", id="an endless loop"),
        pytest.param("await new Promise(() => {})", id="a promise that never settles"),
        pytest.param("while (true) await new Promise((r) => setTimeout(r, 5))", id="an endless async loop"),
        pytest.param("await 1; for (;;) {}", id="an endless loop after an await"),
    ],
)
def test_interrupt_ends_the_cell_and_keeps_variables(kernel, code):
    assert kernel.run("let kept = 'still here'").status == "ok"
    msg_id = kernel.start(f"console.log('go');\n{code}", until="go")
    interrupt(kernel)
    cell = kernel.wait(msg_id)
    assert cell.status == "error"
    assert cell.reply["ename"] == "KeyboardInterrupt"
    assert kernel.run("kept").result == "'still here'"


def test_interrupt_by_signal_does_the_same(kernel):
    import signal

    kernel.run("let kept = 1")
    msg_id = kernel.start("console.log('go'); while (true) {}", until="go")
    kernel.manager.provisioner.process.send_signal(signal.SIGINT)
    assert kernel.wait(msg_id).reply["ename"] == "KeyboardInterrupt"
    assert kernel.run("kept").result == "1"


def test_interrupt_is_acknowledged_on_control_while_a_cell_runs(kernel):
    msg_id = kernel.start("console.log('go'); while (true) {}", until="go")
    assert kernel.ask("interrupt_request", {}, "control") == {"status": "ok"}
    assert kernel.wait(msg_id).status == "error"


def test_interrupt_at_rest_changes_nothing(kernel):
    kernel.run("let kept = 1")
    assert kernel.ask("interrupt_request", {}, "control") == {"status": "ok"}
    assert kernel.run("kept").result == "1"


def test_cells_that_wait_are_aborted_by_an_interrupt(kernel):
    first = kernel.start("console.log('go'); while (true) {}", until="go")
    second = kernel.client.execute("'never'")
    interrupt(kernel)
    assert kernel.reply_to(first)["content"]["status"] == "error"
    assert kernel.reply_to(second)["content"]["status"] == "aborted"


def test_heartbeat_and_kernel_info_answer_while_a_cell_runs(kernel):
    msg_id = kernel.start("console.log('go'); while (true) {}", until="go")
    assert kernel.ask("kernel_info_request", {})["status"] == "ok"
    assert kernel.ask("kernel_info_request", {}, "control")["status"] == "ok"
    assert beats(kernel)
    interrupt(kernel)
    kernel.wait(msg_id)


def beats(kernel):
    """Whether the heartbeat socket echoes within a second."""
    import zmq

    info = kernel.client.get_connection_info()
    with zmq.Context.instance().socket(zmq.REQ) as socket:
        socket.linger = 0
        socket.connect(f"tcp://{info['ip']}:{info['hb_port']}")
        socket.send(b"ping")
        return bool(socket.poll(1000)) and socket.recv() == b"ping"


NATIVE = "console.log('go'); (await import('node:child_process')).execFileSync('sleep', ['4'])"


@pytest.mark.parametrize("code", ["console.log('go'); while (true) {}", NATIVE], ids=["an endless loop", "a native call"])
def test_everything_but_cells_is_answered_while_one_runs(kernel, code):
    kernel.run("const model = { fit: 1 }; import * as child from 'node:child_process'")
    kernel.ask("complete_request", {"code": "mod", "cursor_pos": 3})
    msg_id = kernel.start(code, until="go")
    assert beats(kernel)
    assert kernel.ask("kernel_info_request", {})["status"] == "ok"
    assert "model" in kernel.ask("complete_request", {"code": "mod", "cursor_pos": 3})["matches"]
    assert kernel.ask("inspect_request", {"code": "model", "cursor_pos": 5, "detail_level": 0})["status"] == "ok"
    assert kernel.ask("is_complete_request", {"code": "f("})["status"] == "incomplete"
    assert kernel.ask("comm_info_request", {}) == {"status": "ok", "comms": {}}
    history = kernel.ask("history_request", {"hist_access_type": "tail", "n": 1, "output": False, "raw": True})
    assert history["status"] == "ok"
    assert not kernel.client.shell_channel.msg_ready(), "the cell ended before it was looked at"
    kernel.manager.interrupt_kernel()
    assert kernel.wait(msg_id).reply["ename"] == "KeyboardInterrupt"
