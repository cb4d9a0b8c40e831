import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unpackDebian } from "../../../src/data/debian.ts";

const noDpkg = spawnSync("dpkg-deb", ["--version"]).status !== 0;
const before = process.env.PATH;
let folder: string;

/** A real package, and an apt-get that has it once lists of its own are fetched. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "toile-debian-"));
  if (noDpkg) return;
  write(
    "package/DEBIAN/control",
    "Package: clothes\nVersion: 1\nArchitecture: all\nMaintainer: a\nDescription: b\n",
  );
  write("package/usr/share/clothes/shirt", "striped\n");
  execFileSync("dpkg-deb", ["-b", "--root-owner-group", "package", "clothes_1_all.deb"], {
    cwd: folder,
    stdio: "ignore",
  });
  const aptGet = `#!/bin/sh
case "$*" in
  "download clothes") echo "E: Unable to locate package clothes" >&2; exit 100 ;;
  *Dir::State::Lists=*update) touch lists ;;
  *Dir::State::Lists=*"download clothes") test -e lists && cp ${folder}/clothes_1_all.deb . ;;
  *) echo "E: Unable to locate package nothing" >&2; exit 100 ;;
esac
`;
  write("bin/apt-get", aptGet, 0o755);
  process.env.PATH = `${folder}/bin:${before}`;
});
afterAll(() => {
  process.env.PATH = before;
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text, { mode });
}

function work(name: string): string {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
}

describe.skipIf(noDpkg)("a Debian package", () => {
  it("is unpacked without root, by lists of our own where the system's do not know it", async () => {
    const { tree, bytes } = await unpackDebian("clothes", work("first"));
    expect(readFileSync(path.join(tree, "usr/share/clothes/shirt"), "utf8")).toBe("striped\n");
    expect(bytes).toBeGreaterThan(100);
  });

  it("that nobody has is told in apt's words", async () => {
    await expect(unpackDebian("nothing", work("second"))).rejects.toThrow(
      "apt-get download nothing: E: Unable to locate package nothing",
    );
  });

  it("is not to be had on a system without apt-get, which is said", async () => {
    process.env.PATH = work("third");
    await expect(unpackDebian("clothes", work("fourth"))).rejects.toThrow(
      "apt-get download clothes: not found on this system",
    );
  });
});
