import { afterAll, beforeAll, expect, test } from "vitest";
import { Notebook } from "./sessionHarness.ts";

let notebook: Notebook;
beforeAll(() => {
  notebook = new Notebook();
});
afterAll(() => notebook.close());

test.each([
  ["let a = 0; for (let i = 0; i < 100_000; i++) a += i; a", "4999950000"],
  ["a = 0; for (let i = 10; i > 0; i--) a += i\na", "55"],
  ["let w = 1; while (w < 1_000_000) w *= 3; w", "1594323"],
  ["let t = ''; let k = 5; while (k) { t += k; k -= 1 } t", "'54321'"],
  ["let big = 1n; for (let i = 0n; i < 70n; i++) big *= 2n; big", "1180591620717411303424n"],
  [
    "let c = 0; const xs = [3, 1, 2]; for (let i = 0; i < xs.length; i++) { if (xs[i] === 1) continue; if (i > 9) break; c += xs[i]!; } c",
    "5",
  ],
  [
    "let s1 = 0, found = -1; for (let i = 0; i < 50; i++) { s1 += i; if (s1 > 100) { found = i; break; } } [s1, found]",
    "[ 105, 14 ]",
  ],
  ["let i = 7, sum = 0; for (let i = 0; i < 5_000; i++) sum += i; [i, sum]", "[ 7, 12497500 ]"],
  ["let e = 0; for (i = 0; i < 3_000; i++) e++; [i, e]", "[ 3000, 3000 ]"],
  ["let m = 0; for (let p = 0, q = 9; p < q; p++, q--) { const d = q - p; m = Math.max(m, d) } m", "9"],
  [
    "let u = { n: 0 }; let v = 0; for (let j = 0; j < 4_000; j++) { u.n++; v = u.n; } [u, v]",
    "[ { n: 4000 }, 4000 ]",
  ],
])("%s", async (code, value) => expect(await notebook.value(code)).toBe(value));

test("an interrupt keeps what an endless loop has counted, and shows its line", async () => {
  await notebook.value("let counted = 0;\nconst list: number[] = [];");
  const failing = notebook.error(
    "console.log('running');\n\nwhile (true) {\n  list[counted] = counted;\n  counted++; if (counted === 1e6) counted = list.length = 0;\n}",
  );
  await notebook.until(() => notebook.printed().includes("running"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await notebook.session.interrupt();
  const { ename, text } = await failing;
  expect(ename).toBe("KeyboardInterrupt");
  expect(text).toMatch(/line [3-6]:/);
  expect(text).not.toContain("toile");
  expect(await notebook.value("counted > 0 && list.length - counted")).toBe("0");
});

test("an error in the middle leaves the values it found, and one frame", async () => {
  const { text } = await notebook.error(
    "let done = 0;\nconst rows = [[1], [2], null!];\nfor (let i = 0; i < 9; i++) {\n  done += rows[i]![0]!;\n}",
  );
  expect(text.match(/ at /g)).toHaveLength(1);
  expect(text).toContain("line 4:18");
  expect(await notebook.value("done")).toBe("3");
});
