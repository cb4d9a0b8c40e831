import type { Layer, SymbolicTensor } from "../tensorflow.ts";

/** What tfjs keeps of one call of a layer. */
interface Call {
  readonly inputTensors: readonly SymbolicTensor[];
  readonly outboundLayer: Layer;
  readonly inboundLayers: readonly Layer[];
  readonly nodeIndices: readonly number[];
  readonly tensorIndices: readonly number[];
}

/** Whether the layers form one chain; else a summary says what each layer is connected to. */
export function isChain(layers: readonly Layer[]): boolean {
  return layers.every((layer) => {
    const calls = callsWithin(layer, layers);
    const followers = new Set(
      (layer.outboundNodes as unknown as Call[]).map(({ outboundLayer }) => outboundLayer),
    );
    const within = [...followers].filter((follower) => layers.includes(follower));
    return (
      calls.length <= 1 && within.length <= 1 && calls.every(({ inboundLayers }) => inboundLayers.length <= 1)
    );
  });
}

/** The outputs that a layer takes, in Keras's form: `dense[0][0], dense_1[0][0]`. */
export function connectionsOf(layer: Layer, layers: readonly Layer[]): string {
  const sources = callsWithin(layer, layers).flatMap(({ inboundLayers, nodeIndices, tensorIndices }) =>
    inboundLayers.map(
      (source, i) => `${source.name}[${callOf(source, nodeIndices[i]!)}][${tensorIndices[i]}]`,
    ),
  );
  return sources.length === 0 ? "-" : sources.join(", ");
}

/** Which call of a layer it is, from 0; tfjs counts the making of a model as its first call. */
function callOf(layer: Layer, node: number): number {
  return "layers" in layer ? node - 1 : node;
}

function callsWithin(layer: Layer, layers: readonly Layer[]): Call[] {
  const calls = layer.inboundNodes as unknown as Call[];
  return calls.filter(({ inboundLayers }) => inboundLayers.every((source) => layers.includes(source)));
}
