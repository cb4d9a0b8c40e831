// One process of run.mjs: draws a first figure and 20 more, and prints what they took.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";

const { warmRenderer } = await import("../../dist/src/plot/renderer.js");
if (process.argv[2] === "warm") {
  warmRenderer();
  const running = setInterval(() => {}, 100); // The drawing thread alone keeps no process alive.
  await pause(2000);
  clearInterval(running);
}
const { plotHistory } = await import("../../dist/src/plot/plotHistory.js");

/** @param {number} i */
const curve = (i) => Array.from({ length: 20 }, (_, epoch) => 1 / (epoch + 1 + i / 100));
/** @param {number} i */
const draw = async (i) => {
  const curves = { loss: curve(i), val_loss: curve(i + 9), accuracy: curve(i), val_accuracy: curve(i + 9) };
  const figure = plotHistory(curves);
  const started = performance.now();
  await Reflect.get(figure, Symbol.for("Jupyter.display")).call(figure);
  return performance.now() - started;
};

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const before = process.cpuUsage();
const first = await draw(0);
const { user, system } = process.cpuUsage(before);
const next = [];
for (let i = 1; i <= 20; i++) next.push(await draw(i));
delay.disable();
next.sort((a, b) => a - b);
const cpu = (user + system) / 1000;
console.log(JSON.stringify({ first, cpu, next: next[10], slowest: next[19], delay: delay.max / 1e6 }));
