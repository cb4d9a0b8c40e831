import type { serialization } from "@tensorflow/tfjs-node";
import { type Layer, type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import type { ConvParts } from "./conv.ts";
import { channelsBack, channelsToLast, dilate } from "./convolve.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";
import type { LayerVariable } from "./variable.ts";

type Shapes = (number | null)[] | (number | null)[][];

/** What the methods use of tfjs's class, which declares it private. */
interface Parts extends Omit<ConvParts, "kernel"> {
  depthwiseKernel: LayerVariable;
  depthMultiplier: number;
  depthwiseConstraint: { getClassName(): string; getConfig(): object } | null;
}

/** tfjs's DepthwiseConv2D with kernels that leave out places, and its constraint among its settings. */
export class DepthwiseConv2D extends tfjsClass("DepthwiseConv2D") {
  static readonly className: string = "DepthwiseConv2D";

  override call(inputs: Tensor | Tensor[]): Tensor {
    const parts = this.#parts;
    const { strides, dilationRate, padding, bias, activation, dataFormat } = parts;
    return tf.tidy(() => {
      const x = channelsToLast(one(inputs), dataFormat);
      const sum = tf.depthwiseConv2d(
        x as never,
        dilate(this.kernel(parts.depthwiseKernel.read()), dilationRate) as never,
        [strides[0]!, strides[1]!],
        padding as "valid",
      ) as Tensor;
      const biased = bias === null ? sum : tf.add(sum, bias.read());
      return channelsBack(activation === null ? biased : activation.apply(biased), dataFormat);
    });
  }

  /** The kernel of an image, from the weight. */
  protected kernel(weight: Tensor): Tensor {
    return weight;
  }

  override computeOutputShape(inputShape: Shapes): (number | null)[] {
    const { dataFormat, kernelSize, strides, dilationRate, padding, depthMultiplier } = this.#parts;
    const shape = oneShape(inputShape);
    const first = dataFormat === "channelsFirst";
    const [rows, columns] = (first ? shape.slice(2) : shape.slice(1)).slice(0, 2).map((length, i) => {
      const reach = padding === "same" ? 1 : (kernelSize[i]! - 1) * dilationRate[i]! + 1;
      return length === null ? null : Math.floor((length - reach) / strides[i]!) + 1;
    });
    const channels = shape[first ? 1 : 3]! * depthMultiplier;
    const [batch] = shape;
    return first ? [batch!, channels, rows!, columns!] : [batch!, rows!, columns!, channels];
  }

  override getConfig(): serialization.ConfigDict {
    const { depthwiseConstraint: held } = this.#parts;
    const constraint = held && { className: held.getClassName(), config: held.getConfig() };
    return { ...super.getConfig(), depthwiseConstraint: constraint as never };
  }

  get #parts(): Parts {
    return this as unknown as Parts;
  }
}

/** Keras's DepthwiseConv1D, which tfjs lacks: an image of one row. */
export class DepthwiseConv1D extends DepthwiseConv2D {
  static override readonly className = "DepthwiseConv1D";

  constructor(config: LayerArgs & Record<"kernelSize" | "strides" | "dilationRate", number | number[]>) {
    const [length, stride, rate] = [config.kernelSize, config.strides, config.dilationRate].map(last);
    // TensorFlow moves as far along the one row's rows as along its columns.
    super({
      ...config,
      kernelSize: [1, length],
      strides: [stride, stride],
      dilationRate: [1, rate],
    } as LayerArgs);
  }

  override build(inputShape: Shapes): void {
    const [batch, steps, channels] = oneShape(inputShape);
    super.build([batch!, 1, steps!, channels!]);
    this.inputSpec = [{ ndim: 3, axes: { 2: channels! } }];
  }

  /** Keras's weight of a sequence has no axis for rows. */
  protected override addWeight(...args: Parameters<Layer["addWeight"]>) {
    const [name, [, ...shape], ...rest] = args;
    return name === "depthwise_kernel" ? super.addWeight(name, shape, ...rest) : super.addWeight(...args);
  }

  protected override kernel(weight: Tensor): Tensor {
    return tf.expandDims(weight, 0);
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => tf.squeeze(super.call(tf.expandDims(one(inputs), 1)), [1]));
  }

  override computeOutputShape(inputShape: Shapes): (number | null)[] {
    const [batch, steps, channels] = oneShape(inputShape);
    const [, , length, filters] = super.computeOutputShape([batch!, 1, steps!, channels!]);
    return [batch!, length!, filters!];
  }

  override getConfig(): serialization.ConfigDict {
    const config = super.getConfig();
    const [kernelSize, strides, dilationRate] = [config.kernelSize, config.strides, config.dilationRate].map(
      (value) => [last(value as number[])],
    );
    return { ...config, kernelSize: kernelSize!, strides: strides!, dilationRate: dilationRate! };
  }
}

function last(value: number | number[]): number {
  return [value].flat().at(-1)!;
}

for (const layer of [DepthwiseConv1D, DepthwiseConv2D]) tf.serialization.registerClass(layer);
