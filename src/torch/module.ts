import { inspect } from "node:util";
import { NDArray } from "../array/ndarray.ts";
import { inPhase } from "../models/phase.ts";
import { type Tensor, tf } from "../tensorflow.ts";
import { toTensor } from "../training/toTensor.ts";
import { Callable } from "./callable.ts";
import type { Parameter } from "./parameter.ts";
import { recorded } from "./tape.ts";

/**
 * A network, or a part of one: `torch.nn.Module`. A class of your own keeps parts as fields and computes in `forward`; its
 * objects are called as in Python. What a call returns is freed by itself once nothing reaches it.
 *
 * @example
 * class SimpleANN extends nn.Module {
 *   fc1 = nn.linear(28 * 28, 128);
 *   fc2 = nn.linear(128, 10);
 *   forward(x: Tensor) {
 *     x = x.reshape([-1, 28 * 28]);
 *     x = this.fc1(x).relu();
 *     return this.fc2(x);
 *   }
 * }
 * const model = new SimpleANN();
 * const outputs = model(images);
 */
export abstract class Module extends Callable<[x: Tensor | NDArray], Tensor> {
  /** Whether the module is being trained: dropout drops. */
  training = true;

  /** Computes the output of a batch. */
  abstract forward(x: Tensor): Tensor;

  /** Computes the output and remembers, outside `noGrad`, how it came about. */
  run(x: Tensor | NDArray): Tensor {
    const given = x instanceof NDArray ? toTensor(x) : x;
    if (!(given instanceof tf.Tensor)) {
      throw new TypeError(`${this.constructor.name} takes a tensor or an array, got ${inspect(x)}`);
    }
    try {
      return recorded([given], () => inPhase(this.training, () => this.forward(given)));
    } finally {
      if (given !== x) given.dispose();
    }
  }

  /** Makes the module, and all within, ready to be trained: `model.train()`. */
  train(mode = true): this {
    this.training = mode;
    for (const [, child] of this.children()) child.train(mode);
    return this;
  }

  /** Makes the module, and all within, ready to be used: `model.eval()`. */
  eval(): this {
    return this.train(false);
  }

  /** The modules in the fields, in lists too, with their names. */
  children(): [name: string, module: Module][] {
    return Object.entries(this).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).flatMap((one: unknown, i): [string, Module][] =>
        one instanceof Module ? [[Array.isArray(value) ? `${name}.${i}` : name, one]] : [],
      ),
    );
  }

  /** The parameters with their names, as PyTorch's `named_parameters`: `fc1.weight`, `fc1.bias`, ... */
  namedParameters(): [name: string, parameter: Parameter][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof tf.Variable,
    );
    const within = this.children().flatMap(([name, child]) =>
      child
        .namedParameters()
        .map(([inner, parameter]): [string, Parameter] => [`${name}.${inner}`, parameter]),
    );
    return [...own, ...within];
  }

  /** The parameters, which an optimizer takes. */
  parameters(): Parameter[] {
    return [...new Set(this.namedParameters().map(([, parameter]) => parameter))];
  }

  /** What the module's own settings are, for its text. */
  protected settings(): string {
    return "";
  }

  /** The modules within, as PyTorch prints them. */
  override toString(): string {
    const { name } = this.constructor;
    const lines = this.children().map(
      ([field, child]) => `  (${field}): ${`${child}`.replaceAll("\n", "\n  ")}\n`,
    );
    return lines.length === 0 ? `${name}(${this.settings()})` : `${name}(\n${lines.join("")})`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [Symbol.for("Jupyter.display")](): Record<string, string> {
    return { "text/plain": this.toString() };
  }
}
