import { describe, expect, it } from "vitest";
import type { CellOutcome, Question } from "../../../kernel/interpreter.ts";
import { testKernel } from "./kernel.ts";

const name: Question = { prompt: "Name? ", password: false };
const never = new AbortController().signal;

/** A kernel whose cell asks `count` questions at once, and ends with the answers. */
function asking(count = 1, signal = never) {
  const kernel = testKernel(async ({ id }, sink): Promise<CellOutcome> => {
    sink(id, { type: "stream", name: "stdout", text: "before" });
    const questions = Array.from({ length: count }, () => kernel.question(id, name, signal));
    const answers = await Promise.all(questions.map((it) => it.catch((error: Error) => error.name)));
    return { status: "ok", result: { data: { "text/plain": answers.join() }, metadata: {} } };
  });
  return kernel;
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

function asked(kernel: ReturnType<typeof testKernel>) {
  return kernel.sent.filter(({ message }) => message.header.msg_type === "input_request");
}

async function answerTo(kernel: ReturnType<typeof testKernel>, id: string): Promise<unknown> {
  await kernel.reply(id);
  const { data } = kernel.contents("execute_result")[0] as { data: Record<string, unknown> };
  return data["text/plain"];
}

describe("questions", () => {
  it("go to the client that runs the cell, on stdin, after the output before them", async () => {
    const kernel = asking();
    const id = kernel.ask("execute_request", { code: "x" });
    await tick();
    expect(asked(kernel)).toMatchObject([
      {
        channel: "stdin",
        message: { parent_header: { msg_id: id }, content: { prompt: "Name? ", password: false } },
      },
    ]);
    expect(kernel.flow(id)).toEqual(["status:busy", "execute_input", "stream", "input_request"]);
    kernel.ask("input_reply", { value: "Ada" }, "stdin");
    expect(await answerTo(kernel, id)).toBe("Ada");
  });

  it("wait for each other", async () => {
    const kernel = asking(2);
    const id = kernel.ask("execute_request", { code: "x" });
    await tick();
    expect(asked(kernel)).toHaveLength(1);
    kernel.ask("input_reply", { value: "one" }, "stdin");
    await tick();
    expect(asked(kernel)).toHaveLength(2);
    kernel.ask("input_reply", { value: "two" }, "stdin");
    expect(await answerTo(kernel, id)).toBe("one,two");
  });

  it("are refused where allow_stdin is false", async () => {
    const kernel = asking();
    const id = kernel.ask("execute_request", { code: "x", allow_stdin: false });
    expect(await answerTo(kernel, id)).toBe("StdinNotImplementedError");
    expect(asked(kernel)).toEqual([]);
  });

  it("can be taken back, and an answer that comes too late is not taken for the next one's", async () => {
    const controller = new AbortController();
    const kernel = asking(1, controller.signal);
    const first = kernel.ask("execute_request", { code: "x" });
    await tick();
    const late = asked(kernel)[0]?.message.header;
    controller.abort();
    expect(await answerTo(kernel, first)).toBe("AbortError");
    kernel.ask("input_reply", { value: "late" }, "stdin", late ? { parent_header: late } : {});
    const after = asking();
    const second = after.ask("execute_request", { code: "x" });
    await tick();
    after.ask("input_reply", { value: "late" }, "stdin", late ? { parent_header: late } : {});
    after.ask("input_reply", { value: "right" }, "stdin");
    expect(await answerTo(after, second)).toBe("right");
  });

  it("are answered by the client that was asked, and by no other", async () => {
    const kernel = asking();
    const id = kernel.ask("execute_request", { code: "x" });
    await tick();
    kernel.ask("input_reply", { value: "another's" }, "stdin", {}, "another");
    kernel.ask("input_reply", { value: "its own" }, "stdin");
    expect(await answerTo(kernel, id)).toBe("its own");
  });

  it("leave a reply without a value to the log", async () => {
    const kernel = asking();
    const id = kernel.ask("execute_request", { code: "x" });
    await tick();
    kernel.ask("input_reply", { value: 5 }, "stdin");
    expect(kernel.logged[0]).toContain('input_reply: "value" must be a string');
    kernel.ask("input_reply", { value: "5" }, "stdin");
    expect(await answerTo(kernel, id)).toBe("5");
  });
});
