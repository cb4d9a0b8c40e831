import { diskUsage } from "./files.mjs";

/**
 * The bytes by which a folder grew while some work was done: what a download left in the cache.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @returns {Promise<{result: T, bytes: number}>}
 */
export async function growth(folder, work) {
  const before = await diskUsage(folder);
  const result = await work();
  return { result, bytes: Math.max(0, (await diskUsage(folder)) - before) };
}
