import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { install, installAsTslab, uninstall, uninstallAsTslab } from "../../kernel/install.ts";
import { kernelsFolder, userDataFolder } from "../../kernel/kernelspec/location.ts";

let prefix = "";
beforeEach(() => {
  prefix = mkdtempSync(join(tmpdir(), "toile-install-"));
});
afterEach(() => rmSync(prefix, { recursive: true, force: true }));

const spec = (folder: string) => JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8"));

describe("install", () => {
  it("writes a kernelspec that needs neither PATH nor a certain folder, with logos", async () => {
    const folder = await install({ prefix });
    expect(folder).toBe(join(prefix, "share/jupyter/kernels/toile"));
    const { argv, ...rest } = spec(folder);
    expect(argv).toHaveLength(3);
    expect(argv.slice(0, 2).every(isAbsolute)).toBe(true);
    expect(argv[2]).toBe("{connection_file}");
    expect(rest).toMatchObject({
      display_name: "TypeScript (Toile)",
      language: "typescript",
      interrupt_mode: "message",
      metadata: { debugger: false },
    });
    expect(readdirSync(folder).sort()).toEqual([
      "kernel.json",
      "logo-32x32.png",
      "logo-64x64.png",
      "logo-svg.svg",
    ]);
  });

  it("puts the template for nbconvert beside it, with all that pages embed", async () => {
    await install({ prefix });
    const template = join(prefix, "share/jupyter/nbconvert/templates/toile");
    expect(readdirSync(template)).toContain("index.html.j2");
    expect(readdirSync(join(template, "static/vendor")).sort()).toEqual([
      "font.css",
      "mathjax.js",
      "notes.js",
      "plotly.js",
      "reveal.css",
      "reveal.js",
    ]);
    const caller = JSON.parse(readFileSync(join(template, "toile.json"), "utf8"));
    expect(Object.values(caller).every((path) => isAbsolute(String(path)))).toBe(true);
  });

  it("takes another name and display name", async () => {
    const folder = await install({ prefix, name: "My-TS", displayName: "Mine" });
    expect(folder.endsWith("/my-ts")).toBe(true);
    expect(spec(folder).display_name).toBe("Mine");
  });

  it("replaces an earlier one whole and leaves nothing beside it", async () => {
    const folder = await install({ prefix });
    writeFileSync(join(folder, "stale"), "");
    await install({ prefix, displayName: "Second" });
    expect(spec(folder).display_name).toBe("Second");
    expect(readdirSync(folder)).not.toContain("stale");
    expect(readdirSync(join(prefix, "share/jupyter")).sort()).toEqual(["kernels", "nbconvert"]);
    expect(readdirSync(join(prefix, "share/jupyter/kernels"))).toEqual(["toile"]);
  });

  it("writes one whole kernelspec and template where several run at once", async () => {
    const names = ["One", "Two", "Three", "Four"];
    await Promise.all(names.map((displayName) => install({ prefix, displayName })));
    const folder = join(prefix, "share/jupyter/kernels/toile");
    expect(names).toContain(spec(folder).display_name);
    expect(readdirSync(folder)).toHaveLength(4);
    const template = join(prefix, "share/jupyter/nbconvert/templates/toile");
    expect(readdirSync(join(template, "static/vendor"))).toHaveLength(6);
    const left = readdirSync(prefix, { recursive: true, encoding: "utf8" });
    expect(left.filter((name) => name.includes(".toile-"))).toEqual([]);
  });

  it("takes the new one where another takes the old one's place first", async () => {
    await install({ prefix });
    const rounds = Array.from({ length: 8 }, (_, i) => install({ prefix, displayName: `Round ${i}` }));
    await Promise.all(rounds);
    expect(spec(join(prefix, "share/jupyter/kernels/toile")).display_name).toMatch(/^Round \d$/);
  });

  it.each(["", "..", "a b", "a/b", "é"])("refuses the name %j", async (name) => {
    await expect(install({ prefix, name })).rejects.toThrow(`--name: "${name}"`);
  });

  it("names the folder that cannot be written", async () => {
    writeFileSync(join(prefix, "share"), "a file");
    await expect(install({ prefix })).rejects.toThrow(`Cannot write the kernelspec to ${prefix}`);
  });
});

