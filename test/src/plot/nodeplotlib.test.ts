import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as ours from "../../../src/plot/nodeplotlib.ts";
import { Notebook } from "../../kernel/sessionHarness.ts";

let notebook: Notebook;
beforeAll(async () => {
  notebook = new Notebook({ nodeplotlib: "toile/nodeplotlib" });
  await notebook.value('import { plot, type Plot, type Layout } from "nodeplotlib"');
});
afterAll(() => notebook.close());

const plotly = "application/vnd.plotly.v1+json";
const last = () => notebook.shown("update").at(-1)!.display.data as Record<string, never>;

describe("nodeplotlib in a cell", () => {
  it("is redirected by the kernel", () => {
    const main = readFileSync(new URL("../../../kernel/main.ts", import.meta.url), "utf8");
    expect(main).toContain('nodeplotlib: "toile/nodeplotlib"');
  });

  it("exports what the package exports", async () => {
    expect(Object.keys(ours.default)).toEqual(Object.keys((await import("nodeplotlib")).default));
    expect(ours.default.plot).toBe(ours.plot);
  });

  it("draws data, layout and config inline, with pictures and without HTML", async () => {
    await notebook.value(
      'plot([{ x: [1, 2], y: [1, 4], type: "scatter", name: "곡선" }], { title: { text: "제목" } }, { scrollZoom: true }); void 0',
    );
    expect(Object.keys(last())).toEqual([plotly, "image/svg+xml", "image/png", "text/plain"]);
    expect(last()[plotly]).toEqual({
      data: [{ x: [1, 2], y: [1, 4], type: "scatter", name: "곡선" }],
      layout: { title: { text: "제목" } },
      config: { scrollZoom: true },
    });
    expect(last()["image/svg+xml"]).toMatch(/곡선|제목/);
    expect(last()["text/plain"]).toMatch(/^제목: line chart \(곡선\); x from 1 to 2; y from 1 to 4/);
    expect(notebook.printed() + notebook.printed("stderr")).toBe("");
  });

  it("opens no port and starts no process", async () => {
    expect(
      await notebook.value("process.getActiveResourcesInfo().filter((it) => /Server|ChildProcess/.test(it))"),
    ).toBe("[]");
  });

  it("draws an Observable as one figure that changes", async () => {
    await notebook.value(
      'import { interval, map, take, lastValueFrom } from "rxjs";\n' +
        'const stream = interval(5).pipe(take(20), map((n): Plot[] => [{ y: [0, n], type: "scatter" }]));\n' +
        "plot(stream); await lastValueFrom(stream)",
    );
    await notebook.until(() => notebook.shown("update").length > 0);
    expect(notebook.shown("display")).toHaveLength(1);
    const ids = [...notebook.shown("display"), ...notebook.shown("update")].map((it) => it.displayId);
    expect(new Set(ids).size).toBe(1);
    expect(last()[plotly]).toMatchObject({ data: [{ y: [0, 19] }] });
  });

  it("shows what an Observable fails with", async () => {
    await notebook.value(
      'import { throwError } from "rxjs"; plot(throwError(() => new Error("no more data"))); await new Promise((r) => setTimeout(r, 20)); void 0',
    );
    expect(notebook.shown("error").map(({ error }) => error.evalue)).toEqual(["no more data"]);
  });

  it("stops following an Observable when the cell is interrupted", async () => {
    const { ename } = await notebook.interrupted(
      "let count = 0; plot(interval(5).pipe(map((): Plot[] => { count++; return []; }))); console.log('running'); await new Promise(() => {})",
    );
    expect(ename).toBe("KeyboardInterrupt");
    const before = await notebook.value("count");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await notebook.value("count")).toBe(before);
  });

  it.each([
    [
      "typed arrays",
      "{ x: Float32Array.of(0.1, 0.2), y: Int32Array.of(1, 2) }",
      { x: [0.1, 0.2], y: [1, 2] },
    ],
    ["big integers and dates", "{ x: [new Date(0)], y: [2n] }", { x: ["1970-01-01T00:00:00.000Z"], y: [2] }],
    ["NaN and infinity as gaps", "{ y: [1, NaN, Infinity, 2] }", { y: [1, null, null, 2] }],
  ])("takes %s", async (_what, trace, expected) => {
    await notebook.value(`plot([${trace} as unknown as Plot]); void 0`);
    expect(last()[plotly]).toMatchObject({ data: [expected] });
  });

  it.each(["histogram", "box", "bar", "scattergl"])("draws %s traces", async (type) => {
    await notebook.value(`plot([{ y: [1, 2, 2, 3, 5], type: "${type}" }]); void 0`);
    expect(last()["image/png"]).toBeTypeOf("string");
    expect(notebook.printed("stderr")).toBe("");
  });
});
