import { stack } from "../array/join.ts";
import type { NDArray } from "../array/ndarray.ts";
import type { Transform } from "./transforms.ts";

/** Inputs and targets of several samples: the first axis counts them. */
export type Batch = [inputs: NDArray, targets: NDArray];

/** What an {@link ArrayDataset} does to its samples. */
export interface ArrayDatasetOptions {
  /** Applied to each input as it is asked for. */
  transform?: Transform;
  /** What the data are called. */
  name?: string;
}

/**
 * Samples out of two arrays: PyTorch's `TensorDataset`, with torchvision's `transform`.
 *
 * @example
 * const trainset = new ArrayDataset(trainInput, trainTarget, { transform: transforms.toTensor() });
 * const [image, label] = trainset.get(0);
 */
export class ArrayDataset {
  /** What the data are called. */
  readonly name: string;
  /** The inputs, before any transform. */
  readonly inputs: NDArray;
  /** The targets, one a sample. */
  readonly targets: NDArray;
  readonly #transform: Transform | undefined;

  /** @throws RangeError when there are not as many inputs as targets */
  constructor(inputs: NDArray, targets: NDArray, { transform, name = "data" }: ArrayDatasetOptions = {}) {
    if (inputs.length !== targets.length) {
      throw new RangeError(
        `${inputs.length} inputs but ${targets.length} targets: every sample needs one target`,
      );
    }
    this.inputs = inputs;
    this.targets = targets;
    this.name = name;
    this.#transform = transform;
  }

  /** How many samples there are. */
  get length(): number {
    return this.inputs.length;
  }

  /** One sample. @throws RangeError for an index that does not exist */
  get(index: number): [input: NDArray, target: NDArray] {
    const input = this.inputs.at(index);
    return [this.#transform ? this.#transform(input) : input, this.targets.at(index)];
  }

  /** Several samples at once, in this order, as copies. */
  getBatch(indices: ArrayLike<number>): Batch {
    const transform = this.#transform;
    const inputs = transform
      ? stack(Array.from(indices, (index) => transform(this.inputs.at(index))))
      : this.inputs.take(indices);
    return [inputs, this.targets.take(indices)];
  }
}
