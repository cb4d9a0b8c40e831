type Hdf5 = typeof import("h5wasm");

let loading: Promise<Hdf5> | undefined;
let discarded = 0;

/**
 * Loads h5wasm on first use (0.1 s). Its entry for the browser is the right one on Node too: files live in memory,
 * so links in a hostile file cannot reach the disk, which `h5wasm/node` would open to them.
 */
export function loadHdf5(): Promise<Hdf5> {
  loading ??= instance().then(async (hdf5) => {
    const module = await hdf5.ready;
    // Without it the C library prints its errors to stderr and the calls return as if all were well.
    module.activate_throwing_error_handler();
    return hdf5;
  });
  return loading;
}

/** Nothing is read any more with the instance that was in use: a fault has left its memory in an unknown state. */
export function discardHdf5(): void {
  loading = undefined;
  discarded++;
}

/** A module is evaluated once; under another address it is another one. */
function instance(): Promise<Hdf5> {
  return discarded === 0 ? import("h5wasm") : import(`${import.meta.resolve("h5wasm")}?${discarded}`);
}

let count = 0;

/** Lends a name in the in-memory file system and frees it afterwards. */
export function withMemoryFile<T>(hdf5: Hdf5, use: (name: string) => T): T {
  const name = `/model-${count++}.h5`;
  try {
    return use(name);
  } finally {
    const files = hdf5.FS as unknown as {
      unlink(name: string): void;
      analyzePath(name: string): { exists: boolean };
    };
    if (files.analyzePath(name).exists) {
      files.unlink(name);
    }
  }
}
