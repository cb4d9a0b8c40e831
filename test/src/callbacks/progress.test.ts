import { afterEach, describe, expect, it } from "vitest";
import { ProgressLine } from "../../../src/callbacks/progressLine.ts";
import { againstKeras, noKeras, runKeras } from "../keras.ts";
import { classifier, printed, x, y } from "./small.ts";

const symbol = Symbol.for("toile.kernel");
const globals = globalThis as { [symbol]?: unknown };
afterEach(() => {
  delete globals[symbol];
});

/** Times replaced, as they differ from run to run. */
function withoutTimes(text: string): string {
  return text
    .replace(/\d+s(?!tep)\b/g, "Ts")
    .replace(/\d+(s|ms|us)\/step/g, "T/step")
    .replaceAll("\b", "");
}

const runs = [
  { verbose: 1, steps: 1200, logs: { loss: 0.63256, accuracy: 0.78534 } },
  { verbose: 2, steps: 375, logs: { loss: 0.00012345, accuracy: 1 } },
  { verbose: 1, steps: 7, logs: { loss: 1234.56789, mae: 1e-7 } },
];

describe.skipIf(noKeras)(againstKeras("the line of an epoch"), () => {
  it("looks like Keras's, digit for digit", () => {
    const expected = runKeras<string[]>(`
import io, contextlib, time
result = []
for run in ${JSON.stringify(runs)}:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        bar = keras.utils.Progbar(run["steps"], verbose=run["verbose"], stateless_metrics=set())
        time.sleep(0.01)
        bar.update(run["steps"], list(run["logs"].items()), finalize=True)
    result.append(out.getvalue())
`);
    const ours = runs.map(({ verbose, steps, logs }) => {
      let text = "";
      const write = (part: string) => {
        text += part;
      };
      new ProgressLine({ steps, verbose, isLive: true, write }).end(steps, logs);
      return text;
    });
    const tidy = (lines: string[]) =>
      lines.map((line) => withoutTimes(line).replace("\x1b[37m\x1b[0m", "").trim());
    expect(tidy(ours)).toEqual(tidy(expected));
  });
});

describe("fit prints", () => {
  const fit = (options: object) => printed(() => classifier().fit(x, y, options));

  it("a plain line an epoch where nothing can be rewritten", async () => {
    const lines = (await fit({ epochs: 2 })).split("\n");
    expect(lines[0]).toBe("Epoch 1/2");
    expect(lines[1]).toMatch(/^3\/3 ━{20} 0s \d+(ms|us)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}$/);
    expect(lines[2]).toBe("Epoch 2/2");
    expect(lines).toHaveLength(5);
  });

  it("no count of a single epoch, and nothing with verbose 0", async () => {
    expect(await fit({ verbose: 2, validationSplit: 0.5 })).toMatch(
      /^2\/2 - 0s - \d+(ms|us)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4} - val_loss: \d\.\d{4} - val_accuracy: \d\.\d{4}\n$/,
    );
    expect(await fit({ verbose: 0, epochs: 3 })).toBe("");
  });

  it("a bar that grows, in a notebook", async () => {
    globals[symbol] = { version: 1 };
    const text = await fit({
      epochs: 1,
      callbacks: { onTrainBatchEnd: () => new Promise((r) => setTimeout(r, 60)) },
    });
    const pictures = text.split("\r").slice(1);
    expect(pictures.length).toBeGreaterThan(2);
    expect(pictures[0]).toContain(
      `\x1b[1m1/3\x1b[0m \x1b[32m${"━".repeat(6)}\x1b[0m\x1b[37m${"━".repeat(14)}\x1b[0m`,
    );
    expect(pictures.at(-1)).toMatch(/3\/3[^\n]*\n$/);
  });
});

it("evaluate prints one line of its own, but none within fit", async () => {
  const text = await printed(() => classifier().evaluate(x, y));
  expect(text).toMatch(/^3\/3 ━{20} 0s \d+(ms|us)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}\n$/);
  const fitted = await printed(() => classifier().fit(x, y, { validationData: [x, y] }));
  expect(fitted.split("\n")).toHaveLength(2);
});
