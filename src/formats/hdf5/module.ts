type Hdf5 = typeof import("h5wasm");

let loading: Promise<Hdf5> | undefined;

/**
 * Loads h5wasm on first use (0.1 s). Its entry for the browser is the right one on Node too: files live in memory,
 * so links in a hostile file cannot reach the disk, which `h5wasm/node` would open to them.
 */
export function loadHdf5(): Promise<Hdf5> {
  loading ??= import("h5wasm").then(async (hdf5) => {
    const module = await hdf5.ready;
    // Without it the C library prints its errors to stderr and the calls return as if all were well.
    module.activate_throwing_error_handler();
    return hdf5;
  });
  return loading;
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
