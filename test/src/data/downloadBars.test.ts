import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { prepareFiles } from "../../../src/data/prepareFiles.ts";
import { mirror } from "../../../src/data/sources.ts";
import { printed } from "../callbacks/small.ts";
import { installFakeKernel } from "../notebook/fakeKernel.ts";

const numbers = Buffer.alloc(2_000_000, 7);
/** A gzip file as large as what it holds. */
const content = gzipSync(numbers, { level: 0 });
const set = {
  title: "Numbers",
  folder: "numbers",
  files: ["a.bin", "b.bin"].map((name) => ({
    name,
    sha256: createHash("sha256").update(numbers).digest("hex"),
    size: numbers.length,
  })),
};

/** What the server does after the first half of a file. */
let halfway: (response: ServerResponse) => void;
const server = createServer((_request, response) => {
  response.writeHead(200, { "content-length": content.length });
  response.write(content.subarray(0, 1_000_000), () => halfway(response));
});
let url = "";
beforeEach(async () => {
  halfway = (response) => setTimeout(() => response.end(content.subarray(1_000_000)), 150);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const prepare = () => {
  const cacheDir = mkdtempSync(path.join(tmpdir(), "toile-bars-"));
  return { cacheDir, prepared: prepareFiles(set, { cacheDir, sources: [mirror(url)] }) };
};

it("prints a plain line for each file in a pipe", async () => {
  const text = await printed(() => prepare().prepared);
  expect(text.replace(/ \d+s$/gm, " Ts").split("\n")).toEqual([
    `${url}a.bin ${"━".repeat(20)} 2.0/2.0 MB Ts`,
    `${url}b.bin ${"━".repeat(20)} 2.0/2.0 MB Ts`,
    "",
  ]);
});

it("shows a bar that grows in a notebook", async () => {
  const kernel = installFakeKernel();
  await prepare().prepared;
  const [first, second] = [...kernel.outputs.values()].map((pictures) =>
    pictures.map((p) => String(p["text/plain"])),
  );
  expect(first![0]).toMatch(/a\.bin ━*─+ \d\.\d\/2\.0 MB \d+s$/);
  expect(first!.at(-1)!.replace(/ \d+s$/, " Ts")).toBe(`${url}a.bin ${"━".repeat(20)} 2.0/2.0 MB Ts`);
  expect(second!.at(-1)).toContain("b.bin");
});

it("ends at once when the user interrupts, keeps what came, and leaves the bar as it stood", async () => {
  const kernel = installFakeKernel();
  halfway = () => setTimeout(() => kernel.abort.abort(), 50);
  const { cacheDir, prepared } = prepare();
  await expect(prepared).rejects.toMatchObject({
    name: "KeyboardInterrupt",
    message: "the download of Numbers was interrupted",
  });
  expect(readdirSync(path.join(cacheDir, "datasets/numbers.partial-0"))).toEqual(["a.bin"]);
  const [pictures] = [...kernel.outputs.values()];
  expect(pictures!.at(-1)!["text/plain"]).toMatch(/a\.bin ━{9}─{11} 1\.0\/2\.0 MB \d+s$/);
});

it("is silent where somebody else shows the progress", async () => {
  const seen: number[] = [];
  const cacheDir = mkdtempSync(path.join(tmpdir(), "toile-bars-"));
  const onProgress = ({ done }: { done: number }) => void seen.push(done);
  const text = await printed(() => prepareFiles(set, { cacheDir, sources: [mirror(url)], onProgress }));
  expect(text).toBe("");
  expect(seen.at(-1)).toBe(content.length);
});
