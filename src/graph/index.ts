export { GraphError } from "./errors.ts";
export * from "./fused/updates.ts";
export { type GraphFunction, type GraphOptions, graph, graphIn } from "./graph.ts";
export { clear, fill, type HeldData, type HoldOptions, hold, roomFor } from "./hold.ts";
export { sparseSoftmaxCrossEntropy } from "./ops/sparseSoftmaxCrossEntropy.ts";
export { GraphSession } from "./session.ts";
export type { SessionOptions } from "./sessionOptions.ts";
export { afterRun, guard, hostScalar, isTracing } from "./tracing.ts";
export { type LoopRunOptions, TrainLoop, type TrainLoopOptions, trainLoop } from "./trainLoop.ts";
