"""Comms: lines between user code and a front end, as widgets use them."""

HANDLE = "globalThis[Symbol.for('toile.kernel')].comm"


def send(kernel, msg_type, content, buffers=None, metadata=None):
    """Sends a comm message and returns its id; there is no reply."""
    session = kernel.client.session
    message = session.msg(msg_type, content, metadata=metadata)
    session.send(kernel.client.shell_channel.socket, message, buffers=buffers)
    return message["header"]["msg_id"]


def only(messages, msg_type):
    found = [m for m in messages if m["msg_type"] == msg_type]
    assert len(found) == 1, [m["msg_type"] for m in messages]
    return found[0]


def test_user_code_opens_a_comm_with_buffers(shared):
    cell = shared.run(
        f"const line = {HANDLE}.open('jupyter.widget', {{ state: {{ value: 3 }} }},"
        " { metadata: { version: '2.1.0' }, buffers: [new Uint8Array([1, 2, 3]), new Float32Array([1.5])] });"
        "line.send({ method: 'update' }); line.id"
    )
    opened = only(cell.messages, "comm_open")
    assert opened["content"]["target_name"] == "jupyter.widget"
    assert opened["content"]["data"] == {"state": {"value": 3}}
    assert opened["metadata"] == {"version": "2.1.0"}
    assert [bytes(b) for b in opened["buffers"]] == [b"\x01\x02\x03", b"\x00\x00\xc0\x3f"]
    comm_id = opened["content"]["comm_id"]
    assert cell.result == f"'{comm_id}'"
    assert only(cell.messages, "comm_msg")["content"] == {"comm_id": comm_id, "data": {"method": "update"}}
    comms = shared.ask("comm_info_request", {"target_name": "jupyter.widget"})["comms"]
    assert comms == {comm_id: {"target_name": "jupyter.widget"}}
    shared.run("line.close()")
    assert shared.ask("comm_info_request", {})["comms"] == {}
    assert "is closed" in shared.run("line.send({})").reply["evalue"]


def test_a_front_end_opens_a_comm_sends_and_closes(shared):
    shared.run(
        f"let log = []; {HANDLE}.registerTarget('echo', (comm, opened) => {{ log.push(opened.data);"
        "comm.onMsg(({ data, metadata, buffers }) => {"
        "console.log('got', data.n); comm.send({ twice: data.n * 2, metadata }, { buffers }) });"
        "comm.onClose(({ data }) => log.push(data)) })"
    )
    shared.iopub_of(send(shared, "comm_open", {"comm_id": "c1", "target_name": "echo", "data": {"hi": 1}}))
    msg_id = send(shared, "comm_msg", {"comm_id": "c1", "data": {"n": 21}}, [b"abc", b""], {"m": True})
    messages = shared.iopub_of(msg_id)
    assert [m["msg_type"] for m in messages] == ["status", "stream", "comm_msg", "status"]
    answer = only(messages, "comm_msg")
    assert answer["content"] == {"comm_id": "c1", "data": {"twice": 42, "metadata": {"m": True}}}
    assert [bytes(b) for b in answer["buffers"]] == [b"abc", b""]
    shared.iopub_of(send(shared, "comm_close", {"comm_id": "c1", "data": {"bye": 2}}))
    assert shared.run("log").result == "[ { hi: 1 }, { bye: 2 } ]"


def test_a_message_that_was_sent_before_a_cell_comes_before_it(shared):
    shared.run(f"let seen = 0; {HANDLE}.registerTarget('count', (c) => c.onMsg(() => {{ seen++ }}))")
    send(shared, "comm_open", {"comm_id": "c2", "target_name": "count", "data": {}})
    for _ in range(20):
        send(shared, "comm_msg", {"comm_id": "c2", "data": {}})
    assert shared.run("seen").result == "20"


def test_messages_arrive_while_a_cell_awaits(shared):
    shared.run(f"let stop; {HANDLE}.registerTarget('stop', () => stop('button'))")
    msg_id = shared.client.execute("await new Promise((r) => { stop = r; console.log('go') })")
    while shared.client.get_iopub_msg(timeout=10)["msg_type"] != "stream":
        pass
    send(shared, "comm_open", {"comm_id": "c3", "target_name": "stop", "data": {}})
    assert shared.reply_to(msg_id)["content"]["status"] == "ok"


def test_what_a_handler_prints_goes_under_the_message_as_in_ipykernel_and_under_no_cell(shared):
    shared.run(
        f"{HANDLE}.registerTarget('noisy', (c) => c.onMsg(async ({{ data }}) => {{ console.log('at once'); display('shown');"
        " setTimeout(() => console.log('from its timer'), 10); await new Promise((r) => setTimeout(r, 30));"
        " console.log('after an await'); c.send({ done: true }) }));"
        f"{HANDLE}.registerTarget('release', () => globalThis.release())"
    )
    shared.iopub_of(send(shared, "comm_open", {"comm_id": "c6", "target_name": "noisy", "data": {}}))
    running = shared.start("console.log('go'); await new Promise((r) => { globalThis.release = r })", until="go")
    msg_id = send(shared, "comm_msg", {"comm_id": "c6", "data": {}})
    messages = []
    while not messages or messages[-1]["msg_type"] != "comm_msg":
        messages.append(shared.client.get_iopub_msg(timeout=20))
    shown = [m for m in messages if m["msg_type"] in ("stream", "display_data", "comm_msg")]
    assert {m["parent_header"]["msg_id"] for m in shown} == {msg_id}
    printed = "".join(m["content"]["text"] for m in shown if m["msg_type"] == "stream")
    assert printed == "at once\nfrom its timer\nafter an await\n"
    assert only(shown, "display_data")["content"]["data"]["text/plain"] == "'shown'"
    send(shared, "comm_open", {"comm_id": "c7", "target_name": "release", "data": {}})
    assert shared.wait(running).status == "ok"


def test_an_unknown_target_is_closed_with_a_reason(shared):
    messages = shared.iopub_of(send(shared, "comm_open", {"comm_id": "c4", "target_name": "nobody", "data": {}}))
    assert only(messages, "comm_close")["content"]["comm_id"] == "c4"
    assert 'registerTarget("nobody"' in only(messages, "error")["content"]["evalue"]


def test_a_failing_handler_is_shown_and_the_comm_lives_on(shared):
    shared.run(
        f"{HANDLE}.registerTarget('frail', (c) => c.onMsg(({{ data }}) => {{ if (data.bad) throw new Error('oh no'); c.send({{}}) }}))"
    )
    shared.iopub_of(send(shared, "comm_open", {"comm_id": "c5", "target_name": "frail", "data": {}}))
    failed = shared.iopub_of(send(shared, "comm_msg", {"comm_id": "c5", "data": {"bad": True}}))
    assert only(failed, "error")["content"]["evalue"] == "oh no"
    only(shared.iopub_of(send(shared, "comm_msg", {"comm_id": "c5", "data": {}})), "comm_msg")


def test_comms_end_with_the_session(kernel):
    kernel.run(f"{HANDLE}.open('a', {{}})")
    assert len(kernel.ask("comm_info_request", {})["comms"]) == 1
    kernel.run("process.exit(3)")
    assert kernel.ask("comm_info_request", {})["comms"] == {}
