import { parentPort } from "node:worker_threads";
import type { RenderReply, RenderRequest } from "./messages.ts";
import { drawPng } from "./png.ts";
import { drawSvg } from "./svg.ts";

let previous: Promise<void> = Promise.resolve();

// One after another: plotly.js measures text in the one document that all figures share.
parentPort?.on("message", (request: RenderRequest) => {
  previous = previous.then(async () => parentPort!.postMessage(await answer(request)));
});

async function answer({ id, figure, options }: RenderRequest): Promise<RenderReply> {
  try {
    const svg = await drawSvg(JSON.parse(figure));
    return options.png ? { id, svg, png: drawPng(svg, options.scale ?? 2) } : { id, svg };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
