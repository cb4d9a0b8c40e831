import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";

/** Leaves vitest's counts, with the reason of every skip, in the file that `TOILE_TEST_RESULTS` names. */
export default class TallyReporter implements Reporter {
  readonly #tally = { passed: 0, failed: 0, skipped: 0, reasons: [] as string[] };

  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state === "pending") return;
    this.#tally[result.state] += 1;
    if (result.state === "skipped")
      this.#tally.reasons.push(
        `${test.fullName}: ${result.note ?? /skipped: ([^)]*)/.exec(test.fullName)?.[1] ?? "no reason given"}`,
      );
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    this.#tally.failed += errors.length + modules.filter((module) => module.errors().length > 0).length;
    const file = process.env.TOILE_TEST_RESULTS;
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(this.#tally));
  }
}
