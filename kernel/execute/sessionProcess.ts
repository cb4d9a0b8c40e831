import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Duplex, Readable } from "node:stream";
import type { CommMessage } from "../interpreter.ts";
import { within } from "../within.ts";
import { childEntry } from "./childFiles.ts";
import { unpackComm } from "./commFrame.ts";
import type { GroupEvent, IncomingComm, SessionConfig, SessionEnd, SessionEvent } from "./contract.ts";
import { eachChunk } from "./eachChunk.ts";
import { farewell } from "./farewell.ts";
import { type Frame, FrameKind, FrameReader } from "./frames.ts";
import { InspectorClient } from "./inspectorClient.ts";
import { killGroup } from "./killGroup.ts";
import { NativeOutput } from "./nativeOutput.ts";

/** How a session process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The code given to `process.exit`, where that was the way. */
  readonly requested?: number;
  /** Whether the code had closed a pipe of the session's own before. */
  readonly isCut: boolean;
  /** The last of what the process printed on its native stderr. */
  readonly lastWords: string;
}

/** Where a session process reports to. A promise holds back further reading: the process then waits in its next write. */
export interface SessionListener {
  output(run: number | undefined, name: "stdout" | "stderr", text: string): void | Promise<void>;
  event(run: number, event: SessionEvent): void | Promise<void>;
  comm(run: number, message: CommMessage): void | Promise<void>;
}

export type ProcessOptions = Omit<SessionConfig, "marker"> & { readonly env: NodeJS.ProcessEnv };

/** Code that is stopped by force leaves its asynchronous scopes behind; Node 24 has nothing to clear them, and would abort over it. */
const keepsGoing = "--no-force-async-hooks-checks";

/** How long a process may live on without its pipes, in milliseconds: an exit closes them, too. */
const cutPatience = 500;

/** How long what native code has printed may be on its way after a run, and all that is in the pipes after an exit, in milliseconds. */
const nativePatience = 2000;
const pipePatience = 1000;

/** Node says so at every exit with an inspector attached; nobody who writes a cell knows of one. */
const inspectorFarewell = /Waiting for the debugger to disconnect\.\.\.\n/g;

/** One session process and the front's ends of its pipes. */
export class SessionProcess {
  readonly inspector: InspectorClient;
  readonly exited: Promise<Exit>;
  /** The session's own functions, as a remote object. */
  readonly runtimeId: Promise<string>;
  readonly #child: ChildProcess;
  readonly #listener: SessionListener;
  readonly #native: readonly NativeOutput[];
  readonly #ends = new Map<number, SessionEnd>();
  readonly #waiting = new Map<number, (end: SessionEnd) => void>();
  readonly #groups = new Set<number>();
  readonly #onExit = new Set<(exit: Exit) => void>();
  #exit: Exit | undefined;
  #requested: number | undefined;
  #lastWords = "";
  #isCut = false;

  static async spawn(options: ProcessOptions, listener: SessionListener): Promise<SessionProcess> {
    const { env, ...rest } = options;
    const config: SessionConfig = { ...rest, marker: `\u0000toile:${randomBytes(12).toString("hex")}:` };
    const child = spawn(process.execPath, [keepsGoing, await childEntry()], {
      cwd: options.cwd,
      env: { ...env, TOILE_SESSION: JSON.stringify(config) },
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: true,
    });
    return new SessionProcess(child, config, listener);
  }

