import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook, packageRoot } from "../sessionHarness.ts";

const bundle = `node_modules/.cache/toile-tslab-${process.pid}/tslab.mjs`;
let notebook: Notebook;

beforeAll(() => {
  buildSync({
    entryPoints: [join(packageRoot, "kernel/tslab/index.ts")],
    outfile: join(packageRoot, bundle),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
  notebook = new Notebook({ tslab: `./${bundle}` });
});

afterAll(async () => {
  await notebook.close();
  rmSync(join(packageRoot, bundle, ".."), { recursive: true });
});

const shown = () => notebook.shown("display").map(({ display }) => display.data);

test("every function of display shows its one MIME type, bytes in base64", async () => {
  await notebook.value("import * as tslab from 'tslab'; const { display } = tslab;");
  await notebook.value(`display.html("<b>h</b>"); display.javascript("1"); display.markdown("*m*"); display.latex("$l$");
    display.svg("<svg/>"); display.text("t"); display.png(Buffer.from("png")); display.jpeg(new Uint8Array([106]));
    display.gif(new Uint8Array([1, 103, 2]).subarray(1, 2)); display.pdf(Buffer.from("pdf"))`);
  expect(shown()).toEqual([
    { "text/html": "<b>h</b>" },
    { "text/javascript": "1" },
    { "text/markdown": "*m*" },
    { "text/latex": "$l$" },
    { "image/svg+xml": "<svg/>" },
    { "text/plain": "t" },
    { "image/png": btoa("png") },
    { "image/jpeg": btoa("j") },
    { "image/gif": btoa("g") },
    { "application/pdf": btoa("pdf") },
  ]);
});

test("raw takes any type, text or bytes, and text of a JSON type goes out as JSON", async () => {
  await notebook.value(`tslab.display.raw("audio/mpeg", new Uint8Array([65])); tslab.display.raw("text/x", "x");
    tslab.display.raw("application/vnd.vegalite.v5+json", '{"mark":"bar"}'); tslab.display.raw("application/json", "{")`);
  expect(shown()).toEqual([
    { "audio/mpeg": btoa("A") },
    { "text/x": "x" },
    { "application/vnd.vegalite.v5+json": { mark: "bar" } },
    { "application/json": "{" },
  ]);
});

test("newDisplay shows once and then changes what it has shown, also from a later cell", async () => {
  await notebook.value("const bar = tslab.newDisplay(); bar.text('1 %'); bar.text('2 %')");
  const [first] = notebook.shown("display");
  expect(first?.display.data).toEqual({ "text/plain": "1 %" });
  expect(notebook.shown("update").map(({ display, displayId }) => [displayId, display.data])).toEqual([
    [first?.displayId, { "text/plain": "2 %" }],
  ]);
  await notebook.value("bar.html('<b>done</b>'); tslab.newDisplay().text('other')");
  expect(notebook.shown("update")[0]?.displayId).toBe(first?.displayId);
  const [other] = notebook.shown("display");
  expect(other?.displayId).toBeTypeOf("string");
  expect(other?.displayId).not.toBe(first?.displayId);
});

test("require gives the same as import, in a cell, in a file and in a package", async () => {
  notebook.write("shows.cjs", "require('tslab').display.text('file');");
  mkdirSync(join(notebook.folder, "node_modules/shows"), { recursive: true });
  notebook.write("node_modules/shows/package.json", '{"main":"i.js"}');
  notebook.write("node_modules/shows/i.js", "require('tslab').display.text('package');");
  expect(await notebook.value("require('tslab').display === tslab.display")).toBe("true");
  await notebook.value("require('./shows.cjs'); require('shows')");
  expect(shown()).toEqual([{ "text/plain": "file" }, { "text/plain": "package" }]);
  expect(notebook.printed("stderr")).toBe("");
});

test("versions name tslab, TypeScript and Node", async () => {
  const require = createRequire(import.meta.url);
  expect(JSON.parse(String(await notebook.value("JSON.stringify(tslab.versions)")).slice(1, -1))).toEqual({
    tslab: require("tslab/package.json").version,
    typescript: require("typescript/package.json").version,
    node: process.version,
  });
});
