import { encode } from "./proto.ts";

/** The settings of a session. */
export interface SessionOptions {
  /**
   * How many threads one operation may use. Default 1: in a course's small layers an operation is shorter than handing parts of it to
   * other threads; large convolutions and products gain. TensorFlow heeds it where `TF_OVERRIDE_GLOBAL_THREADPOOL=1` was set before
   * it was loaded.
   */
  intraOpThreads?: number;
  /** How many operations may run at the same time. Default 1, on the thread that runs the graph. */
  interOpThreads?: number;
  /** Whether TensorFlow rewrites graphs before the first run (constant folding and such). Default true. */
  optimize?: boolean;
}

/**
 * RewriterConfig.Toggle.OFF: remapping joins a product, its bias and its relu into one operation of oneDNN, whose relu makes 0 of NaN. A
 * model that has gone wrong would look like one that learns nothing.
 */
const off = 2;

/** The settings as messages of TensorFlow: for the session, and for each run. @throws RangeError for a number of threads below 1 */
export function sessionMessages(options: SessionOptions): { config: Uint8Array; run: Uint8Array } {
  const { intraOpThreads = 1, interOpThreads = 1, optimize = true } = options;
  requireThreads("intraOpThreads", intraOpThreads);
  requireThreads("interOpThreads", interOpThreads);
  const config = encode("Config", {
    intraOpParallelismThreads: intraOpThreads,
    interOpParallelismThreads: interOpThreads,
    usePerSessionThreads: interOpThreads > 1,
    graphOptions: { rewriteOptions: { remapping: off, disableMetaOptimizer: !optimize } },
  });
  // -1 is the calling thread: handing small operations over would take longer than they do.
  return { config, run: encode("RunOptions", { interOpThreadPool: interOpThreads > 1 ? 0 : -1 }) };
}

function requireThreads(option: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${option} must be a whole number from 1 on, got ${value}`);
}