describe("uninstall", () => {
  it("removes what install wrote", async () => {
    const folder = await install({ prefix });
    expect(await uninstall({ prefix })).toBe(folder);
    expect(readdirSync(join(prefix, "share/jupyter/kernels"))).toEqual([]);
  });

  it("leaves the template as long as another kernelspec of this package is there", async () => {
    await install({ prefix });
    await install({ prefix, name: "second" });
    const templates = join(prefix, "share/jupyter/nbconvert/templates");
    await uninstall({ prefix });
    expect(readdirSync(templates)).toEqual(["toile"]);
    await uninstall({ prefix, name: "second" });
    expect(readdirSync(templates)).toEqual([]);
  });

  it("says so when there is nothing to remove", async () => {
    await expect(uninstall({ prefix })).rejects.toThrow("No kernelspec at");
  });
});

describe("installAsTslab", () => {
  it("writes the kernelspecs that tslab's notebooks name, over tslab's own", async () => {
    const kernels = join(prefix, "share/jupyter/kernels");
    mkdirSync(join(kernels, "jslab"), { recursive: true });
    writeFileSync(join(kernels, "jslab/kernel.json"), '{"argv":["tslab"]}');
    expect(await installAsTslab({ prefix })).toEqual([join(kernels, "tslab"), join(kernels, "jslab")]);
    const [tslab, jslab] = [spec(join(kernels, "tslab")), spec(join(kernels, "jslab"))];
    expect(tslab).toMatchObject({ display_name: "TypeScript", language: "typescript" });
    expect(jslab).toMatchObject({ display_name: "JavaScript", language: "javascript" });
    expect(tslab.argv).toHaveLength(3);
    expect(jslab.argv).toEqual([...tslab.argv, "--javascript"]);
  });

  it("is undone by uninstallAsTslab, which leaves our own", async () => {
    await install({ prefix });
    await installAsTslab({ prefix });
    await uninstallAsTslab({ prefix });
    expect(readdirSync(join(prefix, "share/jupyter/kernels"))).toEqual(["toile"]);
    expect(readdirSync(join(prefix, "share/jupyter/nbconvert/templates"))).toEqual(["toile"]);
  });
});

describe("kernelsFolder", () => {
  it("takes the active environment for sysPrefix", async () => {
    const env = { VIRTUAL_ENV: "/venv", CONDA_PREFIX: "/conda" };
    expect(await kernelsFolder({ sysPrefix: true }, env)).toBe("/venv/share/jupyter/kernels");
    expect(await kernelsFolder({ sysPrefix: true }, { CONDA_PREFIX: "/conda" })).toBe(
      "/conda/share/jupyter/kernels",
    );
  });

  it("asks python3 where no environment is active", async () => {
    const folder = await kernelsFolder({ sysPrefix: true }, { PATH: process.env.PATH });
    expect(isAbsolute(folder)).toBe(true);
  });

  it("says what to do where there is no Python", async () => {
    await expect(kernelsFolder({ sysPrefix: true }, { PATH: prefix })).rejects.toThrow("use --user");
  });

  it("refuses two destinations", async () => {
    await expect(kernelsFolder({ user: true, prefix })).rejects.toThrow("not more");
  });
});

describe("userDataFolder", () => {
  it.each([
    ["linux", { HOME: "/h" }, "/h/.local/share/jupyter"],
    ["linux", { HOME: "/h", XDG_DATA_HOME: "/x" }, "/x/jupyter"],
    ["darwin", { HOME: "/h", XDG_DATA_HOME: "/x" }, "/h/Library/Jupyter"],
    ["linux", { HOME: "/h", JUPYTER_DATA_DIR: "/j" }, "/j"],
  ] as const)("follows Jupyter's rule on %s with %o", (platform, env, expected) => {
    expect(userDataFolder(env, platform)).toBe(expected);
  });
});
