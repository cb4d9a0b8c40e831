/** Why a model file was refused. */
export type ModelFileProblem =
  | "cut"
  | "not-a-model"
  | "future-version"
  | "missing-weights"
  | "unexpected-weights"
  | "shape-mismatch"
  | "unknown-layer"
  | "unsafe"
  | "unsupported";

/**
 * A model file, or a part of one, that cannot be read or written.
 *
 * @example
 * try { await loadModelFile("model.keras"); }
 * catch (error) { if (error instanceof ModelFileError && error.problem === "cut") redownload(); }
 */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
  readonly problem: ModelFileProblem;

  constructor(problem: ModelFileProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
