import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "../sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

/** What a cell prints. */
async function printed(code: string, name: "stdout" | "stderr" = "stdout"): Promise<string> {
  await notebook.value(code);
  return notebook.printed(name);
}

/** Whether a process is there and no zombie. */
async function isAlive(pid: number): Promise<boolean> {
  return (
    (await notebook.value(
      `(await sh({ reject: false })\`ps -o stat= -p ${pid}\`).stdout.replace(/^Z.*/, "").trim()`,
    )) !== "''"
  );
}

test("a package that could not be imported can be once %npm has installed it", async () => {
  mkdirSync(join(notebook.folder, "made"));
  notebook.write("made/package.json", '{ "name": "tiny", "version": "1.0.0", "main": "index.js" }');
  notebook.write("made/index.js", "exports.four = 4;");
  await notebook.error("import { four } from 'tiny'");
  await notebook.error("require('tiny')");
  await notebook.run("%cd /\n%npm install --no-audit --offline ./made");
  expect(notebook.printed() + notebook.printed("stderr")).toContain("added 1 package");
  expect(await notebook.value("import { four } from 'tiny';\nfour")).toBe("4");
  expect(await notebook.value("require('tiny').four")).toBe("4");
}, 30_000);

test("%npm that fails fails the cell, with the line of the command", async () => {
  const { ename, evalue, text } = await notebook.error("let before = 1;\n%npm install --offline ./nowhere");
  expect(ename).toBe("CommandError");
  expect(evalue).toMatch(/^npm install --offline .\/nowhere ended with code \d+$/);
  expect(text).toMatch(/Cell In \[\d+\], line 2:1/);
  expect(notebook.printed("stderr")).toContain("ENOENT");
}, 30_000);

test("the shell gets the line as it stands, and its output comes in order", async () => {
  expect(
    await printed(`const word = 'no';\n%sh echo $HOME \${word:-yes} 'it'"'s" | tr a-z A-Z; echo err >&2`),
  ).toBe(`${process.env.HOME?.toUpperCase()} YES IT'S\n`);
  expect(notebook.printed("stderr")).toBe("err\n");
  expect(await printed("%%sh\nfor i in 1 2; do\n  echo $i\ndone\n")).toBe("1\n2\n");
});

test("output is shown while the command goes on", async () => {
  const running = notebook.run(
    `%sh echo first; while [ ! -e ${notebook.folder}/go ]; do sleep 0.02; done; echo second`,
  );
  await notebook.until(() => notebook.printed().includes("first\n"));
  expect(notebook.printed()).toBe("first\n");
  notebook.write("go", "");
  await running;
  expect(notebook.printed()).toBe("first\nsecond\n");
});

test("an interrupt ends the command and all that it has started", async () => {
  const { ename } = await notebook.interrupted("%sh sleep 1000 & echo $!; echo running; sleep 1000");
  expect(ename).toBe("KeyboardInterrupt");
  const pid = Number.parseInt(notebook.printed(), 10);
  // The background job of a shell ignores SIGINT; force comes a second later.
  for (let i = 0; i < 200 && (await isAlive(pid)); i++) await new Promise((r) => setTimeout(r, 20));
  expect(await isAlive(pid)).toBe(false);
});

test("the working directory changes and goes back, imports do not", async () => {
  notebook.write("near.ts", "export const near = 1;");
  const folder = realpathSync(notebook.folder);
  await notebook.value(`process.chdir(${JSON.stringify(folder)})`);
  mkdirSync(join(folder, "a folder"));
  expect(await printed("%cd a folder")).toBe(`${join(folder, "a folder")}\n`);
  expect(await notebook.value("import { near } from './near.ts'; [near, process.cwd()]")).toBe(
    `[ 1, '${join(folder, "a folder")}' ]`,
  );
  expect(await printed("%cd -")).toBe(`${folder}\n`);
  expect((await notebook.error("%cd nowhere")).evalue).toBe(
    `${join(folder, "nowhere")} does not exist; the working directory still is ${folder}`,
  );
});

test("the environment is shown and set, secrets are hidden in the list", async () => {
  expect(await printed("%env TOILE_COLOUR=dark blue")).toBe("TOILE_COLOUR=dark blue\n");
  expect(await notebook.value("process.env.TOILE_COLOUR")).toBe("'dark blue'");
  expect(await printed("%env TOILE_COLOUR")).toBe("dark blue\n");
  await notebook.value("%env MY_API_KEY=abc123");
  const list = await printed("%env");
  expect(list).toContain("TOILE_COLOUR=dark blue\n");
  expect(list).toContain("MY_API_KEY=<hidden>\n");
  expect(list).not.toContain("abc123");
  expect((await notebook.error("%env TOILE_NOWHERE")).evalue).toContain("TOILE_NOWHERE");
});

test("%time tells how long a statement takes, which declares and shows as it would without", async () => {
  expect(
    await printed(
      "%time const waited = await new Promise<string>((r) =>\n  setTimeout(r, 20, 'done'))\nconsole.log('after')",
    ),
  ).toMatch(/^Wall time: [\d.]+ m?s, CPU time: .*\nafter\n$/);
  expect(await notebook.value("%time waited.length")).toBe("4");
  expect(notebook.printed()).toMatch(/^Wall time: /);
  expect(await notebook.value("%%time\nlet i = 0;\nwhile (i < 10) i++;\ni")).toBe("10");
  expect(notebook.printed()).toMatch(/^Wall time: [^\n]*\n$/);
});

