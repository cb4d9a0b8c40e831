import { randomBytes } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Makes a folder whole or not at all, in the place of one of the same name: `write` fills a draft, which then takes its place. Of several at
 * once the last one stays.
 *
 * @param drafts where the draft is written, on the same file system as the folder
 * @throws what `write` throws, and where the folder cannot be replaced; what was there before then stays.
 * @example
 * await replaceFolder("kernels/toile", ".", (draft) => writeFile(join(draft, "kernel.json"), "{}"));
 */
export async function replaceFolder(
  folder: string,
  drafts: string,
  write: (draft: string) => Promise<void>,
): Promise<void> {
  const draft = join(drafts, `.toile-${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(draft, { recursive: true });
    await write(draft);
    await mkdir(dirname(folder), { recursive: true });
    while (!(await movedTo(folder, draft))) await makeRoom(folder, draft);
  } finally {
    // After a failure, that is what the caller should hear of, not this.
    for (const left of [draft, asideOf(draft)])
      await rm(left, { recursive: true, force: true }).catch(() => {});
  }
}

const asideOf = (draft: string) => `${draft}-old`;
/** A folder cannot be renamed over one that is not empty. */
const taken = new Set(["ENOTEMPTY", "EEXIST"]);

async function movedTo(folder: string, draft: string): Promise<boolean> {
  try {
    await rename(draft, folder);
    return true;
  } catch (error) {
    if (taken.has(codeOf(error))) return false;
    await rename(asideOf(draft), folder).catch(() => {});
    throw error;
  }
}

/** Moves what is there aside; another process may have done so first. */
async function makeRoom(folder: string, draft: string): Promise<void> {
  await rm(asideOf(draft), { recursive: true, force: true });
  await rename(folder, asideOf(draft)).catch((error: unknown) => {
    if (codeOf(error) !== "ENOENT") throw error;
  });
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? "";
}
