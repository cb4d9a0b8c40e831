"""Questions that running code puts to the person at the client."""

import pytest


def asked(kernel, code, **options):
    """Starts a cell and returns its id with the question that it asks."""
    msg_id = kernel.client.execute(code, allow_stdin=True, **options)
    question = kernel.client.get_stdin_msg(timeout=10)
    assert question["msg_type"] == "input_request"
    assert question["parent_header"]["msg_id"] == msg_id
    return msg_id, question["content"]


@pytest.mark.parametrize("code", ["await input('Name? ')", "prompt('Name? ')"])
def test_a_cell_gets_the_answer(shared, code):
    msg_id, question = asked(shared, code)
    assert question == {"prompt": "Name? ", "password": False}
    shared.client.input("Ada 😀")
    assert shared.wait(msg_id).result == "'Ada 😀'"


def test_a_password_is_marked_as_one(shared):
    msg_id, question = asked(shared, "(await input('Key: ', { password: true })).length")
    assert question == {"prompt": "Key: ", "password": True}
    shared.client.input("secret")
    assert shared.wait(msg_id).result == "6"


def test_questions_come_one_after_the_other(shared):
    msg_id, _ = asked(shared, "[prompt('a'), await input('b')].join()")
    shared.client.input("1")
    assert shared.client.get_stdin_msg(timeout=10)["content"]["prompt"] == "b"
    shared.client.input("2")
    assert shared.wait(msg_id).result == "'1,2'"


@pytest.mark.parametrize("code", ["await input('x')", "prompt('x')"])
def test_a_client_that_does_not_answer_gets_an_error_that_says_so(shared, code):
    cell = shared.run(code, allow_stdin=False)
    assert cell.status == "error"
    assert cell.reply["ename"] == "StdinNotImplementedError"
    assert "allow_stdin is false" in cell.reply["evalue"]


@pytest.mark.parametrize("code", ["await input('x')", "prompt('x')"])
def test_an_interrupt_ends_the_wait_and_keeps_variables(shared, code):
    shared.run("let kept = 1; let cleaned = false")
    msg_id, _ = asked(shared, f"try {{ {code} }} finally {{ cleaned = true }}")
    shared.manager.interrupt_kernel()
    assert shared.wait(msg_id).reply["ename"] == "KeyboardInterrupt"
    assert shared.run("`${kept} ${cleaned}`").result == "'1 true'"


def test_other_requests_are_answered_while_a_cell_waits(shared):
    msg_id, _ = asked(shared, "prompt('x')")
    assert shared.ask("kernel_info_request", {})["status"] == "ok"
    assert "prompt" in shared.ask("complete_request", {"code": "promp", "cursor_pos": 5})["matches"]
    shared.client.input("")
    assert shared.wait(msg_id).result == "''"


def test_code_whose_cell_has_ended_is_told_that_nobody_listens(shared):
    cell = shared.run("setTimeout(() => input('late').catch((e) => { globalThis.late = e.name }), 50)")
    assert cell.status == "ok"
    assert shared.run("await new Promise((r) => setTimeout(r, 500)); late").result == "'StdinNotImplementedError'"
