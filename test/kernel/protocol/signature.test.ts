import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createReplayGuard, createSigner } from "../../../kernel/protocol/signature.ts";

const frames = ["a", "b", "c", "d"].map((text) => Buffer.from(text));

describe("signer", () => {
  it("signs the joined frames with HMAC-SHA256 in hexadecimal", () => {
    expect(createSigner("key").sign(frames)).toBe(createHmac("sha256", "key").update("abcd").digest("hex"));
  });

  it("refuses a signature of another length without throwing", () => {
    expect(createSigner("key").verify(Buffer.from("abc"), frames)).toBe(false);
  });
});

describe("replay guard", () => {
  it("knows at least the last signatures up to its limit and forgets older ones", () => {
    const guard = createReplayGuard(3);
    const all = ["1", "2", "3", "4", "5", "6"];
    expect(all.map((signature) => guard.isNew(signature))).toEqual(all.map(() => true));
    expect(["4", "5", "6"].map((signature) => guard.isNew(signature))).toEqual([false, false, false]);
    expect(guard.isNew("1")).toBe(true);
  });
});
