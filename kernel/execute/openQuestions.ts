import type { Ask, Question } from "../interpreter.ts";
import type { Answer } from "./contract.ts";

/** The questions that the run under way has put and nobody has answered yet. */
export class OpenQuestions {
  readonly #ask: Ask;
  readonly #open = new Set<AbortController>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Puts a question; never rejects. */
  async put(runId: string, question: Question): Promise<Answer> {
    const controller = new AbortController();
    this.#open.add(controller);
    try {
      return { status: "answered", text: await this.#ask(runId, question, controller.signal) };
    } catch (error) {
      if (controller.signal.aborted) return { status: "interrupted" };
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { status: "refused", name, message };
    } finally {
      this.#open.delete(controller);
    }
  }

  /** Takes all of them back: the run is interrupted, or over. */
  withdraw(): void {
    for (const controller of this.#open) controller.abort();
  }
}

/** Where no client can be asked. */
export const askNobody: Ask = () => {
  throw new Error("There is nobody to ask: this session has no client.");
};

/** A question of code whose cell has ended: clients no longer listen for it. */
export const asksTooLate: Answer = {
  status: "refused",
  name: "StdinNotImplementedError",
  message: "The cell that asks has ended, and its client no longer listens: await the answer in the cell.",
};
