import { expect, it } from "vitest";
import type { Screen } from "../../../src/progress/screen.ts";
import { WorkBar } from "../../../src/progress/workBar.ts";

/** A screen of some width that keeps every line. */
function page(columns: number): Screen & { changing: string[]; finished: string[] } {
  const [changing, finished] = [[] as string[], [] as string[]];
  return {
    style: { colour: false, columns },
    changing,
    finished,
    rewrite: (line) => void changing.push(line()),
    finish: (line) => void finished.push(line),
    print: (line) => void finished.push(line),
    async close() {},
  };
}

it("counts bytes in megabytes, and stays complete", async () => {
  const screen = page(80);
  const bar = new WorkBar("train-images.gz", { count: "bytes" }, screen);
  bar.update(13_200_000, 26_400_000);
  bar.update(26_400_000, 26_400_000);
  await bar.end();
  expect(screen.changing[0]).toBe(`train-images.gz ${"━".repeat(10)}${"─".repeat(10)} 13.2/26.4 MB 0s`);
  expect(screen.finished).toEqual([`train-images.gz ${"━".repeat(20)} 26.4/26.4 MB 0s`]);
});

it("stays as it stood where the work failed, and says nothing of work that never began", async () => {
  const screen = page(80);
  const bar = new WorkBar("parts", {}, screen);
  bar.update(1, 4);
  await bar.end({ failed: true });
  expect(screen.finished).toEqual([`parts ${"━".repeat(5)}${"─".repeat(15)} 1/4 0s`]);
  await new WorkBar("nothing", {}, screen).end();
  expect(screen.finished).toHaveLength(1);
});

it("shows no bar where the end is not known, and none for short work", async () => {
  const screen = page(80);
  const bar = new WorkBar("stream", { count: "bytes" }, screen);
  bar.update(2_500_000, 0);
  expect(screen.changing).toEqual(["stream 2.5 MB 0s"]);
  const short = new WorkBar("short", { delay: 10_000 }, screen);
  short.update(1, 1);
  await short.end();
  expect(screen.finished).toEqual([]);
});

it.each([20, 34, 40, 60])("fits into %i columns", (columns) => {
  const screen = page(columns);
  const bar = new WorkBar(
    "https://example.org/a/long/address/train-images-idx3-ubyte.gz",
    { count: "bytes" },
    screen,
  );
  bar.update(13_200_000, 26_400_000);
  expect(screen.changing[0]!.length).toBeLessThanOrEqual(columns);
  expect(screen.changing[0]).toMatch(/^….*13\.2\/26\.4 MB 0s$/);
});
