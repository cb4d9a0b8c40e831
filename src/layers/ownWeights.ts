import type { Layer } from "../tensorflow.ts";
import { type Disposable, disposeWith } from "../training/dispose.ts";

const ours = new WeakSet<Layer>();

/** Marks a layer that this library made; a user's own tfjs layers keep tfjs's rules. */
export function markOurs<L extends Layer>(layer: L): L {
  ours.add(layer);
  return layer;
}

/** Frees a built layer's weights once nothing reaches the layer, if this library made it. */
export function ownWeights(layer: Layer): void {
  if (!ours.delete(layer) || layer.weights.length === 0) return;
  disposeWith(
    layer,
    layer.weights.map((weight) => weight.read() as unknown as Disposable),
  );
}
