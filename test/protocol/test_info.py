def test_kernel_info_lets_clients_highlight_and_export_typescript(shared):
    content = shared.ask("kernel_info_request", {})
    assert content["status"] == "ok"
    assert content["implementation"] == "toile"
    assert content["protocol_version"] == "5.5"
    language = content["language_info"]
    assert language["name"] == "typescript"
    assert language["file_extension"] == ".ts"
    assert language["version"].startswith("7.")


def test_kernel_info_is_answered_on_control_too(shared):
    assert shared.ask("kernel_info_request", {}, "control")["status"] == "ok"


def test_code_that_can_run_is_complete(shared):
    assert shared.ask("is_complete_request", {"code": "const a = 1"}) == {"status": "complete"}


def test_an_open_block_is_incomplete_and_says_how_to_indent(shared):
    content = shared.ask("is_complete_request", {"code": "function f() {"})
    assert content["status"] == "incomplete"
    assert content["indent"].strip() == "" and content["indent"] != ""


def test_code_that_can_never_run_is_invalid(shared):
    assert shared.ask("is_complete_request", {"code": "let = = 3 )"})["status"] == "invalid"


def test_there_are_no_comms(shared):
    assert shared.ask("comm_info_request", {}) == {"status": "ok", "comms": {}}


def test_completion_and_inspection_answer(shared):
    completion = shared.ask("complete_request", {"code": "con", "cursor_pos": 3})
    assert completion["status"] == "ok"
    assert completion["cursor_start"] <= completion["cursor_end"] == 3
    inspection = shared.ask("inspect_request", {"code": "con", "cursor_pos": 3, "detail_level": 0})
    assert inspection["status"] == "ok"


def test_an_unknown_request_is_answered_by_an_error(shared):
    assert shared.ask("teleport_request", {})["status"] == "error"
    assert shared.run("1").result == "1"


def test_a_missing_field_is_named(shared):
    content = shared.ask("is_complete_request", {})
    assert content["status"] == "error"
    assert '"code"' in content["evalue"]


def test_history_has_inputs_and_outputs(kernel):
    kernel.run("6 * 7")
    kernel.run("'quiet'", silent=True)
    content = kernel.ask("history_request", {"hist_access_type": "tail", "n": 5, "output": True, "raw": True})
    assert content["history"][-1][2] == ["6 * 7", "42"]


def test_history_is_there_after_a_restart(kernel):
    kernel.run("'before the restart'")
    kernel.manager.restart_kernel(now=False)
    kernel.client.wait_for_ready(timeout=30)
    kernel.run("'after it'")
    tail = kernel.ask("history_request", {"hist_access_type": "tail", "n": 2, "output": False, "raw": True})
    (before, _, first), (after, line, second) = tail["history"]
    assert (first, second) == ("'before the restart'", "'after it'")
    assert (after, line) == (before + 1, 1)
    pattern = {"hist_access_type": "search", "pattern": "*before the re[a-z]tart*", "n": 1, "unique": True}
    assert kernel.ask("history_request", pattern)["history"] == [[before, 1, "'before the restart'"]]
