/** The message of an unknown name: what it is, what was given, what exists. */
export function unknownName(kind: string, given: unknown, known: Iterable<string>): Error {
  return new Error(`unknown ${kind} ${JSON.stringify(given)}; known: ${[...known].join(", ")}`);
}

/** `sparseCategoricalCrossentropy` and `SparseCategoricalCrossentropy` -> `sparse_categorical_crossentropy`. */
export function snakeCase(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase();
}

/** `sparse_categorical_crossentropy` -> `SparseCategoricalCrossentropy`, as Keras calls its classes. */
export function pascalCase(name: string): string {
  const words = name.split("_").map((word) => word[0]!.toUpperCase() + word.slice(1));
  return words.join("").replace("KlDiv", "KLDiv");
}
