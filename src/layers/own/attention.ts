import type { serialization } from "@tensorflow/tfjs-node";
import { type SymbolicTensor, type Tensor, tf } from "../../tensorflow.ts";
import type { LayerArgs } from "./one.ts";
import type { LayerVariable } from "./variable.ts";

type Shape = (number | null)[];
type Shapes = Shape | Shape[];

/** What a call can be told. */
export interface AttentionCall {
  training?: boolean;
  useCausalMask?: boolean;
}

/**
 * A layer that is called with [query, value] or [query, value, key]. tfjs forgets what a symbolic call was told by the time a model
 * computes, so the layer remembers it.
 */
export abstract class AttentionLayer extends tf.layers.Layer {
  #useCausalMask: boolean;

  constructor(config: LayerArgs & { useCausalMask?: boolean }) {
    super(config);
    this.#useCausalMask = config.useCausalMask ?? false;
  }

  override apply(
    inputs: Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[],
    options?: AttentionCall,
  ): Tensor | Tensor[] | SymbolicTensor | SymbolicTensor[] {
    const list = [inputs].flat();
    if (list.length < 2 || list.length > 3) {
      throw new RangeError(
        `layer "${this.name}" is called with [query, value] or [query, value, key], got ${list.length}`,
      );
    }
    if (list[0] instanceof tf.SymbolicTensor) this.#useCausalMask = options?.useCausalMask ?? false;
    return super.apply(inputs, options as never);
  }

  /** Whether a step sees only those before it. */
  protected isCausal({ useCausalMask = this.#useCausalMask }: AttentionCall): boolean {
    return useCausalMask;
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...(this.#useCausalMask ? { useCausalMask: true } : {}) };
  }
}

/** Shares of attention from scores of shape (..., queries, values). */
export function attend(scores: Tensor, causal: boolean, dropout: number, training: boolean): Tensor {
  const [queries, values] = scores.shape.slice(-2) as [number, number];
  const later = (): Tensor => {
    const row = tf.expandDims(tf.range(0, queries), 1);
    return tf.mul(tf.cast(tf.greater(tf.expandDims(tf.range(0, values), 0), row), "float32"), -1e9);
  };
  const shares = tf.softmax(causal ? tf.add(scores, later()) : scores, -1);
  return training && dropout > 0 ? tf.dropout(shares, dropout) : shares;
}

interface DotConfig extends LayerArgs {
  useScale?: boolean;
  scoreMode?: "dot" | "concat";
  dropout?: number;
  useCausalMask?: boolean;
}

/** Keras's Attention, which tfjs lacks. */
export class Attention extends AttentionLayer {
  static readonly className: string = "Attention";
  protected readonly settings: { useScale: boolean; scoreMode: "dot" | "concat"; dropout: number };
  protected scale: LayerVariable | undefined;
  #concat: LayerVariable | undefined;

  constructor(config: DotConfig) {
    super(config);
    const { useScale = false, scoreMode = "dot", dropout = 0 } = config;
    this.settings = { useScale, scoreMode, dropout };
  }

  override build(inputShape: Shapes): void {
    const one = (name: string) =>
      this.addWeight(name, [], "float32", tf.initializers.ones()) as unknown as LayerVariable;
    if (this.settings.useScale) this.scale = one("scale");
    if (this.settings.scoreMode === "concat") this.#concat = one("concat_score_weight");
    super.build(inputShape);
  }

  protected scores(query: Tensor, key: Tensor): Tensor {
    const scale = this.scale?.read();
    if (this.#concat === undefined) {
      const scores = tf.matMul(query as never, key as never, false, true) as Tensor;
      return scale === undefined ? scores : tf.mul(scores, scale);
    }
    const pairs = tf.add(tf.expandDims(query, -2), tf.expandDims(key, -3));
    const bent = tf.tanh(scale === undefined ? pairs : tf.mul(pairs, scale));
    return tf.mul(tf.sum(bent, -1), this.#concat.read());
  }

  override call(inputs: Tensor | Tensor[], options: AttentionCall = {}): Tensor {
    const [query, value, key = value] = inputs as Tensor[];
    return tf.tidy(() => {
      const scores = this.scores(query!, key!);
      const shares = attend(scores, this.isCausal(options), this.settings.dropout, options.training ?? false);
      return tf.matMul(shares as never, value as never) as Tensor;
    });
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [query, value] = inputShape as [Shape, Shape];
    return [...query.slice(0, -1), value.at(-1)!];
  }

  override getConfig(): serialization.ConfigDict {
    return { ...super.getConfig(), ...this.settings };
  }
}

/** Keras's AdditiveAttention, which tfjs lacks. */
export class AdditiveAttention extends Attention {
  static override readonly className = "AdditiveAttention";

  override build(inputShape: Shapes): void {
    if (this.settings.useScale) {
      const [query] = inputShape as [Shape];
      this.scale = this.addWeight(
        "scale",
        [query.at(-1)!],
        "float32",
        tf.initializers.glorotUniform({}),
      ) as unknown as LayerVariable;
    }
    this.built = true;
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = tf.tanh(tf.add(tf.expandDims(query, -2), tf.expandDims(key, -3)));
    return tf.sum(this.scale === undefined ? bent : tf.mul(bent, this.scale.read()), -1);
  }

  override getConfig(): serialization.ConfigDict {
    const { scoreMode: _, ...config } = super.getConfig();
    return config;
  }
}

tf.serialization.registerClass(Attention as never);
tf.serialization.registerClass(AdditiveAttention as never);
