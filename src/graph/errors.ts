/** Why a function cannot become a graph, or a graph cannot run. */
export class GraphError extends Error {
  override readonly name = "GraphError";
}
