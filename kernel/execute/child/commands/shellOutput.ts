/** What a shell command printed, and its exit code. */
export class ShellOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Null where a signal ended it. */
  readonly exitCode: number | null;

  constructor(stdout: string, stderr: string, exitCode: number | null) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.exitCode = exitCode;
  }

  /** The lines of stdout, without an empty last one. */
  lines(): string[] {
    const text = this.toString();
    return text === "" ? [] : text.split(/\r?\n/);
  }

  /** Stdout without the line break at its end, as in `$(...)`. */
  toString(): string {
    return this.stdout.replace(/(?:\r?\n)+$/, "");
  }

  [Symbol.for("Jupyter.display")](): Readonly<Record<string, string>> {
    return { "text/plain": this.toString() };
  }
}
