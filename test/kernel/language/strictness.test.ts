import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StrictnessSettings } from "../../../kernel/language/strictness.ts";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "toile-strict-"));
  folder = join(root, "notebooks");
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: unknown): string {
  writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
  return join(root, path);
}

const notebook = (toile: unknown) => ({ cells: [], metadata: { toile }, nbformat: 4, nbformat_minor: 5 });

describe("how strict a notebook's types are", () => {
  it("is a matter of warnings where nobody says anything", () => {
    expect(new StrictnessSettings(folder, {}).current()).toBe("warn");
  });

  it("is what the nearest package.json says, read again after an edit", () => {
    write("package.json", { toile: { strict: true } });
    const settings = new StrictnessSettings(folder, {});
    expect(settings.current()).toBe("strict");
    write("notebooks/package.json", { name: "nearer" });
    expect(settings.current()).toBe("warn");
    write("notebooks/package.json", { name: "nearer", toile: { strict: true } });
    expect(settings.current()).toBe("strict");
  });

  it("is what the notebook's metadata say, before the package", () => {
    write("package.json", { toile: { strict: true } });
    const path = write("notebooks/a.ipynb", notebook({ strict: false }));
    expect(new StrictnessSettings(folder, { JPY_SESSION_NAME: path }).current()).toBe("warn");
    expect(new StrictnessSettings(folder, { JPY_SESSION_NAME: "notebooks/a.ipynb" }).current()).toBe("warn");
    write("notebooks/a.ipynb", notebook(undefined));
    expect(new StrictnessSettings(folder, { JPY_SESSION_NAME: path }).current()).toBe("strict");
  });

  it("is what TOILE_TYPES says, before both", () => {
    write("package.json", { toile: { strict: true } });
    expect(new StrictnessSettings(folder, { TOILE_TYPES: "off" }).current()).toBe("off");
    expect(new StrictnessSettings(folder, { TOILE_TYPES: "nonsense" }).current()).toBe("strict");
  });

  it("does not depend on files that cannot be read", () => {
    write("notebooks/package.json", '{ "toile": { "strict": true }');
    const env = { JPY_SESSION_NAME: join(folder, "gone.ipynb") };
    expect(new StrictnessSettings(folder, env).current()).toBe("warn");
  });
});
