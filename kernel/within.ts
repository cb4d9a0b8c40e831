/**
 * What a promise gives, or undefined where that takes longer.
 *
 * @param ms the patience, in milliseconds
 * @throws what the promise throws in time
 */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a promise gives, or undefined where it fails or takes longer. */
export function soon<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  return within(
    promise.catch(() => undefined),
    ms,
  );
}
