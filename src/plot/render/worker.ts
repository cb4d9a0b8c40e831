import { parentPort } from "node:worker_threads";
import type { RenderReply, RenderRequest } from "./messages.ts";
import { drawPng } from "./png.ts";
import { drawSvg, loadPlotly } from "./svg.ts";

// What fails here fails at the first figure by name.
let previous: Promise<unknown> = Promise.resolve()
  .then(loadPlotly)
  .catch(() => {});
let isFirst = true;

// Where no figure waits already, a small one is drawn, so that the first one finds everything warm.
const idle = setImmediate(() => {
  const figure = '{"data":[{"type":"scatter","y":[0,1]}],"layout":{"title":{"text":"0"}}}';
  enqueue({ id: 0, figure, options: { png: true, scale: 1 } }, () => {});
});

parentPort?.on("message", (request: RenderRequest) => {
  clearImmediate(idle);
  enqueue(request, (reply) => parentPort!.postMessage(reply));
});

/** One after another: plotly.js measures text in the one document that all figures share. */
function enqueue(request: RenderRequest, send: (reply: RenderReply) => void): void {
  previous = previous.then(async () => {
    const reply = await answer(request);
    send(reply);
    if (isFirst && !("error" in reply)) loadPlotly().keepCode();
    isFirst = false;
  });
}

async function answer({ id, figure, options }: RenderRequest): Promise<RenderReply> {
  try {
    const svg = await drawSvg(JSON.parse(figure), options.alt);
    if (!options.png) return { id, svg };
    return { id, svg, png: drawPng(svg, options.scale ?? 2) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
