import { type Tensor, tf, type Variable } from "../tensorflow.ts";

/** What tfjs records of one operation while gradients are wanted. */
interface TapeNode {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly saved?: readonly Tensor[];
}

/** The parts of tfjs's engine behind `tf.variableGrads`. */
interface Engine {
  startTape(): void;
  endTape(): void;
  state: { activeTape?: TapeNode[] | null };
  disposeTensor(tensor: object): void;
}

const engine = tf.engine() as unknown as Engine;
/** How tensors came from the parameters. */
const histories = new WeakMap<Tensor, TapeNode[]>();
let recording = true;
let depth = 0;

/** Frees what a tensor holds once nothing reaches it: loops need no `dispose`, as in Python. */
const forgotten = new FinalizationRegistry<{ handle: object; saved: readonly Tensor[] }>(
  ({ handle, saved }) => {
    engine.disposeTensor(handle);
    for (const tensor of saved) tensor.dispose();
  },
);

/**
 * Runs an operation and remembers how its result came from the parameters, so that {@link backward} can follow. tfjs's tape is
 * on for the length of the work alone; what it keeps is freed by `backward`, or when nothing reaches the result.
 *
 * @param inputs the tensors that the work takes
 * @param work a computation by tensors; work within other work belongs to that
 */
export function recorded(inputs: readonly Tensor[], work: () => Tensor): Tensor {
  if (depth > 0 || engine.state.activeTape) return work();
  const history = inputs.flatMap((input) => histories.get(input) ?? []);
  depth++;
  try {
    const output = recording ? onTape(history, work) : tf.tidy(work);
    const result = tf.keep(inputs.includes(output) ? tf.clone(output) : output);
    histories.set(result, history);
    freeWhenForgotten(result, history);
    return result;
  } finally {
    depth--;
  }
}

function onTape(history: TapeNode[], work: () => Tensor): Tensor {
  engine.startTape();
  try {
    return tf.tidy(work);
  } finally {
    history.push(...(engine.state.activeTape ?? []));
    engine.endTape();
    engine.state.activeTape = null;
  }
}

function freeWhenForgotten(result: Tensor, history: readonly TapeNode[]): void {
  const { id, dataId, dtype, shape, size } = result as Tensor & {
    id: number;
    dataId: object;
    dispose(): void;
  };
  const saved = history.flatMap((node) => node.saved ?? []);
  forgotten.register(result, { handle: { id, dataId, dtype, shape, size }, saved }, result);
  const dispose = result.dispose.bind(result);
  result.dispose = () => {
    forgotten.unregister(result);
    dispose();
  };
}

/**
 * Follows a loss back to the parameters.
 *
 * @returns each parameter with its gradient, which the caller frees
 * @throws Error where no parameter leads to the loss, or its history was used before
 */
export function gradientsOf(loss: Tensor): [Variable, Tensor][] {
  const history = histories.get(loss);
  if (history === undefined || history.length === 0) {
    throw new Error(
      "backward finds no way from the parameters to this loss: compute it by modules and criterions of nn, outside noGrad, and " +
        "call backward once; operations between model and criterion belong into the model's forward",
    );
  }
  const variables = history.flatMap(({ inputs }) => Object.values(inputs).filter(isParameter));
  const { grads } = tf.variableGrads(() => {
    engine.state.activeTape!.push(...history);
    return loss as never;
  }, [...new Set(variables)]);
  histories.delete(loss);
  return variables.flatMap((variable): [Variable, Tensor][] => {
    const gradient = grads[variable.name];
    delete grads[variable.name];
    return gradient === undefined || gradient === null ? [] : [[variable, gradient]];
  });
}

function isParameter(tensor: Tensor): tensor is Variable {
  return tensor instanceof tf.Variable && tensor.trainable;
}

/**
 * Computes without remembering where results came from, which saves memory: `with torch.no_grad():`.
 *
 * @param work may be asynchronous; then await what this returns
 * @example await noGrad(async () => { for (const [images, labels] of testLoader) ... });
 */
export function noGrad<T>(work: () => T): T {
  const before = recording;
  const restore = () => {
    recording = before;
  };
  recording = false;
  try {
    const result = work();
    if (result instanceof Promise) return result.finally(restore) as T;
    restore();
    return result;
  } catch (error) {
    restore();
    throw error;
  }
}
