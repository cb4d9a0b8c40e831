import { eagerSteps } from "./feeds.ts";
import type { StepSetup, Steps } from "./step.ts";

/** Does work with what trains and measures a model. The graph compiler is loaded where it is first needed. */
export async function withSteps<T>(
  { model, compiled }: Pick<StepSetup, "model" | "compiled">,
  work: (steps: Steps) => Promise<T>,
): Promise<T> {
  if (compiled.given.graph === false) return await work(eagerSteps);
  const { useGraphSteps } = await import("./graph/steps.ts");
  return await useGraphSteps({ model, compiled }, work);
}
