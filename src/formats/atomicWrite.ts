import { randomBytes } from "node:crypto";
import { open, realpath, rename, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Writes a file so that a reader sees the old one or the whole new one, never a part:
 * a temporary file in the same folder, flushed to disk, then renamed.
 *
 * @param file the path to write; a symbolic link keeps pointing where it did
 * @throws Error naming the file, with the file system's error as `cause` and its `code`; the temporary file is removed, the old file untouched
 * @example await writeFileAtomic("model.keras", bytes);
 */
export async function writeFileAtomic(file: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const folder = path.dirname(target);
  const temporary = path.join(folder, `.${path.basename(target)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const handle = await open(temporary, "wx", 0o666);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw unwritten(file, cause as NodeJS.ErrnoException);
  }
  await syncFolder(folder);
}

function unwritten(file: string, cause: NodeJS.ErrnoException): Error {
  const error = new Error(
    `${file} could not be written (${cause.message}); what was there before is as it was.`,
    {
      cause,
    },
  );
  return Object.assign(error, cause.code === undefined ? {} : { code: cause.code });
}

/** Makes the rename itself durable; some file systems refuse to flush a folder, and the file is whole anyway. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
