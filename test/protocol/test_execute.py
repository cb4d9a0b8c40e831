import os
import signal
import sys
import time
from pathlib import Path

import pytest


def test_a_cell_flows_in_the_order_of_the_protocol(shared):
    cell = shared.run("console.log('out'); 1 + 1")
    assert cell.flow == ["status:busy", "execute_input", "stream", "execute_result", "status:idle"]
    assert cell.result == "2"
    assert cell.stream() == "out\n"
    assert cell.reply["execution_count"] == cell.contents("execute_result")[0]["execution_count"]


def test_stdout_and_stderr_keep_their_order(shared):
    cell = shared.run("console.log(1); console.error(2); console.log(3)")
    assert [(c["name"], c["text"]) for c in cell.contents("stream")] == [
        ("stdout", "1\n"),
        ("stderr", "2\n"),
        ("stdout", "3\n"),
    ]


def test_much_output_arrives_whole_before_the_reply(shared):
    cell = shared.run("for (let i = 0; i < 20000; i++) console.log(i)")
    assert cell.stream() == "".join(f"{i}\n" for i in range(20000))


def test_the_count_rises_by_one(shared):
    first, second = shared.run("1"), shared.run("2")
    assert second.reply["execution_count"] == first.reply["execution_count"] + 1


def test_a_silent_cell_shows_nothing_and_does_not_count(shared):
    before = shared.run("1").reply["execution_count"]
    cell = shared.run("console.log('x'); 2", silent=True)
    assert cell.flow == ["status:busy", "status:idle"]
    assert shared.run("1").reply["execution_count"] == before + 1


def test_user_expressions_are_evaluated_after_the_cell(shared):
    reply = shared.run("const price: number = 40", user_expressions={"sum": "price + 2", "bad": "nowhere"}).reply
    assert reply["user_expressions"]["sum"]["data"]["text/plain"] == "42"
    assert reply["user_expressions"]["bad"]["ename"] == "ReferenceError"


def test_top_level_await_gives_its_value(shared):
    cell = shared.run("const late = await new Promise<number>((r) => setTimeout(r, 20, 5));\nlate * 2")
    assert cell.result == "10"


def test_output_of_a_timer_belongs_to_the_cell_that_set_it(kernel):
    first = kernel.client.execute("setTimeout(() => console.log('late'), 200)")
    kernel.wait(first)
    second = kernel.client.execute("await new Promise((r) => setTimeout(r, 600))")
    while True:
        message = kernel.client.get_iopub_msg(timeout=10)
        if message["msg_type"] == "stream":
            break
    assert message["content"]["text"] == "late\n"
    assert message["parent_header"]["msg_id"] == first
    assert kernel.reply_to(second)["content"]["status"] == "ok"


def test_an_error_is_published_and_repeated_in_the_reply(shared):
    cell = shared.run("throw new TypeError('bad thing')")
    assert cell.status == "error"
    assert (cell.reply["ename"], cell.reply["evalue"]) == ("TypeError", "bad thing")
    assert cell.flow == ["status:busy", "execute_input", "error", "status:idle"]
    published = cell.contents("error")[0]
    assert published["traceback"] == cell.reply["traceback"]


def test_a_syntax_error_runs_nothing(shared):
    cell = shared.run("console.log('ran')\nlet = = 3 )")
    assert cell.reply["ename"] == "SyntaxError"
    assert cell.stream() == ""


def test_cells_behind_a_failing_one_are_aborted(shared):
    code = "await new Promise((r) => setTimeout(r, 300)); throw new Error('stop')"
    ids = [shared.client.execute(text) for text in (code, "1", "2")]
    replies = {}
    while len(replies) < 3:
        message = shared.client.get_shell_msg(timeout=10)
        replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
    assert [replies[i] for i in ids] == ["error", "aborted", "aborted"]
    assert shared.run("3").result == "3"


def unread(port):
    """Bytes that wait for whoever listens on a port of this machine."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    established = [row for row in rows if row[3] == "01" and int(row[1].split(":")[1], 16) == port]
    return sum(int(row[4].split(":")[1], 16) for row in established)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_cells_sent_together_with_one_that_fails_at_once_are_aborted(shared):
    """The kernel stands still until all of them are on its doorstep, so that they are together however slow the machine is."""
    front, port = shared.manager.provisioner.process.pid, shared.manager.shell_port
    for _ in range(3):
        os.kill(front, signal.SIGSTOP)
        try:
            ids, before = [], unread(port)
            for code in ("throw new Error('stop')", "1", "2", "3"):
                ids.append(shared.client.execute(code))
                # Whoever lets the kernel go on meanwhile shall not make this wait for ever.
                patience = time.monotonic() + 10
                while unread(port) == before and time.monotonic() < patience:
                    time.sleep(0.001)
                before = unread(port)
        finally:
            os.kill(front, signal.SIGCONT)
        replies = {}
        while len(replies) < 4:
            message = shared.client.get_shell_msg(timeout=10)
            replies[message["parent_header"]["msg_id"]] = message["content"]["status"]
        assert [replies[i] for i in ids] == ["error", "aborted", "aborted", "aborted"]
        assert shared.run("4").result == "4"


def test_cells_behind_a_failing_one_run_where_stop_on_error_is_off(shared):
    first = shared.client.execute("throw new Error('go on')", stop_on_error=False)
    second = shared.client.execute("4")
    assert shared.reply_to(first)["content"]["status"] == "error"
    assert shared.wait(second).result == "4"
