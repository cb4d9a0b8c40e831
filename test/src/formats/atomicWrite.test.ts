import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeFileAtomic } from "../../../src/formats/index.ts";

const folder = mkdtempSync(path.join(tmpdir(), "toile-atomic-"));
const at = (name: string) => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

describe("writeFileAtomic", () => {
  it("replaces a file and leaves nothing else behind", async () => {
    writeFileSync(at("model.h5"), "old");
    await writeFileAtomic(at("model.h5"), Buffer.from("new"));
    expect(readFileSync(at("model.h5"), "utf8")).toBe("new");
    expect(readdirSync(folder)).toEqual(["model.h5"]);
  });

  it("leaves everything as it was when it fails", async () => {
    mkdirSync(at("taken"));
    writeFileSync(at("taken/inside"), "x");
    const before = readdirSync(folder);
    await expect(writeFileAtomic(at("taken"), Buffer.from("new"))).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(before);
    await expect(writeFileAtomic(at("nowhere/model.h5"), Buffer.from("new"))).rejects.toThrow(/ENOENT/);
  });

  it("never lets a reader see a part while many write at once", async () => {
    const versions = ["a", "b", "c"].map((letter) => Buffer.alloc(300_000, letter));
    let isDone = false;
    const writing = Promise.all(versions.map((bytes) => writeFileAtomic(at("busy"), bytes))).then(() => {
      isDone = true;
    });
    while (!isDone) {
      const seen = readdirSync(folder).includes("busy") ? readFileSync(at("busy")) : undefined;
      expect(seen === undefined || versions.some((bytes) => bytes.equals(seen))).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writing;
  });

  it("writes through a symbolic link", async () => {
    writeFileSync(at("target.h5"), "old");
    symlinkSync(at("target.h5"), at("link.h5"));
    await writeFileAtomic(at("link.h5"), Buffer.from("new"));
    expect(readFileSync(at("target.h5"), "utf8")).toBe("new");
    expect(readlinkSync(at("link.h5"))).toBe(at("target.h5"));
  });
});
