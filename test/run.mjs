// `npm test`: the set-up, then every check. The last line is `N passed, N failed` (or `N passed, N failed, N skipped`).
// `npm test -- types unit` runs the named stages alone.
import { mkdirSync, rmSync } from "node:fs";
import { stages } from "./run/stages.mjs";
import { add, summary } from "./run/tally.mjs";

const output = new URL("output/", import.meta.url);
rmSync(new URL("results/", output), { recursive: true, force: true });
mkdirSync(new URL("results/", output), { recursive: true });

// Kernels under test leave the user's own history alone.
process.env.TOILE_HISTORY ??= "off";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `No test stage named ${unknown.join(", ")}. Stages: ${stages.map((stage) => stage.name).join(", ")}`,
  );
  process.exit(2);
}

/** @type {import("./run/tally.mjs").Tally} */
let total = { passed: 0, failed: 0, skipped: 0, reasons: [] };
for (const stage of stages) {
  if (wanted.length > 0 && !wanted.includes(stage.name) && !stage.always) continue;
  const started = Date.now();
  console.log(`\n== ${stage.name}: ${stage.title}`);
  const tally = await stage.run();
  console.log(`-- ${stage.name}: ${summary(tally)} in ${Math.round((Date.now() - started) / 1000)} s`);
  total = add(total, tally);
  if (stage.always && tally.failed > 0) break;
}
for (const reason of total.reasons) console.log(`skipped: ${reason}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
console.log(summary(total));
