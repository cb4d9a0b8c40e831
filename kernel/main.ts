import { setImmediate } from "node:timers/promises";
import { readConnection } from "./connectionFile.ts";
import { createDispatcher } from "./dispatch/dispatcher.ts";
import { noStore } from "./dispatch/history.ts";
import { historyFolder } from "./history/location.ts";
import { createHistoryStore } from "./history/store.ts";
import type { Ask, EventSink, Interpreter } from "./interpreter.ts";
import { dependencyVersion, packageRoot, packageVersion } from "./packageRoot.ts";
import { watchParent } from "./parent.ts";
import type { Connection } from "./protocol/connection.ts";
import { createWire } from "./protocol/wire.ts";
import { ExitCode, StartError } from "./startError.ts";
import { openTransport } from "./transport/transport.ts";
import { typesOf } from "./types.ts";

/** How long a shutdown may take, in milliseconds; Jupyter itself waits five seconds before it kills. */
const patience = 4000;

const log = (line: string) => process.stderr.write(`[toile] ${line}\n`);

async function startInterpreter(sink: EventSink, ask: Ask): Promise<Interpreter> {
  const { createSession } = await import("./session.ts");
  const redirects = { nodeplotlib: "toile/nodeplotlib", tslab: "toile/tslab" };
  const resolve = { packageRoot: packageRoot(), redirects };
  const cwd = process.cwd();
  const session = createSession({ sink, ask, cwd, resolve, types: typesOf(cwd, resolve) });
  session.start().catch((error: unknown) => log(`The session did not start: ${messageOf(error)}`));
  return session;
}

async function serve(connection: Connection): Promise<void> {
  let interpreter: Promise<Interpreter> | undefined;
  let stopping = false;
  const folder = historyFolder(process.env);
  const history = folder === undefined ? noStore : createHistoryStore(folder, log);
  const onError = (error: unknown) => log(`Socket: ${messageOf(error)}`);
  const transport = await openTransport(connection, onError).catch((cause: unknown): never => {
    throw new StartError(messageOf(cause), ExitCode.unavailable, { cause });
  });

  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), patience).unref();
    dispatcher.abort();
    await setImmediate(); // The reply to the request that ends the kernel goes first.
    await interpreter?.then((it) => it.shutdown()).catch((error: unknown) => log(messageOf(error)));
    await history.flush();
    await transport.close();
    process.exit(0);
  };
  const interrupt = () => {
    interpreter?.then((it) => it.interrupt()).catch((error: unknown) => log(messageOf(error)));
  };

  const dispatcher = createDispatcher({
    wire: createWire(connection.key),
    send: transport.send,
    ready: transport.ready,
    history,
    interpreter: (sink, ask) => {
      interpreter = startInterpreter(sink, ask);
      return interpreter;
    },
    language: process.argv.includes("--javascript", 3) ? "javascript" : "typescript",
    versions: { implementation: packageVersion(), language: dependencyVersion("typescript") },
    stop: () => void stop(),
    log,
  });
  transport.listen({ onFrames: dispatcher.receive, onSubscribe: dispatcher.subscribed });
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", () => void stop());
  process.on("SIGHUP", () => void stop());
  watchParent(process.env.JPY_PARENT_PID, () => void stop());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

process.on("uncaughtException", (error) =>
  log(`Error in the kernel itself: ${error.stack ?? error.message}`),
);
try {
  await serve(readConnection(process.argv[2], log));
} catch (error) {
  log(messageOf(error));
  process.exit(error instanceof StartError ? error.exitCode : 1);
}
