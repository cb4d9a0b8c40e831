import { expect, test } from "vitest";
import { createOutputLimit } from "../../../kernel/dispatch/outputLimit.ts";

const text = (content: string) => ({ type: "stream", name: "stdout", text: content }) as const;

test("what a run prints beyond the limit is cut off with one notice", () => {
  const limited = createOutputLimit(10);
  expect(limited("a", text("123456"))).toEqual([text("123456")]);
  const [last, notice, ...rest] = limited("a", text("7890+++"));
  expect(last).toEqual(text("7890"));
  expect(notice).toMatchObject({
    name: "stderr",
    text: expect.stringContaining("has printed 10 characters"),
  });
  expect(rest).toEqual([]);
  expect(limited("a", text("more"))).toEqual([]);
});

test("a run that prints just as much as it may is not cut, and the next run counts for itself", () => {
  const limited = createOutputLimit(10);
  expect(limited("a", text("1234567890"))).toEqual([text("1234567890")]);
  expect(limited("a", text("+"))).toHaveLength(2);
  expect(limited("b", text("1234567890"))).toEqual([text("1234567890")]);
});

test("of the runs of a long day no more than the last thousand are remembered", () => {
  const limited = createOutputLimit(10);
  for (let run = 0; run <= 2000; run++) limited(String(run), text("123456"));
  expect(limited("0", text("7890+"))).toHaveLength(1);
  expect(limited("2000", text("7890+"))).toHaveLength(2);
});
