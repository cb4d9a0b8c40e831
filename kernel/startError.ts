/** Why the kernel did not start, in the numbers of BSD's `sysexits.h`. */
export const ExitCode = {
  /** Called without a connection file. */
  usage: 64,
  /** The connection file is cut or wrong. */
  badData: 65,
  /** The connection file cannot be read. */
  noInput: 66,
  /** A socket's address is taken or not of this machine. */
  unavailable: 69,
} as const;

/** The kernel cannot start; the process ends with `exitCode` and the message as its one line. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
