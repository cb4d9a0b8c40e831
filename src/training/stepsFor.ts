import type { Compiled } from "./compiled.ts";
import { eagerSteps } from "./feeds.ts";
import type { Steps } from "./step.ts";

/** What measures a model, or trains it on single batches. The graph compiler is loaded where it is first needed. */
export async function stepsFor({ given }: Compiled): Promise<Steps> {
  if (given.graph === false) return eagerSteps;
  return (await import("./graph/steps.ts")).keptSteps;
}
