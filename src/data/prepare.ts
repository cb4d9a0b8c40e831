import { fashionMnistFiles } from "./fashionMnistFiles.ts";
import { type Prepared, type PrepareOptions, prepareFiles } from "./prepareFiles.ts";
import { fashionMnistSources } from "./sources.ts";

/**
 * Makes sure that the four files of Fashion-MNIST are in the cache, verified by SHA-256. Looks in the cache, Debian's
 * folder, the public mirrors, then Debian's archive. An interrupted download goes on where it ended; several processes
 * take turns.
 *
 * @throws AggregateError when no source has the files; its message lists each source and why it failed
 * @example const { dir, source } = await prepareFashionMnist();
 */
export function prepareFashionMnist(options: PrepareOptions = {}): Promise<Prepared> {
  const set = { title: "Fashion-MNIST", folder: "fashion-mnist", files: fashionMnistFiles };
  return prepareFiles(set, { sources: fashionMnistSources, ...options });
}
