import { parentPort } from "node:worker_threads";
import type { RenderReply, RenderRequest } from "./messages.ts";
import { drawPng } from "./png.ts";
import { drawSvg, warmUp } from "./svg.ts";

// A first figure that is asked for while this goes on waits for the rest of it only; what fails here fails there by name.
let previous: Promise<void> = warmUp().catch(() => {});

// One after another: plotly.js measures text in the one document that all figures share.
parentPort?.on("message", (request: RenderRequest) => {
  previous = previous.then(async () => parentPort!.postMessage(await answer(request)));
});

async function answer({ id, figure, options }: RenderRequest): Promise<RenderReply> {
  try {
    const svg = await drawSvg(JSON.parse(figure), options.alt);
    if (!options.png) return { id, svg };
    return { id, svg, png: drawPng(svg, options.scale ?? 2) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
