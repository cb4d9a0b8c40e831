import { splitSizes } from "../data/splitSizes.ts";
import { stratifiedIndices } from "../data/stratify.ts";
import { checkRandomState } from "./randomIntegers.ts";
import type { FullSGDParams } from "./sgdParams.ts";

/**
 * Marks the samples that only validate, by scikit-learn's `_make_validation_split`; undefined without early stopping.
 *
 * @param codes the place of each sample's class
 * @throws RangeError where a part would be empty or lack a class, or all held-out samples weigh nothing
 */
export function heldOutSamples(
  codes: Int32Array,
  params: FullSGDParams,
  sampleWeights: Float64Array | undefined,
): Uint8Array | undefined {
  if (!params.earlyStopping) return undefined;
  const sizes = splitSizes(codes.length, { testSize: params.validationFraction });
  const { test } = stratifiedIndices(codes, sizes, checkRandomState(params.randomState));
  if (sampleWeights && test.every((sample) => !(sampleWeights[sample]! > 0))) {
    throw new RangeError(
      "The sample weights for validation set are all zero, consider using a different random state.",
    );
  }
  const heldOut = new Uint8Array(codes.length);
  for (const sample of test) heldOut[sample] = 1;
  return heldOut;
}
