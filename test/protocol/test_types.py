"""What TypeScript's own server adds to the messages: kinds and signatures, documentation, type errors."""

import json
import os
import signal
import subprocess
import time

import pytest
from driver import ANSI, TIMEOUT, Driver
from jupyter_client.manager import start_new_kernel

DECLARATIONS = """
/**
 * Doubles a number.
 * @param x what to double
 */
function twice(x: number): number { return x * 2 }
const parsed: any = JSON.parse('{"deep": {"er": 1}}');
const colours: ("red" | "rose" | "blue")[] = [];
"""


def warning_of(kernel, msg_id):
    """What a cell's stderr says, also after its end."""
    text, deadline = "", time.monotonic() + TIMEOUT
    while "Cell In" not in text or not text.endswith("\n"):
        message = kernel.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
        if message["parent_header"].get("msg_id") == msg_id and message["msg_type"] == "stream":
            text += message["content"]["text"]
    return ANSI.sub("", text)


def eventually(ask, holds):
    """The last answer: on a busy machine the first may have come from values alone."""
    deadline = time.monotonic() + TIMEOUT
    answer = ask()
    while not holds(answer) and time.monotonic() < deadline:
        answer = ask()
    return answer


def complete(kernel, code, expected):
    """The reply whose matches begin with those expected."""
    content = {"code": code, "cursor_pos": len(code)}
    reply = eventually(
        lambda: kernel.ask("complete_request", content), lambda it: it["matches"][: len(expected)] == expected
    )
    assert reply["matches"][: len(expected)] == expected
    return reply


def shows(kernel, code, text, detail=0):
    content = {"code": code, "cursor_pos": len(code), "detail_level": detail}
    shown = eventually(
        lambda: kernel.ask("inspect_request", content)["data"].get("text/markdown", ""), lambda it: text in it
    )
    return text in shown


@pytest.fixture(scope="module")
def typed(shared):
    """A kernel whose language server has answered once."""
    shared.run(DECLARATIONS)
    assert "TS2345" in warning_of(shared, shared.client.execute("twice('x')"))
    return shared


def test_a_type_error_is_told_under_its_cell_which_has_run(typed):
    msg_id = typed.client.execute("const n: number = 1;\nconst s: string = n;\ns")
    assert typed.reply_to(msg_id)["content"]["status"] == "ok"
    count = typed.run("1").reply["execution_count"] - 1
    warning = warning_of(typed, typed.client.execute("\n  twice(s)"))
    assert f"Argument of type 'string' is not assignable to parameter of type 'number'. (TS2345)\nCell In [{count + 2}], line 2:9" in warning
    assert ">  2 |   twice(s)\n     |         ^" in warning


def test_a_name_that_exists_only_at_run_time_is_not_told(typed):
    assert typed.run("globalThis.appeared = 1; appeared").result == "1"
    warning = warning_of(typed, typed.client.execute("appeared; () => neverThere;"))
    assert "neverThere" in warning
    assert "appeared'" not in warning


def test_a_strict_cell_with_a_type_error_does_not_run(typed):
    cell = typed.run("%%strict\nglobalThis.ran = true;\nconst s: string = 1;")
    assert cell.reply["ename"] == "TypeScriptError"
    assert "Type 'number' is not assignable to type 'string'. (TS2322)" in cell.traceback
    assert "line 3:7" in cell.traceback
    assert typed.run("typeof ran").result == "'undefined'"
    assert typed.run("%%strict\nconst strict: string = 'fine'; strict").result == "'fine'"


def test_completion_has_kinds_and_signatures(typed):
    item = {"text": "twice", "type": "function", "start": 0, "end": 3}
    eventually(lambda: complete(typed, "twi", ["twice"]), lambda it: "signature" in str(it))
    reply = complete(typed, "twi", ["twice"])
    signature = "function twice(x: number): number"
    assert reply["metadata"]["_jupyter_types_experimental"] == [{**item, "signature": signature}]


def test_completion_goes_by_types_behind_calls_and_in_literals(typed):
    complete(typed, "twice(2).toFi", ["toFixed"])
    complete(typed, "colours.push('r", ["red", "rose"])
    complete(typed, "import fs from 'node:f", ["node:fs", "node:fs/promises"])


def test_a_name_that_nothing_declares_completes_with_its_import(typed):
    reply = complete(typed, "1;\nreadFileSyn", ['import { readFileSync } from "node:fs";\nreadFileSync'])
    assert (reply["cursor_start"], reply["cursor_end"]) == (3, 14)


def test_completion_goes_by_the_value_where_the_types_say_any(typed):
    complete(typed, "parsed.", ["deep"])
    complete(typed, "parsed.deep.", ["er"])


def test_the_range_counts_code_points(typed):
    reply = complete(typed, "'🙂'; twi", ["twice"])
    assert (reply["cursor_start"], reply["cursor_end"]) == (5, 8)


def test_inspection_shows_the_type_and_the_documentation(typed):
    assert shows(typed, "twice", "function twice(x: number): number\n")
    assert shows(typed, "twice", "Doubles a number.")
    assert shows(typed, "twice(", "- `x`: what to double")
    assert shows(typed, "twice", "return x * 2", detail=1)
    assert shows(typed, "twice(2).toFixed", "toFixed(fractionDigits?: number): string")


def servers_of(kernel):
    pid = str(kernel.manager.provisioner.pid)
    found = subprocess.run(["pgrep", "-P", pid, "-f", "tsc --lsp"], capture_output=True, text=True, check=False).stdout
    return [int(it) for it in found.split()]


def test_a_killed_server_comes_back_and_values_answer_meanwhile(typed):
    (server,) = servers_of(typed)
    os.kill(server, signal.SIGKILL)
    complete(typed, "parsed.de", ["deep"])
    assert "TS2345" in warning_of(typed, typed.client.execute("twice('again')"))


def test_the_server_does_not_start_for_literals_and_ends_with_the_kernel(kernelspec, tmp_path):
    (tmp_path / "package.json").write_text(json.dumps({"toile": {"strict": True}}))
    manager, client = start_new_kernel(kernel_name="toile", cwd=str(tmp_path), startup_timeout=30)
    try:
        kernel = Driver(manager, client)
        kernel.ask("kernel_info_request", {})
        assert servers_of(kernel) == []
        cell = kernel.run("const s: string = 1;")
        assert cell.reply["ename"] == "TypeScriptError", "package.json asks for strict types"
        (server,) = servers_of(kernel)
        os.kill(manager.provisioner.pid, signal.SIGKILL)
        deadline = time.monotonic() + TIMEOUT
        while os.path.exists(f"/proc/{server}") and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not os.path.exists(f"/proc/{server}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
