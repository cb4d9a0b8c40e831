import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { beforeAll, describe, expect, it } from "vitest";
import { RandomState } from "../../../src/index.ts";
import { programOf } from "../child.ts";
import { temporaryFolder } from "./small.ts";

/** Trains with everything that draws random numbers: initial weights, the order of samples, dropout. Says each batch; the last line is the weights. */
const source = `
import { callbacks, layers, optimizers, sequential, setRandomSeed } from "./src/index.ts";
import { x, y } from "./test/src/callbacks/small.ts";
const [folder, saveFreq] = process.argv.slice(2);
setRandomSeed(5);
const model = sequential([
  layers.dense(6, { activation: "relu", inputShape: [3], name: "hidden" }),
  layers.dropout(0.3),
  layers.dense(4, { activation: "softmax", name: "output" }),
]);
model.compile({ optimizer: optimizers.adam({ learningRate: 0.05 }), loss: "sparse_categorical_crossentropy", metrics: "accuracy" });
const say = (event: string) => process.stdout.write(event + "\\n");
const events = {
  onEpochBegin: (epoch: number) => say("epoch " + epoch),
  onTrainBatchEnd: (batch: number) => say("batch " + batch),
};
const backup = callbacks.backupAndRestore(folder!, { saveFreq: saveFreq === "epoch" ? "epoch" : Number(saveFreq) });
await model.fit(x, y, { epochs: 6, batchSize: 10, verbose: 0, callbacks: folder === "none" ? [events] : [backup, events] });
say(JSON.stringify(model.getWeights().map(({ data }) => [...data])));
`;

interface Run {
  /** What the process said; the last line is the weights, if it came so far. */
  readonly events: string[];
  readonly signal: NodeJS.Signals | null;
}

let program = "";

/** Runs the program, and kills it as `kill -9` does once it has said so many lines, or after some milliseconds more. */
async function run(
  folder: string,
  saveFreq: string,
  killAfter?: { lines: number; ms: number },
): Promise<Run> {
  const child = spawn(process.execPath, [program, folder, saveFreq], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once("exit", (_code, signal) => resolve(signal)),
  );
  const events: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    events.push(line);
    if (events.length === killAfter?.lines) setTimeout(() => child.kill("SIGKILL"), killAfter.ms);
  }
  return { events, signal: await ended };
}

describe("a training that is killed", () => {
  let weights = "";
  beforeAll(async () => {
    program = await programOf(source);
    weights = (await run("none", "epoch")).events.at(-1)!;
  });

  it.each([
    ["epoch", "in the middle of an epoch", { lines: 3 * 8 + 4, ms: 0 }],
    ["3", "after some batches of an epoch", { lines: 2 * 8 + 5, ms: 0 }],
    ["1", "in the very first epoch", { lines: 4, ms: 0 }],
  ])(
    "backed up every %s ends with the weights of one that was not, killed %s",
    async (saveFreq, _when, at) => {
      const folder = path.join(temporaryFolder(), "backup");
      const killed = await run(folder, saveFreq, at);
      expect(killed.signal).toBe("SIGKILL");
      const resumed = await run(folder, saveFreq);
      expect(resumed.events.length).toBeLessThan(6 * 8 + 1);
      expect(resumed.events.at(-1)).toBe(weights);
    },
  );

  it("over and over, at any moment, ends with the same weights", { timeout: 240_000 }, async () => {
    const random = new RandomState(1);
    const folder = path.join(temporaryFolder(), "backup");
    let kills = 0;
    for (let attempt = 0; attempt < 40; attempt++) {
      const at = { lines: 2 + random.interval(12), ms: random.interval(6) };
      const { events, signal } = await run(folder, String(1 + random.interval(2)), at);
      if (signal === null) {
        expect(events.at(-1)).toBe(weights);
        break;
      }
      kills += 1;
    }
    expect(kills).toBeGreaterThan(1);
    expect(kills).toBeLessThan(40);
  });
});
