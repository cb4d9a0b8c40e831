"""Runs cells through jupyter_client and collects what comes back."""

import re
import time
from dataclasses import dataclass, field

TIMEOUT = 20
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Cell:
    """Everything one request led to."""

    reply: dict
    messages: list = field(default_factory=list)

    @property
    def status(self):
        return self.reply["status"]

    @property
    def flow(self):
        """Message types in order; states as `status:busy`."""
        return [
            f"status:{m['content']['execution_state']}" if m["msg_type"] == "status" else m["msg_type"]
            for m in self.messages
        ]

    def contents(self, msg_type):
        return [m["content"] for m in self.messages if m["msg_type"] == msg_type]

    def stream(self, name="stdout"):
        return "".join(c["text"] for c in self.contents("stream") if c["name"] == name)

    @property
    def result(self):
        """The text/plain of the result, or None."""
        results = self.contents("execute_result")
        return results[0]["data"]["text/plain"] if results else None

    @property
    def traceback(self):
        return ANSI.sub("", "\n".join(self.reply.get("traceback", [])))


class Driver:
    def __init__(self, manager, client):
        self.manager = manager
        self.client = client

    def reply_to(self, msg_id, channel="shell", timeout=TIMEOUT):
        """The reply to one request; replies to others are dropped."""
        get = self.client.get_shell_msg if channel == "shell" else self.client.get_control_msg
        deadline = time.monotonic() + timeout
        while True:
            message = get(timeout=max(0.01, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") == msg_id:
                return message

    def iopub_of(self, msg_id, timeout=TIMEOUT):
        """What was published for one request, up to its idle."""
        messages = []
        deadline = time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            messages.append(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages

    def wait(self, msg_id, timeout=TIMEOUT):
        return Cell(reply=self.reply_to(msg_id, timeout=timeout)["content"], messages=self.iopub_of(msg_id, timeout))

    def run(self, code, timeout=TIMEOUT, **options):
        return self.wait(self.client.execute(code, **options), timeout)

    def start(self, code, until=None, timeout=TIMEOUT):
        """Starts a cell and returns its id once it has printed `until`."""
        msg_id = self.client.execute(code)
        printed = ""
        deadline = time.monotonic() + timeout
        while until is not None and until not in printed:
            message = self.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
            if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == msg_id:
                printed += message["content"]["text"]
        return msg_id

    def ask(self, msg_type, content, channel="shell"):
        """Sends any request and returns the content of its reply."""
        message = self.client.session.msg(msg_type, content)
        getattr(self.client, f"{channel}_channel").send(message)
        return self.reply_to(message["header"]["msg_id"], channel)["content"]
