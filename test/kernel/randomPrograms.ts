import { type Program, program } from "./programs.ts";

/** Where the text stands that is being written: what may stand there, and what it can name. */
interface Place {
  readonly depth: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly labels: readonly string[];
  /** Names that can be read; those that can be assigned to are in both. */
  readonly names: string[];
  readonly variables: string[];
}

/**
 * A program that a number stands for: declarations of every kind, closures, loops with labels, errors caught and not, in nested scopes
 * whose names hide each other. It always ends, prints as it goes, and never leaves two asynchronous functions to race.
 */
export function randomProgram(seed: number): Program {
  const writer = new Writer(seed);
  const cells = writer.cells();
  return program(`random program ${seed}`, cells, writer.value());
}

/** The text of a function is its author's in Node and the compiler's in a cell. */
const helpers = `const kept: (() => unknown)[] = [];
const text = (v: any): string => (typeof v === "function" ? v.name : typeof v === "object" ? typeof v : String(v));`;

class Writer {
  #state: number;
  #last = 0;
  readonly #top: Place = {
    depth: 0,
    isAsync: true,
    isGenerator: false,
    labels: [],
    names: [],
    variables: [],
  };

  constructor(seed: number) {
    this.#state = seed;
  }

  cells(): string[] {
    const cells: string[] = [helpers];
    const statements = 3 + this.#below(8);
    for (let i = 0; i < statements; i++) {
      const text = this.#statement(this.#top);
      if (this.#below(3) === 0) cells.push(text);
      else cells[cells.length - 1] += `\n${text}`;
    }
    cells[cells.length - 1] +=
      "\nconsole.log(kept.map((f) => { try { return f(); } catch (e) { return String(e); } }));";
    return cells;
  }

  value(): string {
    return `[${this.#expression(this.#top)}, ${this.#top.names.join(", ")}]`;
  }

  /** mulberry32 */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T;
  }

  #fresh(prefix: string): string {
    return `${prefix}${++this.#last}`;
  }

  /** A new name, or one from outside that it hides. */
  #local({ names }: Place): string {
    return names.length > 0 && this.#below(3) === 0 ? this.#one(names) : this.#fresh("x");
  }

  #inside(place: Place, changes: Partial<Place> = {}): Place {
    return {
      ...place,
      depth: place.depth + 1,
      names: [...place.names],
      variables: [...place.variables],
      ...changes,
    };
  }

  #declare(place: Place, name: string, canBeAssigned: boolean): void {
    if (!place.names.includes(name)) place.names.push(name);
    const at = place.variables.indexOf(name);
    if (canBeAssigned && at < 0) place.variables.push(name);
    if (!canBeAssigned && at >= 0) place.variables.splice(at, 1);
  }

  #statement(place: Place): string {
    const simple = [
      () => this.#print(place),
      () => this.#variable(place),
      () => this.#pattern(place),
      () => this.#assignment(place),
      () => `kept.push(() => ${this.#expression({ ...place, isAsync: false, isGenerator: false })});`,
    ];
    const nested = [
      () => this.#function(place),
      () => this.#class(place),
      () => this.#if(place),
      () => this.#loop(place),
      () => this.#try(place),
      () => this.#switch(place),
      () => `{ ${this.#block(place)} }`,
      () => (place.depth === 0 ? this.#enum(place) : this.#print(place)),
    ];
    return this.#one(place.depth < 3 ? [...simple, ...nested] : simple)();
  }

  #block(place: Place, changes: Partial<Place> = {}): string {
    const inner = this.#inside(place, changes);
    const hidden = new Set<string>();
    const statements: string[] = [];
    if (this.#below(2) === 0) {
      const name = this.#local(inner);
      hidden.add(name);
      const kind = this.#one(["let", "const"]);
      const outside = inner.names.filter((it) => it !== name);
      const value = this.#expression({
        ...inner,
        names: outside,
        variables: inner.variables.filter((it) => it !== name),
      });
      this.#declare(inner, name, kind === "let");
      statements.push(`${kind} ${name} = ${value};`);
    }
    for (let i = 0; i <= this.#below(3); i++) statements.push(this.#statement(inner));
    return statements.join(" ");
  }

  #print(place: Place): string {
    return `console.log(${this.#expression(place)}, ${this.#expression(place)});`;
  }

  #variable(place: Place): string {
    const kind = this.#one(["let", "const", "const", place.depth === 0 ? "var" : "let"]);
    const name = this.#fresh("v");
    const type = this.#one(["", ": any"]);
    const text = `${kind} ${name}${type} = ${this.#expression(place)};`;
    this.#declare(place, name, kind !== "const");
    return text;
  }

  #pattern(place: Place): string {
    const kind = this.#one(["let", "const"]);
    const [a, b, c] = [this.#fresh("d"), this.#fresh("d"), this.#fresh("d")];
    const [one, two] = [this.#expression(place), this.#expression(place)];
    const text = this.#one([
      `${kind} { p: ${a} = ${one}, ...${b} } = { q: ${two}, r: 1 } as any, ${c} = 0;`,
      `${kind} [${a}, ${b} = ${one}, ...${c}] = [${two}, , 3] as any[];`,
      `${kind} { p: [${a}], q: { ${b} = ${one} } = {} as any, ["c" + 1]: ${c} } = { p: [${two}], c1: 5 } as any;`,
    ]);
    for (const name of [a, b, c]) this.#declare(place, name, kind === "let");
    return text;
  }

  #assignment(place: Place): string {
    const name = place.variables.length > 0 ? this.#one(place.variables) : undefined;
    const value = this.#expression(place);
    if (name !== undefined)
      return this.#one([
        `${name} = ${value};`,
        `${name} ??= ${value};`,
        `[${name}] = [${value}];`,
        `({ a: ${name} = 2 } = { a: ${value} } as any);`,
        `for (${name} of [1, ${value}]);`,
      ]);
    // Not a loop's variable, or the loop might not end.
    const fixed = this.#one(["kept", ...place.names.filter((it) => /^[vdfCE]/.test(it))]);
    return `try { (${fixed} as any) = ${value}; } catch (e) { console.log((e as Error).name); }`;
  }

  #function(place: Place): string {
    const name = this.#fresh("f");
    const [p, q] = [this.#local(place), this.#fresh("q")];
    const kind = this.#one(["function", "function", "async function", "function*", "arrow"]);
    const isGenerator = kind === "function*";
    const body = (isAsync: boolean) => {
      const inner = this.#inside(place, { isAsync, isGenerator, labels: [] });
      this.#declare(inner, p, true);
      this.#declare(inner, q, true);
      const given = isGenerator ? `yield ${this.#expression(inner)};` : "";
      return `{ ${this.#block(inner)} } ${given} return ${this.#expression(inner)};`;
    };
    const parameters = `(${p}: any, ${q}: any = ${p})`;
    const argument = this.#expression(place);
    this.#declare(place, name, false);
    if (kind === "arrow")
      return `const ${name} = ${parameters} => { ${body(false)} };\nconsole.log(${name}(${argument}));`;
    const text = `${kind} ${name}${parameters} { ${body(kind === "async function")} }`;
    if (kind === "async function")
      return place.isAsync ? `${text}\nconsole.log(await ${name}(${argument}));` : `${text}\n`;
    return `${text}\nconsole.log(${isGenerator ? `[...${name}(${argument})]` : `${name}(${argument})`});`;
  }

  #class(place: Place): string {
    const name = this.#fresh("C");
    const plain: Place = { ...place, isAsync: false, isGenerator: false };
    const [one, two, three] = [this.#expression(plain), this.#expression(plain), this.#expression(plain)];
    const members = this.#one([
      `a = ${one}; static s = ${two}; m() { return [this.a, ${three}]; }`,
      `#p = ${one}; get g() { return this.#p; } m() { return [this.g, ${two}]; } static { console.log(${three}); }`,
      `constructor(readonly a: any, private b = ${one}) {} m() { return [this.a, this.b, ${two}]; } static s = ${three};`,
      `["k" + ${this.#below(9)}] = ${one}; m() { return Object.keys(this); } static f = () => ${two}; static s = this.f();`,
    ]);
    const text = `class ${name} { ${members} }\nconsole.log(new (${name} as any)(${three}).m(), (${name} as any).s);`;
    this.#declare(place, name, false);
    return text;
  }

  #if(place: Place): string {
    const condition = this.#expression(place);
    return `if (${condition}) { ${this.#block(place)} } else { ${this.#block(place)} }`;
  }

  #loop(place: Place): string {
    const label = this.#fresh("l");
    const i = this.#fresh("i");
    const inner = this.#inside(place, { labels: [...place.labels, label] });
    this.#declare(inner, i, false);
    const leave = this.#one([
      "",
      `if (${this.#expression(inner)}) break;`,
      `if (${this.#expression(inner)}) continue ${this.#one(inner.labels)};`,
    ]);
    const body = `{ kept.push(() => ${i}); ${this.#block(inner)} ${leave} }`;
    const heads = [
      `for (let ${i} = 0; ${i} < 3; ${i}++)`,
      `for (const ${i} of [1, 2, "z"])`,
      `for (const ${i} in { a: 1, b: 2 })`,
      ...(place.isAsync ? [`for await (const ${i} of [1, Promise.resolve(2)])`] : []),
    ];
    return `${label}: ${this.#one(heads)} ${body}`;
  }

  #try(place: Place): string {
    const e = this.#local(place);
    const handler = this.#inside(place);
    this.#declare(handler, e, true);
    const failing = this.#one([
      `throw new RangeError(String(${this.#below(9)}));`,
      `(undefined as any).x;`,
      `[].reduce((a) => a);`,
      `throw { v: ${this.#expression(place)} };`,
      "",
    ]);
    return `try { ${this.#block(place)} ${failing} } catch (${e}: any) { console.log(text(${e}?.message ?? ${e})); { ${this.#block(handler)} } } finally { ${this.#block(place)} }`;
  }

  #switch(place: Place): string {
    const cases = [1, 2].map((it) => `case ${it}: { ${this.#block(place)} ${this.#one(["break;", ""])} }`);
    return `switch (${this.#expression(place)} as any) { ${cases.join(" ")} default: { ${this.#block(place)} } }`;
  }

  #enum(place: Place): string {
    const name = this.#fresh("E");
    const text = this.#one([
      `enum ${name} { A, B = ${this.#below(9)}, C }`,
      `enum ${name} { A = "a", B = 2, C = 1 << B }`,
      `namespace ${name} { export const A = ${this.#below(9)}; export let B = A + 1; B++; export function C() { return B; } }`,
    ]);
    this.#declare(place, name, false);
    return `${text}\nconsole.log(${name}, ${name}.B);`;
  }

  #expression(place: Place, depth = 0): string {
    const { names } = place;
    const inner = () => this.#expression(place, depth + 1);
    const name = () => (names.length > 0 ? this.#one(names) : "0");
    const simple = [
      () => String(this.#below(10)),
      () => this.#one(["'s'", "null", "undefined", "true", "-1.5", "10n", '"가"', "``"]),
      name,
      name,
    ];
    const p = this.#fresh("p");
    const nested = [
      () => `text(${inner()}) ${this.#one(["+", "<", "===", "||", "&&"])} text(${inner()})`,
      () => `((${inner()}) ${this.#one(["??", "||", "&&", "===", "!=="])} (${inner()}))`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () => `[${inner()}, ...[${inner()}]]`,
      () => `({ a: ${inner()}, ...({ b: ${inner()} } as any) })`,
      () => `({ a: ${inner()} } as any)?.a?.b`,
      () => `\`<\${text(${inner()})}>\``,
      () => `typeof ${inner()}`,
      () =>
        `((${p}: any) => [${p}, ${this.#expression({ ...place, names: [...names, p], isAsync: false, isGenerator: false }, depth + 1)}])(${inner()})`,
      () => (place.isAsync ? `(await Promise.resolve(${inner()}))` : inner()),
      () => (place.isGenerator ? `(yield ${inner()})` : inner()),
      () => (place.variables.length > 0 ? `(${this.#one(place.variables)} = ${inner()} as any)` : inner()),
    ];
    return this.#one(depth < 2 ? [...simple, ...nested] : simple)();
  }
}
