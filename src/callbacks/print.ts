/** Prints a line of a callback, in order with what training prints. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
