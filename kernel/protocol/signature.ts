import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

/** Signs and checks the four JSON frames of a message. */
export interface Signer {
  sign(frames: readonly Uint8Array[]): string;
  /** Compares in constant time; with an empty key everything passes, as the protocol says. */
  verify(signature: Uint8Array, frames: readonly Uint8Array[]): boolean;
}

/** @param key The connection file's `key`; empty turns signing off. */
export function createSigner(key: string): Signer {
  const secret = key === "" ? undefined : createSecretKey(key, "utf8");
  const sign = (frames: readonly Uint8Array[]) => {
    if (!secret) return "";
    const hmac = createHmac("sha256", secret);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  };
  return {
    sign,
    verify(signature, frames) {
      if (!secret) return true;
      const expected = Buffer.from(sign(frames));
      return signature.byteLength === expected.byteLength && timingSafeEqual(signature, expected);
    },
  };
}

/**
 * Remembers the last signatures, so that a message recorded on the wire cannot be played again.
 *
 * Two generations bound the memory: between `limit` and twice as many are known.
 */
export function createReplayGuard(limit = 32_768): { isNew(signature: string): boolean } {
  let recent = new Set<string>();
  let older = new Set<string>();
  return {
    isNew(signature) {
      if (recent.has(signature) || older.has(signature)) return false;
      recent.add(signature);
      if (recent.size >= limit) {
        older = recent;
        recent = new Set();
      }
      return true;
    },
  };
}
