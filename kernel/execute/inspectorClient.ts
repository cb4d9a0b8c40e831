import type { Duplex } from "node:stream";
import { answerMethod } from "./answerMethod.ts";
import type { Answer } from "./contract.ts";
import { type StopParams, stopMethod } from "./stopFlag.ts";

/** A value in the session process, as `Runtime` of the Chrome DevTools Protocol names it. */
export interface RemoteObject {
  readonly type: string;
  readonly objectId?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  /** Text of it, for want of better. */
  readonly description?: string;
}

export interface ExceptionDetails {
  readonly text: string;
  /** From 0; known of a script that does not compile. */
  readonly lineNumber: number;
  readonly columnNumber: number;
  readonly scriptId?: string;
  readonly exception?: RemoteObject;
}

export interface Evaluated {
  readonly result: RemoteObject;
  readonly exceptionDetails?: ExceptionDetails;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The front's end of the session's inspector: one JSON object a line. */
export class InspectorClient {
  readonly #stream: Duplex;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastId = 0;
  #rest = "";

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.setEncoding("utf8");
    stream.on("data", (chunk: string) => this.#read(chunk));
    // A dead session closes this stream; its exit is reported elsewhere.
    stream.on("error", () => {});
    stream.on("close", () => this.#close());
  }

  /** Evaluates in REPL mode: declarations stay, `await` is allowed. */
  evaluate(expression: string): Promise<Evaluated> {
    return this.#post("Runtime.evaluate", {
      expression,
      replMode: true,
      awaitPromise: true,
    }) as Promise<Evaluated>;
  }

  /** Calls a function text with `this` and arguments that live in the session. */
  call(
    objectId: string,
    functionDeclaration: string,
    args: readonly object[],
    group?: string,
  ): Promise<Evaluated> {
    return this.#post("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration,
      arguments: args,
      awaitPromise: true,
      ...(group === undefined ? {} : { objectGroup: group }),
    }) as Promise<Evaluated>;
  }

  /**
   * The value of an expression that changes nothing; fails where reading it would run code that might. Can be asked in the middle of
   * running code.
   *
   * @param group Keeps the value alive until it is released.
   */
  peek(expression: string, group: string): Promise<Evaluated> {
    const params = { expression, objectGroup: group, throwOnSideEffect: true, silent: true };
    return this.#post("Runtime.evaluate", params) as Promise<Evaluated>;
  }

  release(group: string): void {
    this.#post("Runtime.releaseObjectGroup", { objectGroup: group }).catch(() => {});
  }

  /** Names that cells have declared. */
  async declaredNames(): Promise<readonly string[]> {
    return ((await this.#post("Runtime.globalLexicalScopeNames", {})) as { names: string[] }).names;
  }

  /** As `call`, for a function whose result is text. */
  async ask(objectId: string, functionDeclaration: string, args: readonly object[]): Promise<string> {
    const params = { objectId, functionDeclaration, arguments: args, returnByValue: true, silent: true };
    const { result, exceptionDetails } = (await this.#post("Runtime.callFunctionOn", params)) as Evaluated;
    if (exceptionDetails || typeof result.value !== "string")
      throw new Error(exceptionDetails?.text ?? "The session gave no text");
    return result.value;
  }

  /** Hands over the answer to a question, also where the session's thread waits for it. */
  answer(id: number, answer: Answer): void {
    this.#post(answerMethod, { id, answer }).catch(() => {});
  }

  /** Ends the JavaScript that is running now; the evaluation that it belongs to never answers. False where the moment was wrong. */
  async stop(params: StopParams): Promise<boolean> {
    const { stopped } = (await this.#post(stopMethod, params)) as { stopped: boolean };
    return stopped;
  }

  #post(method: string, params: object): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#stream.write(`${JSON.stringify({ id, method, params })}\n`);
    });
  }

  /** Gives up on answers that will not come. */
  forget(): void {
    this.#waiting.clear();
  }

  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const { id, result, error } = JSON.parse(line) as Reply;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    }
  }

  #close(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error("The session process is gone"));
    this.#waiting.clear();
  }
}
