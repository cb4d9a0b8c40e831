import { tf, type Variable } from "../tensorflow.ts";
import { bytesOf, dtypeName, dtypeNumber, sizeOf, type Value } from "./dtype.ts";
import { GraphError } from "./errors.ts";
import { HeldMemory } from "./heldMemory.ts";
import { type NativeEntry, type NativeFeed, type NativeSession, native } from "./native.ts";
import { type AttrValue, encode, type NodeDef, shapeMessage } from "./proto.ts";
import { Recorder } from "./recorder.ts";
import { type SessionOptions, sessionMessages } from "./sessionOptions.ts";
import { toFeed, toValue, valuesOf } from "./values.ts";
import { type Owner, VariableHome } from "./variableHome.ts";

/** Values that live in a session under a name. */
export interface Stored {
  readonly name: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** Values for a place in a session. */
export interface Write {
  readonly stored: Stored;
  readonly data: ArrayBufferView;
  /** Where `stored` leaves it open. */
  readonly shape?: readonly number[];
}

/** So many kinds of run are kept; where more come up, variables are written one by one. */
const mostEntries = 256;

/** The names of what a run feeds, fetches and executes. */
export interface RunSpec {
  readonly feeds: readonly string[];
  readonly fetches: readonly string[];
  readonly targets: readonly string[];
}

/**
 * A TensorFlow session with its own threads that keeps variables and data between runs. Graphs that share a session share both.
 * It holds no function and no model, so a variable that it has the newest value of does not keep those alive.
 *
 * @example const session = new GraphSession({ intraOpThreads: 2 });
 */
export class GraphSession implements Owner {
  readonly #native: NativeSession;
  readonly #runOptions: Uint8Array;
  readonly #variables = new Map<
    string,
    { variable: WeakRef<Variable>; home: VariableHome; seen: number; stored: Stored }
  >();
  readonly #names = new WeakMap<Variable, string>();
  readonly #entries = new Map<string, NativeEntry>();
  readonly #memory = new HeldMemory(this);
  readonly #pending: Write[] = [];
  /** How many bytes the values under a name take. */
  readonly #bytes = new Map<string, number>();
  #count = 0;
  /** Settles when nothing runs any more, and when nothing that changes variables does. */
  #running: Promise<unknown> = Promise.resolve();
  #changing: Promise<unknown> = Promise.resolve();
  #inFlight = 0;
  #closed = false;

  constructor(options: SessionOptions = {}) {
    const { config, run } = sessionMessages(options);
    this.#runOptions = run;
    this.#native = native().createSession(config);
  }

  /** A name for a node that no other node of this session has. */
  uniqueName(kind: string): string {
    this.#count += 1;
    return `n${this.#count}_${kind.replace(/[^A-Za-z0-9]/g, "")}`;
  }

