import type { Tensor, Variable } from "../tensorflow.ts";
import { backend, type DataId, engine, type TensorData } from "./backend.ts";
import { HeldMemory } from "./heldMemory.ts";

/** Brings a value that a graph's session has changed back into a variable. */
export interface Owner {
  /** Writes the newest values into every variable that this owner is ahead of. */
  bringBack(): void;
}

/**
 * Who has the newest value of a `tf.Variable`: TensorFlow.js or the session of a graph. Reading the variable, by any operation or by
 * `dataSync`, first brings the value back; assigning to it makes the sessions take the new value at their next run.
 */
export class VariableHome {
  /** Counts the values that the variable has had. */
  version = 0;
  #dataId: DataId;
  #owner: Owner | undefined;

  private constructor(variable: Variable) {
    this.#dataId = variable.dataId;
    // TensorFlow.js does not tell the garbage collector what it holds: models of cells that ran again would pile up.
    new HeldMemory(variable).add(4 * variable.size);
    Object.defineProperty(variable, "dataId", {
      configurable: true,
      enumerable: true,
      get: () => this.#read(),
      set: (dataId: DataId) => this.#write(dataId),
    });
  }

  static readonly #homes = new WeakMap<Variable, VariableHome>();

  /** The home of a variable, made the first time. */
  static of(variable: Variable): VariableHome {
    let home = VariableHome.#homes.get(variable);
    if (home === undefined) {
      home = new VariableHome(variable);
      VariableHome.#homes.set(variable, home);
    }
    return home;
  }

  /** The key of the values that TensorFlow.js has, whether or not they are the newest. */
  static dataIdOf(variable: Variable): DataId {
    const home = VariableHome.#homes.get(variable);
    return home === undefined ? variable.dataId : home.#dataId;
  }

  /** Says that a session now has a newer value. */
  movedTo(owner: Owner): void {
    this.version += 1;
    this.#owner = owner;
  }

  /** Whether this session has the newest value alone. */
  ownedBy(owner: Owner): boolean {
    return this.#owner === owner;
  }

  /** Takes the newest value from its owner; the version stays, as the value does. */
  accept(variable: Variable, value: Tensor): void {
    this.#owner = undefined;
    const { version } = this;
    variable.assign(value as Tensor<never>);
    this.version = version;
  }

  /** Gives up what a session still knows, for a variable that is disposed of. */
  forget(): void {
    this.#owner = undefined;
  }

  #read(): DataId {
    this.#owner?.bringBack();
    return this.#dataId;
  }

  #write(dataId: DataId): void {
    this.#dataId = dataId;
    this.#owner = undefined;
    this.version += 1;
  }
}

/** Gives a variable a value whose key nothing else has; the given tensor is freed. */
export function giveOwnData(variable: Variable, value: Tensor): void {
  variable.assign(value as Tensor<never>);
  value.dispose();
}

/** Every variable with the key of the values that TensorFlow.js has of it. */
export function variables(): { variable: Variable; dataId: DataId }[] {
  const all = Object.values(engine().state.registeredVariables);
  return all.map((variable) => ({ variable, dataId: VariableHome.dataIdOf(variable) }));
}

/** The variable whose values satisfy a test. */
export function variableWith(test: (data: TensorData) => boolean): Variable | undefined {
  const { tensorMap } = backend();
  return variables().find(({ dataId }) => tensorMap.has(dataId) && test(tensorMap.get(dataId)))?.variable;
}
