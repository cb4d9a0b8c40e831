import { KeyboardInterrupt } from "../notebook/interrupt.ts";
import { mended } from "../notebook/mended.ts";
import { type Tensor, tf } from "../tensorflow.ts";

/** The part of tfjs's engine that nested scopes and gradients change for their length. */
interface EngineState {
  gradientDepth: number;
  kernelDepth: number;
  activeTape: { saved?: readonly Tensor[] }[] | null;
  scopeStack: unknown[];
  numDataMovesStack: unknown[];
}

/**
 * Runs blocking work with tensors in a turn of the event loop of its own. Where an interrupt stops it by force, the promise rejects, so
 * that the callers' `finally` blocks run, and tfjs frees what the work had made.
 *
 * @param work synchronous work
 * @param what what to call it in the error
 * @throws KeyboardInterrupt when it was stopped
 */
export function stoppable<T>(work: () => T, what: string): Promise<Awaited<T>> {
  return new Promise<Awaited<T>>((resolve, reject) => {
    setImmediate(() => {
      const restore = engineRestorer();
      const mend = () => {
        restore();
        reject(new KeyboardInterrupt(`${what} was interrupted`));
      };
      mended(mend, () => {
        try {
          resolve(work() as Awaited<T>);
        } catch (error) {
          reject(error);
        }
      });
    });
  });
}

/** What leads tfjs back to where it is now. */
function engineRestorer(): () => void {
  const engine = tf.engine();
  const state = engine.state as unknown as EngineState;
  const { gradientDepth, kernelDepth, activeTape } = state;
  const [scopes, moves] = [state.scopeStack.length, state.numDataMovesStack.length];
  return () => {
    if (state.activeTape !== activeTape) {
      for (const { saved = [] } of state.activeTape ?? []) for (const tensor of saved) tensor.dispose();
    }
    Object.assign(state, { gradientDepth, kernelDepth, activeTape });
    state.numDataMovesStack.length = moves;
    while (state.scopeStack.length > scopes) engine.endScope();
  };
}
