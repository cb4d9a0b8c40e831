import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number, reasons: string[] }} Tally */

/** @param {Tally} a @param {Tally} b @returns {Tally} */
export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    reasons: [...a.reasons, ...b.reasons],
  };
}

/** @param {boolean} ok @returns {Tally} */
export const one = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, reasons: [] });

/** @param {Tally} tally */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * The counts that a runner left in a file; a runner that ended badly without a failed test counts as one failure.
 *
 * @param {string} file @param {(text: string) => Tally} parse @param {number} status
 */
export function fromFile(file, parse, status) {
  const tally = existsSync(file) ? parse(readFileSync(file, "utf8")) : one(false);
  return status !== 0 && tally.failed === 0 ? add(tally, one(false)) : tally;
}

/**
 * Reads pytest's JUnit file.
 *
 * @param {string} xml @returns {Tally}
 */
export function parseJUnit(xml) {
  const suite = /<testsuite [^>]*>/.exec(xml)?.[0] ?? "";
  const count = (/** @type {string} */ name) =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count("failures") + count("errors");
  const skipped = count("skipped");
  const reasons = [...xml.matchAll(/<testcase [^>]*name="([^"]*)"[^>]*><skipped [^>]*message="([^"]*)"/g)];
  return {
    passed: count("tests") - failed - skipped,
    failed,
    skipped,
    reasons: reasons.map((match) => `${match[1]}: ${match[2]}`),
  };
}