  /** Adds nodes to the graph of this session. */
  extend(node: NodeDef[]): void {
    this.#requireOpen();
    const graph = encode("GraphDef", { node, versions: { producer: 1882, minConsumer: 12 } });
    native().extendSession(this.#native, graph);
  }

  /** Makes room for values in this session, of which a length of -1 is left open; `name` is the node of its handle. */
  store(dtype: number, shape: readonly number[]): Stored {
    const name = this.uniqueName("Variable");
    const attr: Record<string, AttrValue> = {
      dtype: { type: dtype },
      shape: { shape: shapeMessage(shape) },
      shared_name: { s: Buffer.from(name) },
    };
    const type = { dtype: { type: dtype } };
    const known = { dtype: { type: dtype }, shape: { shape: shapeMessage(shape) } };
    this.extend([
      { name, op: "VarHandleOp", input: [], attr },
      { name: `${name}_value`, op: "Placeholder", input: [], attr: known },
      { name: `${name}_assign`, op: "AssignVariableOp", input: [name, `${name}_value`], attr: type },
      { name: `${name}_read`, op: "ReadVariableOp", input: [name], attr: type },
    ]);
    return { name, dtype, shape };
  }

  /** Writes values into what {@link store} made. */
  write(...writes: Write[]): void {
    for (const { entry, feeds } of this.#writing(writes)) native().runSync(entry, feeds);
  }

  /** Writes on another thread, which lets the event loop go on while a data set is copied. The values must not change until then. */
  async writeLater(...writes: Write[]): Promise<void> {
    for (const { entry, feeds } of this.#writing(writes)) await native().run(entry, feeds);
  }

  /** Writes values before the next run, together with those of variables. They must not change until then. */
  writeBefore(write: Write): void {
    this.#pending.push(write);
  }

  /** The runs that write values: one for all, since TensorFlow prepares each kind of run for milliseconds. */
  #writing(writes: readonly Write[]): { entry: NativeEntry; feeds: NativeFeed[] }[] {
    if (writes.length === 0) return [];
    const names = writes.map(({ stored }) => stored.name);
    for (const { stored, shape = stored.shape } of writes) {
      const bytes = sizeOf(shape) * bytesOf(stored.dtype);
      this.#memory.add(bytes - (this.#bytes.get(stored.name) ?? 0));
      this.#bytes.set(stored.name, bytes);
    }
    const feeds = writes.map(
      ({ stored, data, shape = stored.shape }): NativeFeed => [stored.dtype, shape, data],
    );
    const spec = (some: readonly string[]): RunSpec => ({
      feeds: some.map((name) => `${name}_value`),
      fetches: [],
      targets: some.map((name) => `${name}_assign`),
    });
    if (this.#entries.size < mostEntries) return [{ entry: this.#entry(spec(names)), feeds }];
    return names.map((name, i) => ({ entry: this.#entry(spec([name])), feeds: [feeds[i]!] }));
  }

  /** Reads values back. */
  read(stored: readonly Stored[]): Value[] {
    const spec = { feeds: [], fetches: stored.map(({ name }) => `${name}_read`), targets: [] };
    return native().runSync(this.#entry(spec), []).map(toValue);
  }

  /** Where a variable's value lies in this session. */
  variable(variable: Variable): Stored {
    const known = this.#variables.get(this.#names.get(variable) ?? "");
    if (known !== undefined) return known.stored;
    const stored = this.store(dtypeNumber(variable.dtype), variable.shape);
    const home = VariableHome.of(variable);
    this.#variables.set(stored.name, { variable: new WeakRef(variable), home, seen: -1, stored });
    this.#names.set(variable, stored.name);
    return stored;
  }

  /** Runs at once, blocking the event loop until it is done. */
  runSync(spec: RunSpec, feeds: readonly Value[], use: VariableUse): Value[] {
    this.#requireIdle();
    this.write(...this.#outdated(use));
    const results = native().runSync(this.#entry(spec), feeds.map(toFeed));
    this.#changed(use);
    return results.map(toValue);
  }

  /**
   * Runs on another thread. Runs that change variables follow each other; those between them run side by side. The feeds must not change
   * until then.
   */
  run(spec: RunSpec, feeds: readonly Value[], use: VariableUse): Promise<Value[]> {
    const [first] = use.changed;
    const changes = first !== undefined || this.#isBehind(use);
    const before = changes ? this.#running : this.#changing;
    const next = before.then(async () => {
      this.#inFlight += 1;
      try {
        await this.writeLater(...this.#outdated(use));
        return (await native().run(this.#entry(spec), feeds.map(toFeed))).map(toValue);
      } finally {
        this.#inFlight -= 1;
        this.#changed(use);
      }
    });
    const done = next.catch(() => {});
    this.#running = changes ? done : Promise.all([this.#running, done]);
    if (changes) this.#changing = done;
    return next;
  }

  /** Writes what graphs have changed back into the variables, e.g. before they are saved; reading one does so too. */
  bringBack(): void {
    const ahead = [...this.#variables.values()].filter(({ home }) => home.ownedBy(this));
    const alive = ahead.filter(({ variable }) => variable.deref()?.isDisposed === false);
    for (const { home } of ahead) home.forget();
    if (alive.length === 0) return;
    const values = this.read(alive.map(({ stored }) => stored));
    const accept = () => {
      for (const [index, { variable, home }] of alive.entries()) {
        const { dtype, shape, data } = values[index]!;
        tf.tidy(() =>
          home.accept(variable.deref()!, tf.tensor(data as Float32Array, [...shape], dtypeName(dtype))),
        );
      }
    };
    // The function that is being traced may be what reads the variable.
    if (Recorder.current === undefined) accept();
    else Recorder.current.unrecorded(accept);
  }

  /** Waits for every run in flight. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Frees graphs and values; the variables keep their newest values. Waits for a run in flight. */
  async dispose(): Promise<void> {
    if (this.#closed) return;
    await this.idle();
    this.bringBack();
    this.#closed = true;
    this.#entries.clear();
    this.#variables.clear();
    native().closeSession(this.#native);
    this.#memory.release();
  }

  #entry(spec: RunSpec): NativeEntry {
    this.#requireOpen();
    const key = [spec.feeds, spec.fetches, spec.targets].map((names) => names.join(" ")).join("|");
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = native().prepareRun(
        this.#native,
        [...spec.feeds],
        [...spec.fetches],
        [...spec.targets],
        this.#runOptions,
      );
      this.#entries.set(key, entry);
    }
    return entry;
  }

  /** Whether a run would first have to be given values of variables. */
  #isBehind({ variables }: VariableUse): boolean {
    if (this.#pending.length > 0) return true;
    for (const variable of variables) {
      const known = this.#variables.get(this.#names.get(variable) ?? "");
      if (known === undefined || known.seen !== known.home.version) return true;
    }
    return false;
  }

  /** What must be written so that this session has the newest values of the variables that a run uses. */
  #outdated({ variables }: VariableUse): Write[] {
    const writes: Write[] = [];
    for (const variable of variables) {
      if (variable.isDisposed)
        throw new GraphError(`A graph uses the variable ${variable.name}, which is disposed of`);
      const { name } = this.variable(variable);
      const known = this.#variables.get(name)!;
      if (known.seen === known.home.version) continue;
      const data = valuesOf(variable);
      writes.push({ stored: known.stored, data });
      known.seen = known.home.version;
    }
    return [...this.#pending.splice(0), ...writes];
  }

  #changed({ changed }: VariableUse): void {
    for (const variable of changed) {
      const known = this.#variables.get(this.#names.get(variable)!)!;
      known.home.movedTo(this);
      known.seen = known.home.version;
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new GraphError("The graph's session is disposed of");
  }

  #requireIdle(): void {
    if (this.#inFlight === 0) return;
    throw new GraphError(
      "The graph's session is running: await the run before, or call the graph with `.async(...)`",
    );
  }
}

/** Which variables a run reads, and which of them it changes. */
export interface VariableUse {
  readonly variables: Iterable<Variable>;
  readonly changed: Iterable<Variable>;
}
