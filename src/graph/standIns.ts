import { DType } from "./dtype.ts";
import type { NodeList, Output } from "./ir.ts";
import type { Constant } from "./recorder.ts";

/** Numbers by which scalars are told that code turns into constants: the code gets the number, the graph the scalar. */
export class StandIns {
  readonly #outputs = new Map<number, Output>();

  /** A number that nothing else has, for a recorded scalar. */
  add(output: Output): number {
    const standIn = Math.fround(0.7390851 + this.#outputs.size * 2 ** -10);
    this.#outputs.set(standIn, output);
    return standIn;
  }

  /** The scalar that a constant stands for, or its negative. */
  find({ dtype, shape, data }: Constant, list: NodeList): Output | undefined {
    if (this.#outputs.size === 0 || dtype !== DType.float32 || shape.length > 0) return undefined;
    const [value] = data as Float32Array;
    const positive = this.#outputs.get(value!);
    const negative = this.#outputs.get(-value!);
    if (positive !== undefined || negative === undefined) return positive;
    const attrs = { T: { type: DType.float32 } };
    return list.add({ op: "Neg", inputs: [negative], attrs, outputs: [{ dtype, shape }] }).outputs[0]!;
  }
}
