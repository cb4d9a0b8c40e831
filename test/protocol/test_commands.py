"""Lines that start with % and cells that start with %%, through the protocol."""

import sys
import time
from pathlib import Path

import pytest


def test_the_output_of_a_command_comes_while_it_runs_and_in_one_cell_with_code(shared):
    started = shared.start("%sh echo first; sleep 0.3; echo second\nconsole.log('third')", until="first\n")
    rest = "".join(m["content"]["text"] for m in shared.iopub_of(started) if m["msg_type"] == "stream")
    assert rest == "second\nthird\n"
    assert shared.reply_to(started)["content"]["status"] == "ok"


def test_an_interrupt_ends_a_command_at_once_and_variables_survive(shared):
    shared.run("let kept = 1;")
    started = shared.start("%sh echo running; sleep 1000", until="running")
    shared.manager.interrupt_kernel()
    assert shared.wait(started).reply["ename"] == "KeyboardInterrupt"
    assert shared.run("kept").result == "1"


def test_a_remainder_at_the_start_of_a_line_stays_typescript(shared):
    assert shared.run("let a = 7, b = 4;\na\n%b").result == "3"


def test_an_unknown_command_is_an_error_that_names_the_nearest(shared):
    cell = shared.run("let n = 1;\n%nmp install x")
    assert cell.status == "error"
    assert "did you mean %npm?" in cell.traceback
    assert "%nmp install x" in cell.traceback
    assert "line 2:1" in cell.traceback


def test_an_error_below_a_command_has_the_line_and_column_of_the_cell(shared):
    cell = shared.run("%cd .\n%time let t = 1;\n  null!.x")
    assert "line 3:9" in cell.traceback


@pytest.mark.parametrize("code", ["%npm?", "?%npm", "%npm??"])
def test_a_question_mark_opens_the_help_of_a_command(shared, code):
    (page,) = shared.run(code).reply["payload"]
    assert "notebook's folder" in page["data"]["text/plain"]


def test_commands_are_completed_with_offsets_in_code_points(shared):
    code = "'😀';\n%np"
    reply = shared.ask("complete_request", {"code": code, "cursor_pos": len(code)})
    assert (reply["matches"], reply["cursor_start"], reply["cursor_end"]) == (["%npm"], 5, 8)


def test_a_reset_forgets_variables_and_keeps_the_count(shared):
    before = shared.run("let gone = 1;").reply["execution_count"]
    cell = shared.run("%reset\ntypeof gone")
    assert cell.result == "'undefined'"
    assert cell.reply["execution_count"] == before + 1
    assert cell.stream("stderr") == ""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_command_ends_with_the_kernel(kernel, notebook_folder):
    kernel.start("%sh echo $$ > pid; echo running; exec sleep 1000", until="running")
    pid = int((notebook_folder / "pid").read_text())
    kernel.manager.shutdown_kernel(now=True)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
