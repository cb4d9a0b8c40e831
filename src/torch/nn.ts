import { inspect } from "node:util";
import { formatShape } from "../array/shape.ts";
import { positive, share } from "../layers/make.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import { Module } from "./module.ts";
import { type Parameter, uniformParameter } from "./parameter.ts";

export { type CrossEntropyLoss, crossEntropyLoss, type Loss } from "./criterion.ts";
export { Module } from "./module.ts";
export type { Parameter } from "./parameter.ts";

class Linear extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | null;
  readonly #sizes: [number, number];

  constructor(inFeatures: number, outFeatures: number, bias: boolean) {
    super();
    const bound = 1 / Math.sqrt(inFeatures);
    this.#sizes = [inFeatures, outFeatures];
    this.weight = uniformParameter(this, [outFeatures, inFeatures], bound);
    this.bias = bias ? uniformParameter(this, [outFeatures], bound) : null;
  }

  override forward(x: Tensor): Tensor {
    const [inFeatures, outFeatures] = this.#sizes;
    if (x.shape.at(-1) !== inFeatures) {
      throw new RangeError(
        `linear(${inFeatures}, ${outFeatures}) needs ${inFeatures} features in the last axis, got the shape ` +
          `${formatShape(x.shape)}; x.reshape([-1, ${inFeatures}]) lays samples out flat`,
      );
    }
    const rows = tf.reshape(tf.cast(x, "float32"), [-1, inFeatures]);
    const product = tf.matMul(rows as never, this.weight as never, false, true) as Tensor;
    const sum = this.bias === null ? product : tf.add(product, this.bias);
    return tf.reshape(sum, [...x.shape.slice(0, -1), outFeatures]);
  }

  protected override settings(): string {
    const [inFeatures, outFeatures] = this.#sizes;
    return `in_features=${inFeatures}, out_features=${outFeatures}, bias=${this.bias === null ? "False" : "True"}`;
  }
}

/**
 * Every output sees every input: `x Wᵀ + b`, `torch.nn.Linear`. Weight and bias start between ±1/√inFeatures, as PyTorch's.
 *
 * @param inFeatures how many inputs; the length of the last axis
 * @param outFeatures how many outputs
 * @throws RangeError unless both are whole numbers of at least 1
 * @example fc1 = nn.linear(28 * 28, 128);
 */
export function linear(inFeatures: number, outFeatures: number, { bias = true } = {}): Linear {
  positive("linear", "inFeatures", inFeatures);
  positive("linear", "outFeatures", outFeatures);
  return new Linear(inFeatures, outFeatures, bias);
}

class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return tf.relu(x);
  }
}

/** Negative values become 0: `torch.nn.ReLU`. */
export function relu(): Module {
  return new ReLU();
}

class Flatten extends Module {
  override forward(x: Tensor): Tensor {
    return tf.reshape(x, [x.shape[0]!, -1]);
  }
}

/** Lays each sample out as one row: `torch.nn.Flatten`. */
export function flatten(): Module {
  return new Flatten();
}

class Dropout extends Module {
  readonly #p: number;

  constructor(p: number) {
    super();
    this.#p = p;
  }

  override forward(x: Tensor): Tensor {
    return this.training ? tf.dropout(x, this.#p) : x;
  }

  protected override settings(): string {
    return `p=${this.#p}`;
  }
}

/** While training, sets a share of the values to 0: `torch.nn.Dropout`. @param p the share; default 0.5 */
export function dropout(p = 0.5): Module {
  return new Dropout(share("dropout", "p", p));
}

class Sequential extends Module {
  readonly #modules: readonly Module[];

  constructor(modules: readonly Module[]) {
    super();
    this.#modules = modules;
  }

  override children(): [string, Module][] {
    return this.#modules.map((module, i) => [String(i), module]);
  }

  override forward(x: Tensor): Tensor {
    return this.#modules.reduce((value, module) => module(value), x);
  }
}

/**
 * Modules one after another: `torch.nn.Sequential`.
 *
 * @example const model = nn.sequential(nn.flatten(), nn.linear(784, 128), nn.relu(), nn.linear(128, 10));
 */
export function sequential(...modules: Module[]): Module {
  const wrong = modules.find((module) => !(module instanceof Module));
  if (wrong !== undefined) throw new TypeError(`nn.sequential takes modules of nn, got ${inspect(wrong)}`);
  return new Sequential(modules);
}
