import { mended } from "../notebook/mended.ts";
import { tf } from "../tensorflow.ts";

let phase: boolean | undefined;
let watching = false;

/**
 * Runs work in which every layer that is applied knows whether it is trained, as in Keras; tfjs's layers must be told one by
 * one. What a call states itself wins.
 */
export function inPhase<T>(training: boolean, work: () => T): T {
  watch();
  const outer = phase;
  phase = training;
  const restore = () => {
    phase = outer;
  };
  try {
    return mended(restore, work);
  } finally {
    restore();
  }
}

/** All layers share one `apply`; it is wrapped once. */
function watch(): void {
  if (watching) return;
  watching = true;
  const { prototype } = tf.layers.Layer;
  const { apply } = prototype;
  prototype.apply = function (inputs, options) {
    return apply.call(this, inputs, phase === undefined ? options : { training: phase, ...options });
  };
}
