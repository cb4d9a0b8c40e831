import type { serialization } from "@tensorflow/tfjs-node";
import { type Tensor, tf } from "../../tensorflow.ts";
import { tfjsClass } from "../make.ts";
import { type LayerArgs, oneShape } from "./one.ts";

interface LayerVariable {
  read(): Tensor;
}

interface Activation {
  apply(x: Tensor): Tensor;
}

interface GRUArgs extends LayerArgs {
  units: number;
  resetAfter?: boolean;
  [option: string]: unknown;
}

/** What the cell uses of tfjs's, which declares it private. */
interface Parts {
  units: number;
  kernel: LayerVariable;
  recurrentKernel: LayerVariable;
  bias: LayerVariable | null;
  useBias: boolean;
  biasInitializer: never;
  biasRegularizer: never;
  biasConstraint: never;
  dropout: number;
  recurrentDropout: number;
  activation: Activation;
  recurrentActivation: Activation;
  inputMask: Tensor | null;
  stateMask: Tensor | null;
}

const TfjsCell = tfjsClass("GRUCell");
const TfjsGRU = tfjsClass("GRU");
const TfjsRNN = Object.getPrototypeOf(TfjsGRU) as typeof TfjsGRU;

/** A GRU's step with the reset gate behind the state's weights, which have a bias of their own. tfjs has only the other kind. */
class ResetAfterCell extends TfjsCell {
  static readonly className = "ResetAfterGRUCell";

  constructor({ resetAfter: _, ...args }: GRUArgs) {
    super(args as LayerArgs);
  }

  override build(inputShape: (number | null)[]): void {
    const parts = this as unknown as Parts;
    const { useBias, units } = parts;
    parts.useBias = false;
    super.build(oneShape(inputShape));
    parts.useBias = useBias;
    if (!useBias) return;
    const { biasInitializer, biasRegularizer, biasConstraint } = parts;
    parts.bias = this.addWeight(
      "bias",
      [2, 3 * units],
      "float32",
      biasInitializer,
      biasRegularizer,
      true,
      biasConstraint,
    ) as unknown as LayerVariable;
  }

  override call(inputs: Tensor | Tensor[], { training }: { training?: boolean } = {}): Tensor[] {
    const parts = this as unknown as Parts;
    const [x, state] = inputs as [Tensor, Tensor];
    return tf.tidy(() => {
      const [inputBias, stateBias] = parts.bias === null ? [0, 0] : tf.unstack(parts.bias.read());
      parts.inputMask ??= mask(x, parts.dropout, training);
      parts.stateMask ??= mask(state, parts.recurrentDropout, training);
      const fromInput = tf.add(
        tf.matMul(masked(x, parts.inputMask) as never, parts.kernel.read() as never),
        inputBias!,
      );
      const fromState = tf.add(
        tf.matMul(masked(state, parts.stateMask) as never, parts.recurrentKernel.read() as never),
        stateBias!,
      );
      const [xUpdate, xReset, xNew] = tf.split(fromInput, 3, -1);
      const [hUpdate, hReset, hNew] = tf.split(fromState, 3, -1);
      const update = parts.recurrentActivation.apply(tf.add(xUpdate!, hUpdate!));
      const reset = parts.recurrentActivation.apply(tf.add(xReset!, hReset!));
      const fresh = parts.activation.apply(tf.add(xNew!, tf.mul(reset, hNew!)));
      const next = tf.add(tf.mul(update, state), tf.mul(tf.sub(1, update), fresh));
      return [next, next];
    });
  }

  override getConfig() {
    return { ...super.getConfig(), resetAfter: true };
  }
}

/** tfjs's own cell. */
class ResetBeforeCell extends TfjsCell {
  static readonly className = "GRUCell";
}

/** One mask for all steps of a batch, kept until the layer is called again. */
function mask(like: Tensor, rate: number, training: boolean | undefined): Tensor | null {
  return training && rate > 0 ? tf.keep(tf.dropout(tf.onesLike(like), rate)) : null;
}

function masked(x: Tensor, by: Tensor | null): Tensor {
  return by === null ? x : tf.mul(x, by);
}

/** tfjs's GRU with Keras's `resetAfter`. */
export class GRU extends TfjsRNN {
  static readonly className = "GRU";
  declare readonly cell: Partial<Parts>;

  /** tfjs's RNN would look for a cell in the settings. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    return new cls(config);
  }

  constructor(args: GRUArgs) {
    const { resetAfter = true } = args;
    const cell = resetAfter
      ? new ResetAfterCell(args)
      : new ResetBeforeCell({ ...args, resetAfter: false } as LayerArgs);
    super({ ...args, cell } as LayerArgs);
  }

  override call(inputs: Tensor | Tensor[], options: { training?: boolean } = {}): Tensor | Tensor[] {
    const cell = this.cell as Partial<Parts> & { dropoutMask?: unknown; recurrentDropoutMask?: unknown };
    tf.dispose([cell.inputMask ?? [], cell.stateMask ?? []]);
    Object.assign(cell, { inputMask: null, stateMask: null, dropoutMask: null, recurrentDropoutMask: null });
    try {
      return super.call(inputs, options);
    } finally {
      tf.dispose([cell.inputMask ?? [], cell.stateMask ?? []]);
      Object.assign(cell, { inputMask: null, stateMask: null });
    }
  }
}

tf.serialization.registerClass(ResetAfterCell);
tf.serialization.registerClass(GRU);
