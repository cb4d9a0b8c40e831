/** Something the machine lacks, told in one line: what, why, and the command that mends it. */
export class SetupProblem extends Error {
  /**
   * @param {string} what what is missing or failed
   * @param {string} why why set-up needs it, or what the failing program said
   * @param {string} mend the command or act that mends it
   * @param {{cause?: unknown}} [options]
   */
  constructor(what, why, mend, options) {
    super(`${what}: ${why.replace(/[.\s]+$/, "")}. Mend it: ${mend}`.replace(/\s*\n\s*/g, " "), options);
    this.name = "SetupProblem";
  }
}

/**
 * The error of a step, as one line for the terminal.
 * @param {unknown} error
 */
export function problemLine(error) {
  if (error instanceof SetupProblem) return `✗ ${error.message}`;
  const { code, path } = /** @type {{code?: string, path?: string}} */ (error ?? {});
  if (code === "ENOSPC") return "✗ The disk is full. Mend it: free 3 GB, then run the same command again";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return `✗ No permission to write ${path ?? "a file"} (${code}). Mend it: make it yours, or set TOILE_CACHE to a folder you can write`;
  }
  const text = error instanceof Error ? error.message : String(error);
  return `✗ ${text.replace(/\s*\n\s*/g, " ")}. Mend it: run the same command again; finished steps are kept`;
}

const networkWords =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|NewConnectionError|Max retries|getaddrinfo|Temporary failure|timed out|No matching distribution|network/i;

/**
 * Whether what a program wrote speaks of a network that cannot be reached.
 * @param {string} text
 */
export function speaksOfNetwork(text) {
  return networkWords.test(text);
}

const noise = /A complete log of this run|debug-0\.log$|Run "npm help|^npm (notice|http|warn) /;
const failureWords = /error|cannot|can only|not found|failed|no such|denied|unable|mismatch/i;

/**
 * The last line of a program's output that says anything, for use in a one-line error.
 * @param {string} text
 */
export function lastWords(text) {
  const lines = text
    .split(/[\r\n]+/)
    .filter((line) => !noise.test(line))
    .map((line) => line.replace(/^(npm (error|ERR!)|ERROR:|error:)\s*/i, "").trim())
    .filter((line) => line !== "");
  const telling = lines.filter((line) => failureWords.test(line));
  return (telling.at(-1) ?? lines.at(-1) ?? "it wrote nothing").replace(/[.\s]+$/, "").slice(0, 240);
}
