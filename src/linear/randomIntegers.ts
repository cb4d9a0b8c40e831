import { globalState } from "../random/globalState.ts";
import { RandomState } from "../random/randomState.ts";

/** numpy's largest int32, scikit-learn's `MAX_INT`. */
const maxInt = 2 ** 31 - 1;

/** scikit-learn's `check_random_state`: a seed makes a new generator, none means the global one. */
export function checkRandomState(randomState: number | RandomState | null): RandomState {
  if (randomState instanceof RandomState) return randomState;
  return randomState === null ? globalState() : new RandomState(randomState);
}

/** numpy's `randint(2**31 - 1)`: an integer from 0 to 2^31 - 2. */
export function randomSeed(random: RandomState): number {
  return random.interval(maxInt - 1);
}

/** The seed of the samples' order, after the one that `make_dataset` draws and SGD never uses. */
export function orderSeed(random: RandomState): number {
  random.interval(maxInt - 2);
  return randomSeed(random);
}