test("%who lists what cells have declared, with types and values", async () => {
  await notebook.value("const list = [1, 2, 3];\nclass Point { x = 1 }\nlet point = new Point();");
  const rows = await printed("%who");
  expect(rows).toMatch(/^list +Array +\[ 1, 2, 3 \]$/m);
  expect(rows).toMatch(/^point +Point +Point \{ x: 1 \}$/m);
});

test("%reset gives a new session, in which the rest of the cell runs", async () => {
  await notebook.value("let old = 1; setInterval(() => {}, 1000);");
  const pid = Number(await notebook.value("process.pid"));
  expect(await notebook.value("%reset\ntypeof old")).toBe("'undefined'");
  expect(await notebook.value("process.pid")).not.toBe(String(pid));
  expect(notebook.printed("stderr")).toBe("");
  expect(await isAlive(pid)).toBe(false);
  expect((await notebook.error("let a = 1;\n%reset")).evalue).toContain("before all else");
});

test.each([
  ["%nmp install x", "There is no command %nmp; did you mean %npm? (%help lists them)", "1:1"],
  ["let a = 1;\n  %strict", "There is no %strict, but %%strict, which stands at the head of a cell", "2:3"],
  ["%who is there", '%who takes nothing behind its name, got "is there"', "1:1"],
  ["let b = 1;\n%%time", "%%time is for the whole cell and must be its first line", "2:1"],
  ["%cd /tmp\nlet = ;", "Unexpected token", "2:7"],
  ["%time const x: = 1", "Unexpected token", "1:16"],
])("%j is refused before anything runs: %s", async (code, message, place) => {
  const { ename, evalue } = await notebook.error(code);
  expect(ename).toBe("SyntaxError");
  expect(evalue).toContain(message);
  expect(evalue).toContain(`line ${place})`);
});

test("a command that reads as a remainder says how to make it one", async () => {
  expect((await notebook.error("const n = 1\n%who")).evalue).toContain('end that line with ";"');
});

test("sh gives output as a value and quotes what is interpolated", async () => {
  expect(
    await notebook.value(
      `const evil = "a b; echo 'x' $HOME";\n(await sh\`printf '%s|' \${evil} \${[1, 'two words']}\`).stdout`,
    ),
  ).toBe(`"a b; echo 'x' $HOME|1|two words|"`);
  expect(await notebook.value("await sh`printf 'a\\nb\\n'`")).toBe("a\nb");
  expect(await notebook.value("(await sh({ cwd: '/', env: { A: '1' } })`pwd; echo $A`).lines()")).toBe(
    "[ '/', '1' ]",
  );
  const { evalue, text } = await notebook.error("\nawait sh`echo why >&2; exit 3`");
  expect(evalue).toBe("echo why >&2; exit 3 ended with code 3: why");
  expect(text).toMatch(/line 2:/);
  expect(await notebook.value("(await sh({ reject: false })`exit 3`).exitCode")).toBe("3");
  expect((await notebook.error(`await sh\`ls \${undefined}\``)).evalue).toContain("not undefined");
  expect((await notebook.error("await (sh as any)('ls')")).evalue).toContain("sh is a template");
});

test("commands, folders and variables are completed, code behind %time as well", async () => {
  const complete = async (code: string) =>
    (await notebook.session.complete(code, code.length)).items.map(({ text }) => text);
  expect(await complete("f();\n%n")).toEqual(["%npm"]);
  expect(await complete("%%s")).toEqual(["%%sh", "%%strict"]);
  expect(await complete("%npm inst")).toEqual(["install"]);
  mkdirSync(join(notebook.folder, "inner"));
  notebook.write("inner.txt", "");
  expect(await complete(`%cd ${notebook.folder}/inn`)).toEqual([`${notebook.folder}/inner/`]);
  expect(await complete(`%sh cat ${notebook.folder}/inn`)).toEqual([
    `${notebook.folder}/inner/`,
    `${notebook.folder}/inner.txt`,
  ]);
  expect(await complete("%env PAT")).toContain("PATH");
  expect(await complete("%help wh")).toEqual(["who"]);
  await notebook.value("const zebra = [1];");
  expect(await complete("%time zeb")).toEqual(["zebra"]);
  expect(await complete("%cd /tmp\nzeb")).toEqual(["zebra"]);
});

test("help tells of every command and of one", async () => {
  expect(await printed("%help")).toMatch(
    /^%npm install <package> \.\.\. +Runs npm in the notebook's folder\.$/m,
  );
  expect(await printed("%help npm")).toContain("%npm install d3-array");
  const pages = await Promise.all(
    ["%npm", "%%sh", "%time f()"].map((code) => notebook.session.inspect(code, 3, 0)),
  );
  for (const page of pages) expect(page?.["text/plain"]).toContain("Examples:");
});

test("a console knows when a cell with commands is whole", () => {
  const { session } = notebook;
  expect(session.isComplete("%npm install x")).toEqual({ status: "complete" });
  expect(session.isComplete("%sh ls\nfor (;;) {")).toMatchObject({ status: "incomplete" });
  expect(session.isComplete("%%sh\nls")).toMatchObject({ status: "incomplete" });
  expect(session.isComplete("%%sh\nls\n\n")).toEqual({ status: "complete" });
  expect(session.isComplete("%%time")).toMatchObject({ status: "incomplete" });
});
