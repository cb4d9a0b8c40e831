import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, createGzip, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, expect, it, vi } from "vitest";
import { NDArray } from "../../../src/array/ndarray.ts";
import { download } from "../../../src/data/download.ts";
import { formatIdx, parseIdx } from "../../../src/data/idx.ts";
import { parseNpy } from "../../../src/data/npy.ts";
import { verifyFile } from "../../../src/data/verify.ts";
import { idxFile } from "./idxFile.ts";
import { npyFile } from "./npyFile.ts";

const runs = { numRuns: process.env.TOILE_TEST_LONG === "1" ? 100_000 : 1000 };
vi.setConfig({ testTimeout: 600_000 });

const folder = mkdtempSync(path.join(tmpdir(), "toile-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
const arrays = shapes.chain((shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc.tuple(fc.constant(shape), fc.uint8Array({ minLength: size, maxLength: size }));
});

/** Some bytes of a file changed, and perhaps its end cut off. */
function damaged(files: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const change = fc.tuple(fc.nat(), fc.nat(255));
  return fc
    .tuple(files, fc.array(change, { maxLength: 4 }), fc.option(fc.nat()))
    .map(([file, changes, cut]) => {
      const bytes = Buffer.from(file);
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
      return cut === null ? bytes : bytes.subarray(0, cut % (bytes.length + 1));
    });
}

/** An array as large as its shape says, or an error that names the file. */
async function readOrRefused(read: () => NDArray | Promise<NDArray>): Promise<void> {
  try {
    const { shape, data } = await read();
    expect(data.length).toBe(shape.reduce((product, length) => product * length, 1));
  } catch (error) {
    expect((error as Error).constructor).toBe(Error);
    expect((error as Error).message).toMatch(/^the file /);
  }
}

it("reads back every IDX file that it writes, gzipped or not", async () => {
  const property = fc.asyncProperty(arrays, fc.boolean(), async ([shape, values], zipped) => {
    const bytes = formatIdx(new NDArray(values, shape, "uint8"));
    const read = await parseIdx(zipped ? gzipSync(bytes) : bytes);
    expect([read.shape, [...read.data]]).toEqual([shape, [...values]]);
  });
  await fc.assert(property, runs);
});

it("reads or refuses a damaged IDX file by name, never more", async () => {
  const files = arrays.map(([shape, values]) => idxFile(shape, [...values]));
  const all = fc.oneof(damaged(files), damaged(files.map((file) => gzipSync(file))), fc.uint8Array());
  await fc.assert(
    fc.asyncProperty(all, (bytes) => readOrRefused(() => parseIdx(bytes, "the file"))),
    runs,
  );
});

it("reads or refuses a damaged numpy file by name, never more", async () => {
  const files = arrays.map(([shape, values]) => npyFile(shape, [...values]));
  const all = fc.oneof(damaged(files), fc.uint8Array());
  await fc.assert(
    fc.asyncProperty(all, (bytes) => readOrRefused(() => parseNpy(bytes, "the file"))),
    runs,
  );
});

it("refuses a numpy file whose header is longer than any", async () => {
  const header = Buffer.alloc(300_000, " ");
  const head = Buffer.from([0x93, ...Buffer.from("NUMPY"), 2, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(header.length, 8);
  await readOrRefused(() => parseNpy(Buffer.concat([head, header]), "the file"));
});

it("reads gzip data in several members, and refuses by name what is behind the last one", async () => {
  const whole = idxFile([2, 3], [1, 2, 3, 4, 5, 6]);
  const members = [gzipSync(whole.subarray(0, 9)), gzipSync(whole.subarray(9))];
  expect((await parseIdx(Buffer.concat(members))).shape).toEqual([2, 3]);
  await expect(parseIdx(Buffer.concat([...members, Buffer.from("more")]), "the file")).rejects.toThrow(
    "the file is damaged",
  );
});

it("refuses an IDX file that claims more than it holds, whatever it claims", async () => {
  for (const shape of [[0xffffffff], Array(255).fill(0xffffffff), [...Array(254).fill(0xffffffff), 0]])
    await expect(parseIdx(idxFile(shape, [1, 2, 3]), "the file")).rejects.toThrow(/^the file is /);
});

/** So many zeros, gzipped to a thousandth. */
async function bomb(bytes: number): Promise<Buffer> {
  const zip = createGzip({ level: constants.Z_BEST_SPEED });
  const zeros = Buffer.alloc(2 ** 20);
  for (let sent = 0; sent < bytes; sent += zeros.length) zip.write(zeros);
  zip.end();
  return Buffer.concat(await zip.toArray());
}

it("refuses a decompression bomb, in memory and in a stream", async () => {
  const bytes = await bomb(80 * 2 ** 20);
  await expect(parseIdx(bytes, "bomb.gz")).rejects.toThrow(
    `bomb.gz unpacks to more than 67108864 bytes from ${bytes.length}; refused as a decompression bomb`,
  );
  const file = path.join(folder, "bomb.gz");
  writeFileSync(file, bytes);
  await expect(verifyFile(file, { name: "bomb.gz", size: 1000, sha256: "" })).rejects.toThrow(
    /bomb\.gz cannot be unzipped: it unpacks to more than the 1000 bytes expected/,
  );
});

it("does not let a server fill the disk", async () => {
  const chunk = Buffer.alloc(2 ** 16);
  const server = createServer((_, response) => {
    const send = () => {
      while (response.write(chunk));
    };
    response.on("drain", send);
    send();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/endless`;
  await expect(download(url, path.join(folder, "endless"), () => {}, 10 * chunk.length)).rejects.toThrow(
    `${url}: sends more than ${10 * chunk.length} bytes`,
  );
  server.closeAllConnections();
  server.close();
});
