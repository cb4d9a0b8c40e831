import type { Reference, Variable } from "@typescript-eslint/scope-manager";
import type { ParsedCell } from "./parse.ts";

/** Where a name lives: `interface A` and `const A` do not meet, a class is in both. */
export type Space = "value" | "type";

/** A name that a cell declares for all that follow. */
export interface Binding {
  /** What the cells call it. */
  readonly name: string;
  /** What the script calls it. */
  readonly text: string;
  readonly spaces: readonly Space[];
  readonly cell: ParsedCell;
  readonly variable: Variable;
  /** Functions that outlive their cell look it up here. */
  captured: boolean;
  /** A later declaration became an assignment to it, or it is a function and gets another value. */
  assigned: boolean;
  /** Something uses it as more than a type. */
  usedAsValue: boolean;
  usedAsType: boolean;
  /** Stands for what a module cell exports: a later declaration of the name is another variable. */
  readonly imported?: true;
}

/** All names the script uses, and those that a later cell sees. */
export class Names {
  private readonly seen = { value: new Map<string, Binding>(), type: new Map<string, Binding>() };
  private readonly used: Set<string>;

  /** @param used every identifier of every cell, so that a new name can never be mistaken for another */
  constructor(used: Iterable<string>) {
    this.used = new Set(used);
  }

  find(name: string, space: Space): Binding | undefined {
    return this.seen[space].get(name);
  }

  /** Which earlier declarations the new one would clash with in one file. */
  clashes(name: string, spaces: readonly Space[]): boolean {
    return spaces.some((space) => this.seen[space].has(name));
  }

  add(binding: Binding): void {
    for (const space of binding.spaces) this.seen[space].set(binding.name, binding);
  }

  /** `name2`, `name3`, whichever nothing else has. */
  fresh(name: string): string {
    for (let i = 2; ; i++) {
      const text = `${name}${i}`;
      if (this.used.has(text)) continue;
      this.used.add(text);
      return text;
    }
  }
}

export function spacesOf(variable: Variable): Space[] {
  const spaces: Space[] = [];
  if (variable.isValueVariable) spaces.push("value");
  if (variable.isTypeVariable) spaces.push("type");
  return spaces;
}

export function spaceOf(reference: Reference): Space {
  return reference.isTypeReference && !reference.isValueReference ? "type" : "value";
}
