import { describe, expect, it } from "vitest";
import { createHistory } from "../../../kernel/dispatch/history.ts";
import type { HistoryRequest } from "../../../kernel/protocol/requests.ts";

function lines(request: HistoryRequest): number[] {
  const history = createHistory();
  ["a = 1", "b = 2", "a = 1", "print(a)"].forEach((input, index) => {
    history.add(index + 1, input, null);
  });
  return history.find(request).map(([, line]) => line);
}

const shape = { output: false, raw: true };
const search = { ...shape, hist_access_type: "search", n: null, pattern: "*", unique: false } as const;

describe("history", () => {
  it.each([
    [0, []],
    [2, [3, 4]],
    [9, [1, 2, 3, 4]],
  ])("gives the last %i cells", (n, expected) => {
    expect(lines({ ...shape, hist_access_type: "tail", n })).toEqual(expected);
  });

  it("gives a range without its stop, of the current session only", () => {
    const range = { ...shape, hist_access_type: "range", session: 0, start: 2, stop: 4 } as const;
    expect(lines(range)).toEqual([2, 3]);
    expect(lines({ ...range, stop: null })).toEqual([2, 3, 4]);
    expect(lines({ ...range, session: 7 })).toEqual([]);
  });

  it("searches by * and ?, everything else as it stands", () => {
    expect(lines({ ...search, pattern: "? = 1" })).toEqual([1, 3]);
    expect(lines({ ...search, pattern: "*(a)" })).toEqual([4]);
    expect(lines({ ...search, pattern: "a" })).toEqual([]);
  });

  it("keeps the latest of equal inputs where asked for unique ones", () => {
    expect(lines({ ...search, unique: true })).toEqual([2, 3, 4]);
    expect(lines({ ...search, unique: true, n: 2 })).toEqual([3, 4]);
  });

  it("adds the output where asked", () => {
    const history = createHistory();
    history.add(1, "1 + 1", "2");
    const request = { hist_access_type: "tail", n: 1, raw: true } as const;
    expect(history.find({ ...request, output: true })).toEqual([[1, 1, ["1 + 1", "2"]]]);
    expect(history.find({ ...request, output: false })).toEqual([[1, 1, "1 + 1"]]);
  });
});
