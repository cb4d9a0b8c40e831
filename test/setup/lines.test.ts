import { expect, test } from "vitest";
import { nodeProblem } from "../../setup/lib/node-version.mjs";
import { wheelFor } from "../../setup/lib/platform.mjs";
import { lastWords, problemLine, SetupProblem, speaksOfNetwork } from "../../setup/lib/problem.mjs";
import { bar, Progress, size } from "../../setup/lib/progress.mjs";

test.each(["20.19.0", "22.0.0", "26.1.0"])("Node.js %s is recent enough", (version) => {
  expect(nodeProblem(version)).toBe("");
});

test.each(["12.22.0", "18.20.8", "20.18.3"])("Node.js %s is refused with the way out", (version) => {
  expect(nodeProblem(version)).toContain(`Node.js ${version} is too old`);
  expect(nodeProblem(version)).toContain("https://nodejs.org");
});

test("a problem is one line: what, why and the command that mends it", () => {
  const line = problemLine(new SetupProblem("pip failed", "it said\n  no", "run it again"));
  expect(line).toBe("✗ pip failed: it said no. Mend it: run it again");
});

test("a full disk and a missing permission are told in one line too", () => {
  const full = Object.assign(new Error("write"), { code: "ENOSPC" });
  const denied = Object.assign(new Error("open"), { code: "EACCES", path: "/some/file" });
  expect(problemLine(full)).toMatch(/^✗ The disk is full\. Mend it: .+$/);
  expect(problemLine(denied)).toMatch(/^✗ No permission to write \/some\/file \(EACCES\)\. Mend it: .+$/);
});

test("the telling line of npm's output is found under its help text", () => {
  const output = [
    "npm http fetch GET 404 /x",
    "npm error code EUSAGE",
    "npm error `npm ci` can only install packages when your package.json and package-lock.json are in sync.",
    "npm error Options:",
    'npm error Run "npm help ci" for more info',
    "npm error A complete log of this run can be found in: /home/a/.npm/_logs/x-debug-0.log",
  ].join("\n");
  expect(lastWords(output)).toContain("can only install packages when");
});

test("an unreachable network is told apart from other failures", () => {
  expect(speaksOfNetwork("request failed, reason: getaddrinfo ENOTFOUND host")).toBe(true);
  expect(speaksOfNetwork("SyntaxError: invalid syntax")).toBe(false);
});

test("a bar shows share and amount, and never runs over", () => {
  expect(bar(137e6, 274e6)).toBe("━━━━━━━━━━━━────────────  50% 137/274 MB");
  expect(bar(9, 3, "packages")).toContain("100% 9/3 packages");
  expect(bar(0, 0)).toContain("  0% 0/0 MB");
  expect(size(815e6)).toBe("815 MB");
  expect(size(1.84e9)).toBe("1.8 GB");
});

test("a step is one line where the output is no terminal, and a line that moves where it is", () => {
  const texts: string[] = [];
  const plain = new Progress({ write: (text: string) => texts.push(text) });
  plain.begin("data");
  plain.update(1, 2);
  plain.done("there");
  expect(texts.join("")).toBe("✓ data                 there\n");
  const drawn: string[] = [];
  const terminal = new Progress({ write: (text: string) => drawn.push(text), isTTY: true, columns: 40 });
  terminal.begin("data");
  terminal.update(2e6, 2e6);
  expect(drawn.join("")).toContain("━");
  expect(Math.max(...drawn.map((text) => text.split("\u001b[2K")[1]?.length ?? 0))).toBeLessThan(40);
});

test("a platform without TensorFlow is refused by name", () => {
  expect(wheelFor("linux", "x64").project).toBe("tensorflow-cpu");
  expect(wheelFor("darwin", "arm64").project).toBe("tensorflow");
  expect(() => wheelFor("darwin", "x64")).toThrow("no build for darwin x64");
  expect(() => wheelFor("win32", "x64")).toThrow("WSL");
});
