import { tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { type LayerArgs, oneShape } from "./one.ts";

/** tfjs's Reshape forgets the length that -1 stands for, so that no layer with weights could follow. */
export class Reshape extends tfjsClass("Reshape") {
  static readonly className = "Reshape";
  readonly #target: number[];

  constructor(config: LayerArgs & { targetShape: readonly (number | null)[] }) {
    super({ ...config, targetShape: [...config.targetShape] } as LayerArgs);
    this.#target = config.targetShape.map((length) => length ?? -1);
  }

  override computeOutputShape(inputShape: (number | null)[] | (number | null)[][]): (number | null)[] {
    const [batch, ...given] = oneShape(inputShape);
    const known = this.#target.filter((length) => length !== -1).reduce((size, length) => size * length, 1);
    if (given.includes(null))
      return [batch!, ...this.#target.map((length) => (length === -1 ? null : length))];
    const size = given.reduce<number>((product, length) => product * length!, 1);
    const rest = size / known;
    const open = this.#target.includes(-1);
    if (open ? !Number.isInteger(rest) : size !== known) {
      throw new RangeError(
        `reshape cannot give samples of shape (${given.join(", ")}) the shape (${this.#target.join(", ")}): ` +
          `they hold ${size} numbers`,
      );
    }
    return [batch!, ...this.#target.map((length) => (length === -1 ? rest : length))];
  }

  override getConfig() {
    return { ...super.getConfig(), targetShape: this.#target };
  }
}

tf.serialization.registerClass(Reshape);
