/** How much is printed: 0 nothing, 1 a progress bar, 2 a line an epoch; `"auto"` is 1. */
export type Verbose = 0 | 1 | 2 | "auto";

/** The number that is meant. @throws RangeError for anything else */
export function verboseNumber(verbose: Verbose): 0 | 1 | 2 {
  const number = verbose === "auto" ? 1 : Number(verbose);
  if (number === 0 || number === 1 || number === 2) return number;
  throw new RangeError(`verbose is 0, 1, 2 or "auto", got ${JSON.stringify(verbose)}`);
}
