import { type Tensor, tf } from "../tensorflow.ts";
import { disposeWith } from "../training/dispose.ts";
import type { Parameter } from "./parameter.ts";

/** Changes parameters by their gradients: `torch.optim.Optimizer`. */
export abstract class Optimizer {
  /** The step size; may be changed between steps. */
  lr: number;
  readonly #parameters: readonly Parameter[];
  readonly #slots = new Map<Parameter, Tensor[]>();
  readonly #held: Tensor[] = [];

  constructor(parameters: readonly Parameter[], lr: number) {
    if (parameters.length === 0)
      throw new RangeError("an optimizer needs parameters: pass model.parameters()");
    if (!(lr >= 0)) throw new RangeError(`lr is a number of at least 0, got ${lr}`);
    this.#parameters = parameters;
    this.lr = lr;
    disposeWith(this, this.#held);
  }

  /** Forgets the gradients, which `backward` would otherwise add to. */
  zeroGrad(): void {
    for (const parameter of this.#parameters) {
      parameter.grad?.dispose();
      parameter.grad = null;
    }
  }

  /** Changes every parameter that has a gradient once. */
  step(): void {
    for (const parameter of this.#parameters) {
      const { grad } = parameter;
      if (grad === null) continue;
      const before = this.#slots.get(parameter);
      const { value, slots } = tf.tidy(() => {
        const [next, ...state] = this.update(parameter, grad, before);
        return { value: next!, slots: state };
      });
      parameter.assign(value);
      value.dispose();
      this.#replace(parameter, before ?? [], slots);
    }
  }

  /** The parameter's new value, then its new state; the first time there is no state. */
  protected abstract update(parameter: Parameter, gradient: Tensor, state: Tensor[] | undefined): Tensor[];

  #replace(parameter: Parameter, before: readonly Tensor[], after: readonly Tensor[]): void {
    for (const tensor of before) {
      this.#held.splice(this.#held.indexOf(tensor), 1);
      tensor.dispose();
    }
    const kept = after.map((tensor) => tf.keep(tensor));
    this.#held.push(...kept);
    this.#slots.set(parameter, kept);
  }
}

/** The options of {@link sgd}, with PyTorch's defaults. */
export interface SGDOptions {
  /** The step size. Default 0.001. */
  lr?: number;
  /** The share of the last change that goes on. Default 0. */
  momentum?: number;
  /** The share of a gradient that momentum leaves out. Default 0. */
  dampening?: number;
  /** What is added to the gradient for each unit of weight. Default 0. */
  weightDecay?: number;
  /** Whether the momentum looks one step ahead. Default false. */
  nesterov?: boolean;
}

class SGD extends Optimizer {
  readonly #options: Required<SGDOptions>;

  constructor(parameters: readonly Parameter[], options: Required<SGDOptions>) {
    super(parameters, options.lr);
    this.#options = options;
  }

  protected override update(parameter: Parameter, gradient: Tensor, state: Tensor[] | undefined): Tensor[] {
    const { momentum, dampening, weightDecay, nesterov } = this.#options;
    const g = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay));
    if (momentum === 0) return [tf.sub(parameter, tf.mul(g, this.lr))];
    const [before] = state ?? [];
    const buffer = before ? tf.add(tf.mul(before, momentum), tf.mul(g, 1 - dampening)) : tf.clone(g);
    const change = nesterov ? tf.add(g, tf.mul(buffer, momentum)) : buffer;
    return [tf.sub(parameter, tf.mul(change, this.lr)), buffer];
  }
}

/**
 * Stochastic gradient descent by PyTorch's formula: `torch.optim.SGD`. Its momentum is multiplied by the step size, Keras's is
 * not.
 *
 * @param parameters what changes: `model.parameters()`
 * @example const optimizer = optim.sgd(model.parameters(), { lr: 0.01, momentum: 0.9 });
 */
export function sgd(parameters: readonly Parameter[], options: SGDOptions = {}): Optimizer {
  const { lr = 1e-3, momentum = 0, dampening = 0, weightDecay = 0, nesterov = false } = options;
  return new SGD(parameters, { lr, momentum, dampening, weightDecay, nesterov });
}

/** The options of {@link adam}, with PyTorch's defaults. */
export interface AdamOptions {
  /** The step size. Default 0.001. */
  lr?: number;
  /** The shares of the mean gradient and of the mean squared gradient that are kept. Default [0.9, 0.999]. */
  betas?: readonly [number, number];
  /** Added to the root. Default 1e-8. */
  eps?: number;
  /** What is added to the gradient for each unit of weight. Default 0. */
  weightDecay?: number;
}

class Adam extends Optimizer {
  readonly #options: Required<AdamOptions>;
  readonly #steps = new Map<Parameter, number>();

  constructor(parameters: readonly Parameter[], options: Required<AdamOptions>) {
    super(parameters, options.lr);
    this.#options = options;
  }

  protected override update(parameter: Parameter, gradient: Tensor, state: Tensor[] | undefined): Tensor[] {
    const { betas, eps, weightDecay } = this.#options;
    const step = (this.#steps.get(parameter) ?? 0) + 1;
    this.#steps.set(parameter, step);
    const g = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay));
    const [m = tf.zerosLike(g), v = tf.zerosLike(g)] = state ?? [];
    const mean = tf.add(m, tf.mul(tf.sub(g, m), 1 - betas[0]));
    const square = tf.add(tf.mul(v, betas[1]), tf.mul(tf.square(g), 1 - betas[1]));
    const root = tf.add(tf.div(tf.sqrt(square), Math.sqrt(1 - betas[1] ** step)), eps);
    const change = tf.mul(tf.div(mean, root), this.lr / (1 - betas[0] ** step));
    return [tf.sub(parameter, change), mean, square];
  }
}

/** Adam (Kingma and Ba, 2015) by PyTorch's formula: `torch.optim.Adam`. @param parameters `model.parameters()` */
export function adam(parameters: readonly Parameter[], options: AdamOptions = {}): Optimizer {
  const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 } = options;
  return new Adam(parameters, { lr, betas, eps, weightDecay });
}
