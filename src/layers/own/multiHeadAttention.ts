import type { serialization } from "@tensorflow/tfjs-node";
import { type Tensor, tf } from "../../tensorflow.ts";
import { type AttentionCall, AttentionLayer, attend } from "./attention.ts";
import type { LayerArgs } from "./one.ts";
import { type PartLike, type Parts, partConfig, resolveParts } from "./parts.ts";
import type { LayerVariable } from "./variable.ts";

type Shape = (number | null)[];
type PartName = `${"kernel" | "bias"}${"Initializer" | "Regularizer" | "Constraint"}`;

interface Config extends LayerArgs, Partial<Record<PartName, PartLike>> {
  numHeads: number;
  keyDim: number;
  valueDim?: number | null;
  dropout?: number;
  useBias?: boolean;
  useCausalMask?: boolean;
}

/** Keras's further settings, which are at their defaults here. */
const asKeras = { useGate: false, outputShape: null, attentionAxes: null, slidingWindow: null };

interface Projection {
  kernel: LayerVariable;
  bias: LayerVariable | undefined;
}

/** Keras's MultiHeadAttention for sequences, which tfjs lacks. */
export class MultiHeadAttention extends AttentionLayer {
  static readonly className = "MultiHeadAttention";
  readonly #settings: {
    numHeads: number;
    keyDim: number;
    valueDim: number;
    dropout: number;
    useBias: boolean;
  };
  readonly #parts: Parts<PartName>;
  #projections!: Record<"query" | "key" | "value" | "output", Projection>;

  constructor(config: Config) {
    super(config);
    const { numHeads, keyDim, valueDim, dropout = 0, useBias = true } = config;
    this.#settings = { numHeads, keyDim, valueDim: valueDim ?? keyDim, dropout, useBias };
    this.#parts = resolveParts<PartName>(config, {
      kernelInitializer: "glorotUniform",
      biasInitializer: "zeros",
      kernelRegularizer: null,
      biasRegularizer: null,
      kernelConstraint: null,
      biasConstraint: null,
    });
  }

  override build(inputShape: Shape | Shape[]): void {
    const [query, value, key = value] = inputShape as Shape[];
    const { numHeads, keyDim, valueDim } = this.#settings;
    const width = query!.at(-1)!;
    this.#projections = {
      query: this.#projection("query", [width, numHeads, keyDim], [numHeads, keyDim]),
      key: this.#projection("key", [key!.at(-1)!, numHeads, keyDim], [numHeads, keyDim]),
      value: this.#projection("value", [value!.at(-1)!, numHeads, valueDim], [numHeads, valueDim]),
      output: this.#projection("attention_output", [numHeads, valueDim, width], [width]),
    };
    super.build(inputShape);
  }

  #projection(name: string, kernel: number[], bias: number[]): Projection {
    const parts = this.#parts;
    const weight = (kind: "kernel" | "bias", shape: number[]) =>
      this.addWeight(
        `${name}/${kind}`,
        shape,
        "float32",
        parts[`${kind}Initializer`] as never,
        parts[`${kind}Regularizer`] as never,
        true,
        parts[`${kind}Constraint`] as never,
      ) as unknown as LayerVariable;
    return {
      kernel: weight("kernel", kernel),
      bias: this.#settings.useBias ? weight("bias", bias) : undefined,
    };
  }

  override call(inputs: Tensor | Tensor[], options: AttentionCall = {}): Tensor {
    const [query, value, key = value] = inputs as Tensor[];
    const { keyDim, dropout } = this.#settings;
    const projections = this.#projections;
    return tf.tidy(() => {
      const q = tf.mul(this.#heads(query!, projections.query), 1 / Math.sqrt(keyDim));
      const k = this.#heads(key!, projections.key);
      const v = this.#heads(value!, projections.value);
      const scores = tf.matMul(q as never, k as never, false, true) as Tensor;
      const shares = attend(scores, this.isCausal(options), dropout, options.training ?? false);
      const mixed = tf.transpose(tf.matMul(shares as never, v as never) as Tensor, [0, 2, 1, 3]);
      const [batch, steps, heads, depth] = mixed.shape as [number, number, number, number];
      return this.#project(tf.reshape(mixed, [batch, steps, heads * depth]), projections.output);
    });
  }

  /** (batch, steps, width) becomes (batch, heads, steps, depth). */
  #heads(x: Tensor, projection: Projection): Tensor {
    const [, heads, depth] = projection.kernel.read().shape as [number, number, number];
    const [batch, steps] = x.shape as [number, number];
    const joined = this.#project(x, projection);
    return tf.transpose(tf.reshape(joined, [batch, steps, heads, depth]), [0, 2, 1, 3]);
  }

  /** A dense layer whose kernel and bias are laid flat. */
  #project(x: Tensor, { kernel, bias }: Projection): Tensor {
    const [batch, steps, width] = x.shape as [number, number, number];
    const rows = tf.reshape(x, [batch * steps, width]);
    const sum = tf.matMul(rows as never, tf.reshape(kernel.read(), [width, -1]) as never) as Tensor;
    const biased = bias === undefined ? sum : tf.add(sum, tf.reshape(bias.read(), [-1]));
    return tf.reshape(biased, [batch, steps, -1]);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return [...(inputShape as Shape[])[0]!];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#settings, ...asKeras, ...partConfig(this.#parts) };
  }
}

tf.serialization.registerClass(MultiHeadAttention as never);
