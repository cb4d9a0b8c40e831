import { unknownName } from "../training/errors.ts";
import { crossentropy } from "./crossentropy.ts";
import { customLoss } from "./custom.ts";
import type { Loss, LossFunction } from "./loss.ts";
import { type LossName, lossesByName, lossNamed } from "./names.ts";

export type { LossName } from "./names.ts";

/** What `compile` takes as a loss: a name, a loss with options, or a function of targets and predictions. */
export type LossLike = LossName | "crossentropy" | "ce" | Loss | LossFunction;

const makers = new Map<unknown, () => Loss>(
  Object.values(lossesByName).map((maker) => [maker, maker as () => Loss]),
);

/**
 * The loss that is meant.
 *
 * @throws Error that lists the names when it is unknown.
 * @example losses.get("mse").name; // "mean_squared_error"
 */
export function resolveLoss(loss: LossLike): Loss {
  if (typeof loss === "function") return makers.get(loss)?.() ?? customLoss(loss);
  if (typeof loss === "string") {
    const found = /^(crossentropy|ce)$/i.test(loss) ? crossentropy : lossNamed(loss);
    if (found === undefined) throw unknownName("loss", loss, Object.keys(lossesByName));
    return found;
  }
  if (typeof loss?.perSample === "function") return loss;
  throw new TypeError(
    `a loss is a name such as "mse", one of losses.huber() and its kin, or a function (yTrue, yPred) => tensor, got ${String(loss)}`,
  );
}
