import { ModelFileError } from "./errors.ts";

/** The Keras whose formats are written here. */
export const KERAS_VERSION = "3.15.1";

/** Refuses a file whose writer says that it is of a Keras to come. */
export function checkKerasVersion(version: string | undefined, source: string): void {
  const major = Number.parseInt(version ?? "", 10);
  if (major > 3) {
    throw new ModelFileError(
      "future-version",
      `${source} was written by Keras ${version}; this reader knows Keras up to 3. Save it with Keras 3, or update this package.`,
    );
  }
}
