/** What holds memory that JavaScript's garbage collector does not see. */
export interface Disposable {
  dispose(): unknown;
  readonly isDisposed?: boolean;
}

const registry = new FinalizationRegistry<readonly Disposable[]>((resources) => {
  for (const resource of resources) if (!resource.isDisposed) resource.dispose();
});

/**
 * Disposes tensors once nothing reaches their owner any more, so that re-running a cell that builds a model frees the
 * model before. `resources` must not refer to the owner; items may be added to it later.
 */
export function disposeWith(owner: object, resources: readonly Disposable[]): void {
  registry.register(owner, resources);
}
