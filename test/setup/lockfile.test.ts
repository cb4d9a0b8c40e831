import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

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
