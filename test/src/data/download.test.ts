import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { download } from "../../../src/data/download.ts";

const content = Buffer.from("the quick brown fox");
let server: Server;
let ranges: (string | undefined)[];
let folder: string;
let url: string;

beforeEach(async () => {
  ranges = [];
  server = createServer(({ headers, url: asked }, response) => {
    ranges.push(headers.range);
    if (asked !== "/file") return response.writeHead(404).end();
    const start = Number(/bytes=(\d+)-/.exec(headers.range ?? "")?.[1] ?? 0);
    if (start >= content.length) return response.writeHead(416).end();
    return response
      .writeHead(headers.range ? 206 : 200, { "content-length": content.length - start })
      .end(content.subarray(start));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(path.join(tmpdir(), "toile-download-"));
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

it("downloads a file and reports the bytes as they come", async () => {
  const file = path.join(folder, "file");
  const seen: [number, number][] = [];
  expect(await download(`${url}/file`, file, (done, total) => seen.push([done, total]))).toBe(content.length);
  expect(await readFile(file)).toEqual(content);
  expect(seen.at(-1)).toEqual([content.length, content.length]);
});

it("goes on where an interrupted download ended", async () => {
  const file = path.join(folder, "file");
  await writeFile(file, content.subarray(0, 5));
  expect(await download(`${url}/file`, file)).toBe(content.length - 5);
  expect(ranges).toEqual(["bytes=5-"]);
  expect(await readFile(file)).toEqual(content);
  expect(await download(`${url}/file`, file)).toBe(0);
  expect(await readFile(file)).toEqual(content);
});

it("names the address and why it failed", async () => {
  await expect(download(`${url}/other`, path.join(folder, "a"))).rejects.toThrow(`${url}/other: HTTP 404`);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  await expect(download(`${url}/file`, path.join(folder, "b"))).rejects.toThrow(/file: .*ECONNREFUSED/);
});
