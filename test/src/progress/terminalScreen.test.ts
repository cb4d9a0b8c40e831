import { describe, expect, it } from "vitest";
import { skipReason } from "../python.ts";
import { runOnTerminal } from "./terminal.ts";

/** A screen, and time for it to draw. */
const prelude = `
import { openScreen } from "./src/progress/screen.ts";
const screen = openScreen();
const drawn = () => new Promise((resolve) => setTimeout(resolve, 120));
`;

describe.skipIf(skipReason || process.platform === "win32")("on a terminal", () => {
  it("the changing line is drawn over and over in one row, and leaves its final form", async () => {
    const { written, rows } = await runOnTerminal(
      `${prelude}
      screen.print("Epoch 1/1");
      for (const step of [1, 2, 3]) {
        screen.rewrite(() => "at step " + step);
        await drawn();
      }
      screen.finish("done");
      await screen.close();
      console.log("next");`,
      60,
    );
    for (const step of [1, 2, 3]) expect(written).toContain(`at step ${step}`);
    expect(rows).toEqual(["Epoch 1/1", "done", "next"]);
  });

  it("lines come above the changing one, and what others print meanwhile is not overwritten", async () => {
    const { rows } = await runOnTerminal(
      `${prelude}
      screen.rewrite(() => "first");
      await drawn();
      screen.print("a callback speaks");
      screen.rewrite(() => "second");
      await drawn();
      for (let i = 0; i < 60; i++) console.log(i === 0 ? "" : "user " + i);
      screen.rewrite(() => "third");
      await drawn();
      screen.finish("done");
      await screen.close();`,
      60,
    );
    expect(rows[0]).toBe("a callback speaks");
    expect(rows[1]).toBe("second");
    expect(rows.slice(2)).toEqual([...Array.from({ length: 59 }, (_, i) => `user ${i + 1}`), "done"]);
  });

  it("fit shows Keras's bar, cut to the terminal while it runs and whole at the end", async () => {
    const { written, rows } = await runOnTerminal(
      `import { classifier, x, y } from "./test/src/callbacks/small.ts";
      const slowly = { onTrainBatchEnd: () => new Promise<void>((r) => setTimeout(r, 150)) };
      await classifier().fit(x, y, { epochs: 2, callbacks: slowly, validationData: [x, y] });`,
      78,
    );
    const [green, grey, bold, off] = ["\x1b[32m", "\x1b[37m", "\x1b[1m", "\x1b[0m"];
    const bar = `${green}${"━".repeat(6)}${off}${grey}${"━".repeat(14)}${off}`;
    expect(written).toContain(`${bold}1/3${off} ${bar} ${bold}`);
    expect(rows).toHaveLength(6);
    expect(rows[0]).toBe("Epoch 1/2");
    expect(rows[1]).toMatch(/^3\/3 ━{20} \d+s \d+(ms|s)\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}$/);
    expect(rows[2]).toMatch(/^ {4}- val_loss: \d\.\d{4} - val_accuracy: \d\.\d{4}$/);
    expect(rows[3]).toBe("Epoch 2/2");
  });

  it("an error in mid-epoch leaves the bar as it stands, and the process ends", async () => {
    const { rows } = await runOnTerminal(
      `import { classifier, x, y } from "./test/src/callbacks/small.ts";
      const broken = {
        onTrainBatchEnd: async (batch: number) => {
          await new Promise<void>((r) => setTimeout(r, 80));
          if (batch === 1) throw new Error("broken");
        },
      };
      await classifier().fit(x, y, { callbacks: broken }).catch((error) => console.log(String(error)));`,
      100,
    );
    expect(rows[0]).toMatch(/^1\/3 ━{20} \d+s \d+ms\/step - loss: \d\.\d{4} - accuracy: \d\.\d{4}$/);
    expect(rows[1]).toBe("Error: broken");
  });
});
