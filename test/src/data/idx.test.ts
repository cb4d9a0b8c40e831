import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { parseIdx } from "../../../src/data/idx.ts";
import { idxFile } from "./idxFile.ts";

it("reads shape and values of a gzipped file", async () => {
  const images = await parseIdx(gzipSync(idxFile([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255])));
  expect(images.shape).toEqual([2, 2, 3]);
  expect(images.dtype).toBe("uint8");
  expect(images.at(1).toArray()).toEqual([
    [7, 8, 9],
    [10, 11, 255],
  ]);
});

it("reads an uncompressed file", async () => {
  expect((await parseIdx(idxFile([3], [9, 0, 4]))).toArray()).toEqual([9, 0, 4]);
});

it("names a file that is truncated, too long, or no IDX at all", async () => {
  const whole = idxFile([3], [9, 0, 4]);
  await expect(parseIdx(whole.subarray(0, -1), "labels.gz")).rejects.toThrow(
    "labels.gz is truncated: shape (3,) needs 3 bytes, found 2",
  );
  await expect(parseIdx(Buffer.concat([whole, whole]), "labels.gz")).rejects.toThrow("labels.gz is too long");
  await expect(parseIdx(whole.subarray(0, 6))).rejects.toThrow("truncated inside its IDX header");
  await expect(parseIdx(Buffer.from("<html>"), "labels.gz")).rejects.toThrow(
    "labels.gz is no IDX file: it starts with 0x3c68746d",
  );
});

it("refuses other element types by name", async () => {
  const floats = idxFile([1], [0]);
  floats[2] = 0x0d;
  await expect(parseIdx(floats)).rejects.toThrow("IDX type 0xd, only unsigned bytes are read");
});

it("says that gzip data is damaged", async () => {
  const cut = gzipSync(idxFile([3], [9, 0, 4])).subarray(0, 18);
  await expect(parseIdx(cut, "labels.gz")).rejects.toThrow("labels.gz is damaged");
});
