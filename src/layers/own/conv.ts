import { type Layer, type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { channelsBack, channelsToLast, convolve } from "./convolve.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";
import type { LayerActivation, LayerVariable } from "./variable.ts";

type Shapes = (number | null)[] | (number | null)[][];
type ConvArgs = LayerArgs & { groups?: number };

/** What the methods use of tfjs's classes, which declare it private. */
export interface ConvParts {
  filters: number;
  kernel: LayerVariable;
  bias: LayerVariable | null;
  kernelSize: number[];
  strides: number[];
  dilationRate: number[];
  padding: "valid" | "same" | "causal";
  dataFormat: "channelsLast" | "channelsFirst";
  activation: LayerActivation | null;
}

type ConvClass = new (config: ConvArgs) => Layer;

/** tfjs's convolution with groups, causal padding, and a gradient for kernels that leave out places. */
function kerasConv(className: "Conv1D" | "Conv2D" | "Conv3D"): ConvClass {
  class Conv extends tfjsClass(className) {
    static readonly className: string = className;
    readonly groups: number;

    constructor(config: ConvArgs) {
      super(config);
      this.groups = config.groups ?? 1;
    }

    override build(inputShape: Shapes): void {
      const shape = oneShape(inputShape);
      const axis = partsOf(this).dataFormat === "channelsFirst" ? 1 : shape.length - 1;
      const channels = shape[axis];
      if (this.groups === 1 || channels === null || channels === undefined) {
        super.build(shape);
        return;
      }
      checkGroups(this.name, this.groups, channels, partsOf(this).filters);
      super.build(shape.map((length, i) => (i === axis ? channels / this.groups : length)));
      this.inputSpec = [{ ndim: shape.length, axes: { [axis]: channels } }];
    }

    override call(inputs: Tensor | Tensor[], options: { training?: boolean }): Tensor | Tensor[] {
      const { kernel, bias, strides, dilationRate, padding, dataFormat, activation, kernelSize } =
        partsOf(this);
      const rates = [dilationRate].flat();
      const plain = this.groups === 1 && padding !== "causal" && rates.every((rate) => rate === 1);
      if (plain) return super.call(inputs, options);
      return tf.tidy(() => {
        const x = channelsToLast(one(inputs), dataFormat);
        const before = padding === "causal" ? (kernelSize[0]! - 1) * rates[0]! : 0;
        const input =
          before === 0
            ? x
            : tf.pad(x, [
                [0, 0],
                [before, 0],
                [0, 0],
              ]);
        const sum = convolve(input, kernel.read(), {
          strides,
          dilationRate: rates,
          padding: padding === "same" ? "same" : "valid",
          groups: this.groups,
        });
        const biased = bias === null ? sum : tf.add(sum, bias.read());
        return channelsBack(activation === null ? biased : activation.apply(biased), dataFormat);
      });
    }

    override computeOutputShape(inputShape: Shapes): Shapes {
      const parts = partsOf(this);
      if (parts.padding !== "causal") return super.computeOutputShape(inputShape) as Shapes;
      const [batch, steps] = oneShape(inputShape);
      return [batch!, steps === null ? null : Math.ceil(steps! / parts.strides[0]!), parts.filters];
    }

    override getConfig() {
      return { ...super.getConfig(), groups: this.groups };
    }
  }
  tf.serialization.registerClass(Conv as never);
  return Conv;
}

function partsOf(layer: object): ConvParts {
  return layer as unknown as ConvParts;
}

function checkGroups(name: string, groups: number, channels: number, filters: number): void {
  if (channels % groups === 0 && filters % groups === 0) return;
  throw new RangeError(
    `layer "${name}" divides channels and filters into ${groups} groups, but has ${channels} channels and ${filters} filters`,
  );
}

/** Convolutions over sequences, images and volumes. */
export const Conv1D = kerasConv("Conv1D");
export const Conv2D = kerasConv("Conv2D");
export const Conv3D = kerasConv("Conv3D");
