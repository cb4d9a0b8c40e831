import { type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import type { ConvParts } from "./conv.ts";
import { channelsBack, channelsToLast, dilate } from "./convolve.ts";
import { type LayerArgs, one } from "./one.ts";
import type { LayerVariable } from "./variable.ts";

interface SeparableParts extends Omit<ConvParts, "kernel"> {
  depthwiseKernel: LayerVariable;
  pointwiseKernel: LayerVariable;
  depthMultiplier: number;
}

type RankedLayer = new (rank: number, config: LayerArgs) => InstanceType<typeof tf.layers.Layer>;

/** tfjs's class for any number of axes, which can build a layer for sequences but not call it. */
const Separable = Object.getPrototypeOf(tfjsClass("SeparableConv2D")) as RankedLayer &
  Pick<typeof tf.layers.Layer, "fromConfig">;

/** Filters within each channel, then across them, over sequences (an image of one row) or images. */
abstract class SeparableConv extends Separable {
  override call(inputs: Tensor | Tensor[]): Tensor {
    const parts = this as unknown as SeparableParts;
    const { strides, dilationRate, padding, bias, activation, dataFormat } = parts;
    return tf.tidy(() => {
      const x = channelsToLast(one(inputs), dataFormat);
      const isSequence = x.rank === 3;
      const depthwise = dilate(parts.depthwiseKernel.read(), [dilationRate].flat());
      const image = (values: Tensor, axis: number) => (isSequence ? tf.expandDims(values, axis) : values);
      const sum = tf.separableConv2d(
        image(x, 1) as never,
        image(depthwise, 0) as never,
        image(parts.pointwiseKernel.read(), 0) as never,
        [strides[0]!, strides[1] ?? strides[0]!],
        padding as "valid",
      ) as Tensor;
      const places = isSequence ? tf.squeeze(sum, [1]) : sum;
      const biased = bias === null ? places : tf.add(places, bias.read());
      return channelsBack(activation === null ? biased : activation.apply(biased), dataFormat);
    });
  }

  /** tfjs leaves the multiplier out of its settings. */
  override getConfig() {
    return { ...super.getConfig(), depthMultiplier: (this as unknown as SeparableParts).depthMultiplier };
  }
}

/** Keras's SeparableConv1D, which tfjs lacks. */
export class SeparableConv1D extends SeparableConv {
  static readonly className = "SeparableConv1D";

  constructor(config: LayerArgs) {
    super(1, config);
  }
}

/** tfjs's SeparableConv2D, whose kernels can leave out places while training too. */
export class SeparableConv2D extends SeparableConv {
  static readonly className = "SeparableConv2D";

  constructor(config: LayerArgs) {
    super(2, config);
  }
}

for (const layer of [SeparableConv1D, SeparableConv2D]) tf.serialization.registerClass(layer);
