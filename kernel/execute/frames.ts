/** What a frame on fd 4 carries; the session process writes them, the front reads them. */
export const FrameKind = { stdout: 1, stderr: 2, event: 3, end: 4, exit: 5, comm: 6 } as const;

const lastKind = FrameKind.comm;

/** Length of the payload (u32), kind (u8), number of the run (u32), little-endian; the payload follows. */
export const headerBytes = 9;

export interface Frame {
  readonly kind: number;
  readonly run: number;
  readonly payload: Buffer;
}

/** Writes a frame's header. */
export function writeHeader(into: Buffer, length: number, kind: number, run: number): void {
  into.writeUInt32LE(length, 0);
  into.writeUInt8(kind, 4);
  into.writeUInt32LE(run, 5);
}

/** Cuts a byte stream into frames; keeps the unfinished rest for the next chunk. Throws at what is no frame. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  #wanted = headerBytes;

  push(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    return this.#size < this.#wanted ? [] : this.#cut();
  }

  #cut(): Frame[] {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const frames: Frame[] = [];
    let at = 0;
    this.#wanted = headerBytes;
    while (bytes.length - at >= headerBytes) {
      const end = at + headerBytes + bytes.readUInt32LE(at);
      const kind = bytes.readUInt8(at + 4);
      if (kind < FrameKind.stdout || kind > lastKind) throw new Error(`There is no kind ${kind} of frame`);
      if (end > bytes.length) {
        this.#wanted = end - at;
        break;
      }
      const payload = bytes.subarray(at + headerBytes, end);
      frames.push({ kind, run: bytes.readUInt32LE(at + 5), payload });
      at = end;
    }
    this.#chunks = [bytes.subarray(at)];
    this.#size = bytes.length - at;
    return frames;
  }
}
