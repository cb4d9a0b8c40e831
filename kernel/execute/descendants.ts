import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Seconds since it was started. */
  readonly age: number;
}

/** Linux counts in these, whatever the machine. */
const ticksPerSecond = 100;

/**
 * The processes below one, no older than a number of seconds.
 *
 * @returns their ids; none on a system that does not tell
 */
export function youngDescendants(root: number, seconds: number): number[] {
  try {
    const all = process.platform === "linux" ? fromProc() : fromPs();
    return below(root, all)
      .filter(({ age }) => age <= seconds)
      .map(({ pid }) => pid);
  } catch {
    return []; // Neither /proc nor ps.
  }
}

function below(parent: number, all: readonly Process[]): Process[] {
  return all.filter((it) => it.parent === parent).flatMap((it) => [it, ...below(it.pid, all)]);
}

function fromProc(): Process[] {
  const uptime = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? readStat(Number(name), uptime) : []));
}

function readStat(pid: number, uptime: number): Process | [] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before the closing bracket may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { pid, parent: Number(fields[1]), age: uptime - Number(fields[19]) / ticksPerSecond };
  } catch {
    return []; // It has ended meanwhile.
  }
}

function fromPs(): Process[] {
  const text = execFileSync("ps", ["-A", "-o", "pid=,ppid=,etime="], { encoding: "utf8" });
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [pid, parent, elapsed = ""] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), age: toSeconds(elapsed) };
    });
}

/** `[[days-]hours:]minutes:seconds` */
function toSeconds(elapsed: string): number {
  const [clock = "", days = "0"] = elapsed.split("-").reverse();
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}
