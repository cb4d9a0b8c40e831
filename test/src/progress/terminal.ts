import { execFile } from "node:child_process";
import { promisify } from "node:util";
import xterm from "@xterm/headless";
import { programOf } from "../child.ts";
import { python } from "../python.ts";

const exec = promisify(execFile);

/** What Python needs to run a program on a pseudo-terminal of a given width and pass on what it writes. */
const onTerminal = `
import fcntl, os, pty, struct, sys, termios
columns, *command = sys.argv[1:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(columns), 0, 0))
    quiet = ("CI", "NO_COLOR", "FORCE_COLOR")
    os.execvpe(command[0], command, {**{k: v for k, v in os.environ.items() if k not in quiet}, "TERM": "xterm-256color"})
while True:
    try: data = os.read(fd, 65536)
    except OSError: break
    if not data: break
    os.write(1, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Runs a program of the sources on a pseudo-terminal; what it wrote, and the rows that a reader sees in the end (xterm.js). */
export async function runOnTerminal(
  source: string,
  columns: number,
): Promise<{ written: string; rows: string[] }> {
  const args = ["-c", onTerminal, String(columns), process.execPath, await programOf(source)];
  const { stdout: written } = await exec(python, args, { encoding: "utf8", maxBuffer: 1e8 });
  const terminal = new xterm.Terminal({ cols: columns, rows: 40, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(written, resolve));
  const { buffer, modes } = terminal;
  if (!modes.wraparoundMode) throw new Error("the terminal was left without line wrapping");
  const rows = Array.from({ length: buffer.active.length }, (_, row) =>
    buffer.active.getLine(row)!.translateToString(true),
  );
  return { written, rows: rows.slice(0, rows.findLastIndex((row) => row !== "") + 1) };
}