  constructor(child: ChildProcess, config: SessionConfig, listener: SessionListener) {
    this.#child = child;
    this.#listener = listener;
    this.inspector = new InspectorClient(child.stdio[3] as Duplex);
    const frames = this.#readFrames(child.stdio[4] as Readable);
    this.#native = [
      new NativeOutput(child.stdout!, config.marker, (text) => listener.output(undefined, "stdout", text)),
      new NativeOutput(child.stderr!, config.marker, (text) => this.#onStderr(text)),
    ];
    this.exited = this.#watch(frames);
    void this.exited.then((exit) => {
      this.#exit = exit;
      for (const resolve of this.#onExit) resolve(exit);
    });
    for (const pipe of [child.stdio[3], child.stdio[4]]) pipe?.once("close", () => void this.#onPipeClosed());
    this.runtimeId = this.#findRuntime();
    this.runtimeId.catch(() => {});
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What a promise gives, or how the process has ended before. A race with `exited` itself would be remembered for as long as the process lives. */
  orExit<T>(promise: Promise<T>): Promise<T | Exit> {
    if (this.#exit) return Promise.resolve(this.#exit);
    return new Promise((resolve, reject) => {
      this.#onExit.add(resolve);
      promise.then(resolve, reject).finally(() => this.#onExit.delete(resolve));
    });
  }

  async #findRuntime(): Promise<string> {
    const { result } = await this.inspector.evaluate("globalThis.__toile");
    if (result.objectId === undefined) throw new Error("The session process started without its runtime");
    return result.objectId;
  }

  /** A session that cannot be heard any more has ended, whether its process has or not. */
  async #onPipeClosed(): Promise<void> {
    if ((await within(this.exited, cutPatience)) !== undefined) return;
    this.#isCut = true;
    this.#killGroups();
  }

  async #watch(frames: Promise<void>): Promise<Exit> {
    const exit = await new Promise<{ code: number | null; signal: NodeJS.Signals | null; error?: Error }>(
      (resolve) => {
        this.#child.once("exit", (code, signal) => resolve({ code, signal }));
        this.#child.once("error", (error) => resolve({ code: null, signal: null, error }));
      },
    );
    this.#killGroups();
    const natives = this.#native.map((n) => n.reached(Number.POSITIVE_INFINITY));
    await within(Promise.all([frames, ...natives]), pipePatience);
    const lastWords = exit.error ? exit.error.message : this.#lastWords;
    const isCut = this.#isCut || lastWords.includes(farewell);
    const { code, signal } = exit;
    return {
      code,
      signal,
      lastWords,
      isCut,
      ...(this.#requested === undefined ? {} : { requested: this.#requested }),
    };
  }

  #onStderr(text: string): void | Promise<void> {
    this.#lastWords = (this.#lastWords + text).slice(-4000);
    const shown = text.replace(inspectorFarewell, "").replace(farewell, "");
    return shown === "" ? undefined : this.#listener.output(undefined, "stderr", shown);
  }

  #readFrames(stream: Readable): Promise<void> {
    const reader = new FrameReader();
    return eachChunk(stream, (chunk) => this.#deliver(reader.push(chunk)));
  }

  /** Text of one run and stream goes on as one piece, or a hundred thousand lines would be as many messages. */
  #deliver(frames: readonly Frame[]): void | Promise<void> {
    for (let i = 0; i < frames.length; ) {
      const { kind, run } = frames[i]!;
      let end = i + 1;
      if (kind === FrameKind.stdout || kind === FrameKind.stderr)
        while (frames[end]?.kind === kind && frames[end]?.run === run) end++;
      const held = this.#take(frames.slice(i, end));
      if (held) return held.then(() => this.#deliver(frames.slice(end)));
      i = end;
    }
  }

  /** One frame, or several of text. */
  #take(frames: readonly Frame[]): void | Promise<void> {
    const { kind, run, payload } = frames[0]!;
    if (kind === FrameKind.stdout || kind === FrameKind.stderr) {
      const text = Buffer.concat(frames.map((frame) => frame.payload)).toString();
      return this.#listener.output(run, kind === FrameKind.stdout ? "stdout" : "stderr", text);
    }
    if (kind === FrameKind.comm) return this.#listener.comm(run, unpackComm(payload));
    const value: unknown = JSON.parse(payload.toString());
    if (kind === FrameKind.event) return this.#takeEvent(run, value as SessionEvent | GroupEvent);
    if (kind === FrameKind.exit) this.#requested = (value as { code: number }).code;
    if (kind !== FrameKind.end) return;
    const resolve = this.#waiting.get(run);
    this.#waiting.delete(run);
    if (resolve) resolve(value as SessionEnd);
    else this.#ends.set(run, value as SessionEnd);
  }

  #takeEvent(run: number, event: SessionEvent | GroupEvent): void | Promise<void> {
    if (event.type !== "group") return this.#listener.event(run, event);
    if (event.isOpen) this.#groups.add(event.leader);
    else this.#groups.delete(event.leader);
  }

  /** The session's own process group, and those of commands that run in it. */
  #killGroups(): void {
    killGroup(this.#child.pid);
    for (const leader of this.#groups) killGroup(leader);
    this.#groups.clear();
  }

  /** Resolves when the run is over and all its output so far has been passed on. */
  async ended(run: number): Promise<SessionEnd> {
    const known = this.#ends.get(run);
    this.#ends.delete(run);
    const end = known ?? (await new Promise<SessionEnd>((resolve) => this.#waiting.set(run, resolve)));
    await within(Promise.all(this.#native.map((native) => native.reached(run))), nativePatience);
    return end;
  }

  /** Hands a comm message to user code; resolves when its handlers have returned and their output has been passed on. */
  async deliver(run: number, { buffers, ...rest }: CommMessage): Promise<void> {
    const message: IncomingComm = {
      ...rest,
      buffers: buffers.map((it) => Buffer.from(it).toString("base64")),
    };
    const ended = this.ended(run);
    const asked = this.runtimeId.then((id) =>
      this.inspector.call(id, "function (run, message) { this.deliver(run, message) }", [
        { value: run },
        { value: message },
      ]),
    );
    await this.orExit(asked.then(() => ended));
  }

  /** Ends the process and all that it started. */
  async kill(): Promise<void> {
    this.#killGroups();
    await this.exited;
    this.#killGroups(); // One may have been on its way.
  }
}
