import { eagerSteps } from "./feeds.ts";
import type { StepSetup, Steps } from "./step.ts";

/**
 * Does work with what trains and measures a model. The graph compiler is loaded where it is first needed.
 *
 * @param batchSize how many samples the work learns from at a time; undefined where it only measures
 */
export async function withSteps<T>(
  { model, compiled }: Pick<StepSetup, "model" | "compiled">,
  batchSize: number | undefined,
  work: (steps: Steps) => Promise<T>,
): Promise<T> {
  if (compiled.given.graph === false) return await work(eagerSteps);
  const { useGraphSteps } = await import("./graph/steps.ts");
  return await useGraphSteps({ model, compiled }, batchSize, work);
}
