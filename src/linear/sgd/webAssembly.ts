/** The part of JavaScript's WebAssembly that is used here; TypeScript describes it only together with the browser's DOM. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

interface WebAssemblyApi {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { readonly exports: object };
  Memory: new (size: { initial: number; maximum: number; shared: true }) => SharedMemory;
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

const pageSize = 65536;
/** 4 GiB, which is what 32-bit addresses reach. */
const maximumPages = 65536;

/**
 * Shared memory of at least `bytes`.
 *
 * @throws RangeError when that is more than WebAssembly can address or the machine can give
 */
export function allocateShared(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / pageSize);
  const size = `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  if (pages > maximumPages) {
    throw new RangeError(
      `the samples need ${size}, more than the 4 GiB of one memory; fit on a part of them`,
    );
  }
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new RangeError(`no memory of ${size} for the samples`, { cause });
  }
}

/** Compiles a module; the machine code that its loops get later belongs to it, so one module serves all fits. */
export function compile(bytes: Uint8Array): object {
  return new WebAssembly.Module(bytes);
}

/** A module's functions over some memory. */
export function instantiate(module: object, memory: SharedMemory): object {
  const env = { memory, abort: () => {} };
  return new WebAssembly.Instance(module, { env }).exports;
}
