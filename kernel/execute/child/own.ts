const NativePromise = Promise;
const { resolve } = Promise;

/**
 * What the session's own functions take from the globals, as it was before user code could replace it.
 *
 * The rest has a module to import it from: `node:buffer`, `node:process`, `node:url`, `node:perf_hooks`.
 */
export const own = Object.freeze({
  Error,
  Promise: NativePromise,
  resolve: (value: unknown): Promise<unknown> => resolve.call(NativePromise, value),
});
