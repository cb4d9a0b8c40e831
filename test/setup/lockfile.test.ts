import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Entry {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const lockfile = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, Entry>;
};
const entries = Object.entries(lockfile.packages);

it("lists every platform's optional packages in the lockfile, or npm ci refuses it elsewhere", () => {
  const names = new Set(entries.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + 13)));
  const missing = entries.flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${name} of ${path}`),
  );
  expect(missing).toEqual([]);
});

it("pins a version for every package of the lockfile and names no registry", () => {
  const packages = entries.filter(([path]) => path !== "");
  expect(packages.filter(([, entry]) => entry.version === undefined)).toEqual([]);
  expect(packages.filter(([, entry]) => entry.resolved?.startsWith("http"))).toEqual([]);
});

it("asks for exact versions of every direct dependency", () => {
  const root = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const asked = { ...root.dependencies, ...root.devDependencies, ...root.optionalDependencies };
  expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

describe("the table of advisories in docs/security.md", () => {
  const text = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");
  const table = text.slice(text.indexOf("## Dependencies with known advisories"));
  const rows = table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [, names = "", , , here = ""] = line.split("|");
      return {
        names: [...names.matchAll(/`([^`]+)`/g)].map((it) => it[1] ?? ""),
        versions: [...here.matchAll(/\d+\.\d+\.\d+/g)].map((it) => it[0]),
        stays: here.trim().startsWith("stays"),
      };
    });

  it("names the versions that the lockfile has", () => {
    expect(rows.length).toBeGreaterThan(5);
    const locked = (name: string) =>
      entries.flatMap(([path, { version = "" }]) => (path.endsWith(`node_modules/${name}`) ? version : []));
    for (const { names, versions } of rows.filter((row) => !row.stays))
      expect([names, [...new Set(names.flatMap(locked))].sort()]).toEqual([names, versions.sort()]);
  });

  it("lists every override", () => {
    const { overrides } = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { overrides: Record<string, Record<string, string>> };
    const replaced = Object.values(overrides).flatMap((it) =>
      Object.keys(it).map((name) => name.replace(/@[\d.]+$/, "")),
    );
    const listed = rows.filter((row) => !row.stays).flatMap(({ names }) => names);
    expect(listed.sort()).toEqual([...new Set(replaced)].sort());
  });
});
