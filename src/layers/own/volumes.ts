import { type Tensor, tf } from "../../tensorflow.ts";
import { type LayerArgs, one, oneShape } from "./one.ts";

type Shapes = (number | null)[] | (number | null)[][];

interface VolumeArgs extends LayerArgs {
  dataFormat?: "channelsLast" | "channelsFirst";
}

/** A layer that changes the lengths of a volume: (batch, depth, height, width, channels). tfjs has none. */
abstract class Volumes extends tf.layers.Layer {
  readonly #dataFormat: "channelsLast" | "channelsFirst";

  constructor(config: VolumeArgs) {
    super(config);
    this.#dataFormat = config.dataFormat ?? "channelsLast";
    this.inputSpec = [{ ndim: 5 }];
  }

  /** Which of depth, rows and columns an axis is, or -1. */
  protected place(axis: number): number {
    const place = axis - (this.#dataFormat === "channelsFirst" ? 2 : 1);
    return place < 3 ? place : -1;
  }

  protected abstract lengthAt(length: number, place: number): number;

  override computeOutputShape(inputShape: Shapes): (number | null)[] {
    return oneShape(inputShape).map((length, axis) =>
      length === null || this.place(axis) < 0 ? length : this.lengthAt(length, this.place(axis)),
    );
  }

  override getConfig() {
    return { ...super.getConfig(), dataFormat: this.#dataFormat };
  }
}

/** Keras's ZeroPadding3D. */
export class ZeroPadding3D extends Volumes {
  static readonly className = "ZeroPadding3D";
  readonly #by: [number, number][];

  constructor({ padding, ...config }: VolumeArgs & { padding: [number, number][] }) {
    super(config);
    this.#by = padding;
  }

  protected override lengthAt(length: number, place: number): number {
    return length + this.#by[place]![0] + this.#by[place]![1];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = one(inputs);
    return tf.pad(
      x,
      x.shape.map((_, axis) => this.#by[this.place(axis)] ?? [0, 0]),
    );
  }

  override getConfig() {
    return { ...super.getConfig(), padding: this.#by };
  }
}

/** Keras's Cropping3D. */
export class Cropping3D extends Volumes {
  static readonly className = "Cropping3D";
  readonly #by: [number, number][];

  constructor({ cropping, ...config }: VolumeArgs & { cropping: [number, number][] }) {
    super(config);
    this.#by = cropping;
  }

  protected override lengthAt(length: number, place: number): number {
    return length - this.#by[place]![0] - this.#by[place]![1];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const x = one(inputs);
    const from = x.shape.map((_, axis) => this.#by[this.place(axis)]?.[0] ?? 0);
    return tf.slice(x, from, this.computeOutputShape(x.shape) as number[]);
  }

  override getConfig() {
    return { ...super.getConfig(), cropping: this.#by };
  }
}

/** Keras's UpSampling3D. */
export class UpSampling3D extends Volumes {
  static readonly className = "UpSampling3D";
  readonly #size: [number, number, number];

  constructor({ size, ...config }: VolumeArgs & { size: [number, number, number] }) {
    super(config);
    this.#size = size;
  }

  protected override lengthAt(length: number, place: number): number {
    return length * this.#size[place]!;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => one(inputs).shape.reduce((x, _, axis) => this.#repeat(x, axis), one(inputs)));
  }

  #repeat(x: Tensor, axis: number): Tensor {
    const times = this.#size[this.place(axis)] ?? 1;
    if (times === 1) return x;
    const lengths = x.shape.map((length, i) => (i === axis ? length * times : length));
    const side = tf.reshape(x, [...x.shape.slice(0, axis + 1), 1, -1]);
    return tf.reshape(tf.tile(side, [...x.shape.slice(0, axis + 1).map(() => 1), times, 1]), lengths);
  }

  override getConfig() {
    return { ...super.getConfig(), size: this.#size };
  }
}

for (const layer of [ZeroPadding3D, Cropping3D, UpSampling3D] as const) {
  tf.serialization.registerClass(layer as never);
}
