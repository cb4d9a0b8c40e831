import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Session } from "./session.ts";

const extension = new URL("../../.venv/share/jupyter/labextensions/anywidget/package.json", import.meta.url);
const anywidgetVersion = () => (JSON.parse(readFileSync(extension, "utf8")) as { version: string }).version;

const open = `const kernel = globalThis[Symbol.for("toile.kernel")];
const model = (module: string, version: string, name: string, state: object) =>
  kernel.comm.open("jupyter.widget", { buffer_paths: [], state: {
    _model_module: module, _model_module_version: version, _model_name: \`\${name}Model\`,
    _view_module: module, _view_module_version: version, _view_name: \`\${name}View\`, ...state } },
    { metadata: { version: "2.1.0" } });
const base = model("@jupyter-widgets/base", "2.0.0", "Layout", {});
const layout = \`IPY_MODEL_\${base.id}\`;
const show = ({ id }) => display({ data: { "text/plain": "a widget",
  "application/vnd.jupyter.widget-view+json": { model_id: id, version_major: 2, version_minor: 0 } } }, { raw: true });`;

const slider = `const style = model("@jupyter-widgets/controls", "2.0.0", "SliderStyle",
  { _view_module: "@jupyter-widgets/base", _view_name: "StyleView" });
const slider = model("@jupyter-widgets/controls", "2.0.0", "IntSlider",
  { layout, style: \`IPY_MODEL_\${style.id}\`, value: 3, min: 0, max: 10, step: 1, description: "Epochs", readout: true,
    readout_format: "d", orientation: "horizontal", continuous_update: true, disabled: false });
slider.onMsg(({ data }) => {
  if (data.method !== "update") return;
  console.log("printed at", data.state.value);
  slider.send({ method: "update", state: { description: \`heard \${data.state.value}\` }, buffer_paths: [] });
});
show(slider);`;

const anywidget = (
  version: string,
) => `const counter = model("anywidget", "${version}", "Any", { layout, count: 1, _anywidget_id: "counter", _css: "",
  _esm: \`export default { render({ model, el }) {
    const button = document.createElement("button");
    const said = document.createElement("span");
    const draw = () => { button.textContent = "count is " + model.get("count"); };
    button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
    model.on("change:count", draw);
    model.on("msg:custom", (content, buffers) => { said.textContent = content.text + new Uint8Array(buffers[0].buffer).join(); });
    draw();
    el.append(button, said);
  } }\` });
counter.onMsg(({ data }) => {
  if (data.method !== "update" || !("count" in data.state)) return;
  counter.send({ method: "update", state: { count: data.state.count * 10 }, buffer_paths: [] });
  counter.send({ method: "custom", content: { text: "heard: " } }, { buffers: [new Uint8Array([data.state.count, 7])] });
});
show(counter);`;

describe("widgets in JupyterLab", () => {
  const session = Session.use();

  it("go both ways: a slider of ipywidgets and an anywidget tell their cell, and hear from it", {
    timeout: 120_000,
  }, async () => {
    const notebook = await session.openNew("widgets.ipynb", open, slider, anywidget(anywidgetVersion()));
    const { page } = notebook;
    await notebook.runAll();

    const sliderCell = page.locator(".jp-CodeCell").nth(1);
    const handle = sliderCell.locator(".noUi-handle");
    await handle.waitFor();
    await handle.focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowRight");
    await sliderCell.locator(".widget-label", { hasText: "heard 5" }).waitFor();
    expect(await sliderCell.locator(".widget-readout").textContent()).toBe("5");

    const counterCell = page.locator(".jp-CodeCell").nth(2);
    const button = counterCell.locator("button", { hasText: "count is" });
    expect(await button.textContent()).toBe("count is 1");
    await button.click();
    await counterCell.locator("button", { hasText: "count is 20" }).waitFor();
    await counterCell.locator("span", { hasText: "heard: 2,7" }).waitFor();

    await notebook.choose("View", "Show Log Console");
    await page.locator(".jp-LogConsolePanel", { hasText: "printed at 5" }).waitFor();
    expect(await page.locator(".jp-CodeCell .jp-OutputArea-output", { hasText: "printed at" }).count()).toBe(
      0,
    );
    await notebook.screenshot(session.picture("widgets"));
  });
});
