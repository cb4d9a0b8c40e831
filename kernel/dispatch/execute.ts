import type { CellOutcome, CellRun, Interpreter, MimeBundle } from "../interpreter.ts";
import type { Header, JsonObject, Routed } from "../protocol/message.ts";
import type { ExecuteErrorReply, ReplyContents } from "../protocol/replies.ts";
import type { Request } from "../protocol/requests.ts";
import type { Context } from "./context.ts";
import { cellErrorOf } from "./errorReply.ts";
import { type HelpRequest, helpRequest, pagerPayload } from "./help.ts";

type ExecuteReply = ReplyContents["execute_request"] | ExecuteErrorReply;

/**
 * Runs a cell: execute_input, what it shows, then its result or error, then the reply.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute
 */
export async function execute(
  context: Context,
  request: Request<"execute_request">,
  identities: Routed["identities"],
): Promise<ExecuteReply> {
  const { code, silent, store_history: stored, user_expressions: expressions } = request.content;
  const count = silent ? context.counter.cell : context.counter.cell + 1;
  if (stored) context.counter.cell = count;
  const id = openRun(context, request.header, silent);
  context.questions.open(id, { identities, parent: request.header }, request.content.allow_stdin);
  if (!silent) context.link.publish("execute_input", { code, execution_count: count }, request.header);
  const noted = stored ? context.history.begin(count, code) : undefined;
  const help = helpRequest(code);
  const found = help && (await lookUp(context.interpreter, help));
  const cell = { id, code, executionCount: count, silent };
  const outcome = help ? answerHelp(context, id, help, found) : await run(context.interpreter, cell);
  context.broadcast.flush();
  if (!silent) publishOutcome(context, request.header, count, outcome);
  await noted?.(plainResult(outcome));
  if (outcome.status === "error")
    return { status: "error", ...outcome.error, execution_count: count, payload: [], user_expressions: {} };
  return {
    status: "ok",
    execution_count: count,
    payload: found ? [pagerPayload(found)] : [],
    user_expressions: await evaluateAll(context, request.header, expressions),
  };
}

async function lookUp(
  interpreter: Promise<Interpreter>,
  { subject, detail }: HelpRequest,
): Promise<MimeBundle | undefined> {
  const language = await interpreter.catch(() => undefined);
  return language?.inspect(subject, subject.length, detail);
}

/** As IPython does, says so in the cell where there is nothing to show. */
function answerHelp(context: Context, id: string, { subject }: HelpRequest, found: unknown): CellOutcome {
  const text = `Object \`${subject}\` not found.\n`;
  if (!found) context.broadcast.sink(id, { type: "stream", name: "stdout", text });
  return { status: "ok" };
}

function openRun({ broadcast, counter }: Context, parent: Header, silent: boolean): string {
  const id = `run-${++counter.run}`;
  broadcast.open(id, parent, silent);
  return id;
}

async function run(interpreter: Promise<Interpreter>, cell: CellRun): Promise<CellOutcome> {
  try {
    return await (await interpreter).execute(cell);
  } catch (error) {
    return { status: "error", error: cellErrorOf(error) };
  }
}

function publishOutcome({ link }: Context, parent: Header, count: number, outcome: CellOutcome): void {
  if (outcome.status === "error") link.publish("error", outcome.error, parent);
  else if (outcome.result)
    link.publish("execute_result", { execution_count: count, ...outcome.result, transient: {} }, parent);
}

function plainResult(outcome: CellOutcome): string | null {
  const text = outcome.status === "ok" ? outcome.result?.data["text/plain"] : undefined;
  return typeof text === "string" ? text : null;
}

/** Each expression is a run of its own, whose value is wanted but whose output is dropped; one that fails does not fail the cell. */
async function evaluateAll(
  context: Context,
  parent: Header,
  expressions: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const results: Record<string, unknown> = {};
  for (const [name, code] of Object.entries(expressions)) {
    const id = openRun(context, parent, true);
    const cell = { id, code, executionCount: context.counter.cell, silent: false };
    const outcome = await run(context.interpreter, cell);
    results[name] =
      outcome.status === "ok"
        ? { status: "ok", data: {}, metadata: {}, ...outcome.result }
        : { status: "error", ...outcome.error };
  }
  return results;
}
