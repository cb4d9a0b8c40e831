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
