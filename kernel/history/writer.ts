import { appendFile, close, constants, fstat, ftruncate, open } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";

const append = promisify(appendFile) as (fd: number, text: string) => Promise<void>;
const [openFile, closeFile, statFile] = [promisify(open), promisify(close), promisify(fstat)];
const truncate = promisify(ftruncate);

/** In a folder that others may write, a link in the file's place would lead to any file of the user's. */
const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants;

/** Bytes that one session may write; later cells of it are kept in memory only. */
const sessionLimit = 8 * 1024 * 1024;

/** Keeps lines in a file. */
export interface Writer {
  write(line: string): void;
  /** Resolves when everything written is in the file, or cannot be. */
  flush(): Promise<void>;
}

/**
 * Appends in order, one write at a time; what failed goes first in the next one. The file stays open, since a cell's reply waits for it.
 *
 * @param file the path, asked for when the first line comes
 * @param complain told what goes wrong
 */
export function createWriter(
  file: () => Promise<string>,
  complain: (what: string, error: unknown) => void,
): Writer {
  let pending = "";
  let written = 0;
  let fd: number | undefined;
  let last: Promise<void> = Promise.resolve();
  const leave = async () => {
    const old = fd;
    fd = undefined;
    if (old !== undefined) await closeFile(old).catch(() => {});
  };
  /** A file that somebody has deleted would take with it what is written. */
  const opened = async () => {
    if (fd !== undefined && (await statFile(fd)).nlink === 0) {
      await leave();
      written = 0;
    }
    fd ??= await openFile(await file(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
    return fd;
  };
  const post = async () => {
    const text = pending;
    pending = "";
    if (text === "") return;
    try {
      await append(await opened(), text);
      written += Buffer.byteLength(text);
    } catch (error) {
      await leave();
      // A part of it may be in the file. Where that cannot be taken back, a line break keeps it apart from the next attempt.
      const isTakenBack = await takeBack(file, written);
      pending = `${isTakenBack ? "" : "\n"}${text.replace(/^\n/, "")}${pending}`;
      complain("History could not be written and is kept in memory", error);
    }
  };
  return {
    write(line) {
      if (written + pending.length > sessionLimit) {
        complain(
          "History",
          new Error("this session has written enough; later cells are kept in memory only"),
        );
        return;
      }
      // The cell itself goes first.
      last = last.then(() => setImmediate()).then(post);
      pending += line;
    },
    flush: () => last,
  };
}

/** Cuts a file to what was in it; a full disk does not hinder that. */
async function takeBack(file: () => Promise<string>, bytes: number): Promise<boolean> {
  try {
    const fd = await openFile(await file(), O_WRONLY | O_NOFOLLOW);
    await truncate(fd, bytes).finally(() => closeFile(fd));
    return true;
  } catch {
    return false;
  }
}
