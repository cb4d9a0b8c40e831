import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "../../kernel/sessionHarness.ts";

let notebook: Notebook;
beforeAll(async () => {
  notebook = new Notebook();
  await notebook.value('import { displayFigure, updateFigure, plotHistory, Figure } from "toile"');
});
afterAll(() => notebook.close());

const plotly = "application/vnd.plotly.v1+json";

test("a figure takes its place at once, and has its pictures before the cell ends", async () => {
  await notebook.value('displayFigure(plotHistory({ loss: [0.6, 0.4] })); console.log("after"); void 0');
  const order = notebook.events
    .filter(({ run }) => run === notebook.lastRun)
    .map(({ event }) => (event.type === "stream" ? event.text : event.type));
  expect(order).toEqual(["display", "after\n", "update"]);
  const [shown] = notebook.shown("display");
  const [drawn] = notebook.shown("update");
  expect(Object.keys(shown!.display.data)).toEqual([plotly, "text/plain"]);
  expect(Object.keys(drawn!.display.data)).toEqual([plotly, "image/svg+xml", "image/png", "text/plain"]);
  expect(drawn!.displayId).toBe(shown!.displayId);
});

test("of many updates the last one is on the page when the cell ends", async () => {
  await notebook.value(
    'const shown = displayFigure(plotHistory({ loss: [1] }), { displayId: "live" });' +
      "for (let i = 1; i <= 100; i++) updateFigure('live', plotHistory({ loss: [1, 1 / i] })); void 0",
  );
  const updates = notebook.shown("update");
  expect(updates.length).toBeLessThan(20);
  expect(Object.keys(updates.at(-1)!.display.data)).toContain("image/png");
  expect(updates.at(-1)!.display.data[plotly]).toMatchObject({ data: [{ y: [1, 0.01] }] });
});

test("while figures change they are pictures alone, since JupyterLab's plotly extension draws an output once", async () => {
  await notebook.value(
    "const changing = displayFigure(plotHistory({ loss: [1] }));" +
      "for (let i = 2; i < 8; i++) { changing.update(plotHistory({ loss: [1, 1 / i] })); await new Promise((r) => setTimeout(r, 100)); }; void 0",
  );
  const kinds = notebook.shown("update").map(({ display }) => Object.keys(display.data).join(" "));
  const full = `${plotly} image/svg+xml image/png text/plain`;
  expect(kinds.slice(-3)).toEqual(["image/svg+xml image/png text/plain", `${plotly} text/plain`, full]);
});

test("a figure shown before an error has its pictures too", async () => {
  await notebook.error('displayFigure(plotHistory({ loss: [0.6, 0.4] })); throw new Error("later")');
  expect(notebook.shown("update")).toHaveLength(1);
});

test("an update of what was never shown names the id and the way out", async () => {
  const { evalue } = await notebook.error('updateFigure("none", plotHistory({ loss: [1] }))');
  expect(evalue).toContain('no figure is shown under the display id "none"; show one with displayFigure');
});
