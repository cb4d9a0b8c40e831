import { setTimeout as sleep } from "node:timers/promises";
import type { CompletionItem } from "vscode-languageserver-protocol";
import type { CellModule } from "./cellModule.ts";
import { Cells, moduleName, type RanCell } from "./cells.ts";
import { toCompletion } from "./completions.ts";
import { fromHover, fromSignatures, sourceAt, wordAt } from "./descriptions.ts";
import { Folder, specifiersIn } from "./folder.ts";
import { offersName, offersText, toImports } from "./imports.ts";
import { fallbackPaths, type Installation } from "./packages.ts";
import { placeOf } from "./place.ts";
import { problemsOf } from "./problems.ts";
import {
  ambientName,
  ambientText,
  configName,
  emptyConfig,
  projectConfig,
  type TsConfig,
} from "./project.ts";
import { Server } from "./server.ts";
import type { Description, Problem, TypedCompletion, Types } from "./types.ts";

/** What the types of a session need to know. */
export interface TypesOptions extends Installation {
  /** The nearest `tsconfig.json` at or above the folder, as it is now. */
  readonly tsconfig: () => TsConfig | undefined;
}

/** A server that nobody has asked for so long goes, with its memory; in milliseconds. */
const idleTime = 5 * 60_000;
/** Servers that die one after the other are not started for ever. */
const mostCrashes = 5;
const crashWindow = 60_000;
const fewestSpare = 12;
/** Cells that come within this time of each other are checked together, in milliseconds; the first of them waits no longer than the second. */
const quietTime = 60;
const longestWait = 600;

interface Ran {
  readonly cell: RanCell;
  readonly source: string;
}

interface Unchecked extends Ran {
  resolve(problems: readonly Problem[] | undefined): void;
}

/** Types of the cells of a session, by TypeScript's own server: started with the first question, ended when nobody asks. */
export class TypeScriptTypes implements Types {
  readonly #options: TypesOptions;
  readonly #cells = new Cells();
  readonly #runs = new Map<number, Ran>();
  readonly #unchecked: Unchecked[] = [];
  #isChecking = false;
  #lastAdded = 0;
  readonly #imported = new Set<string>();
  /** Cells that others import, by their files' names. */
  readonly #modules = new Map<string, string>();
  readonly #folder: Folder;
  #paths: Record<string, string[]> = {};
  #pathsOf = -1;
  #config: TsConfig | undefined;
  #starting: Promise<Server> | undefined;
  #server: Server | undefined;
  #crashes: number[] = [];
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: TypesOptions) {
    this.#options = options;
    this.#folder = new Folder(options.folder);
  }

  get isWarm(): boolean {
    return this.#server?.isAlive === true;
  }

  add(run: number, source: string, willCheck: boolean): void {
    this.#lastAdded = performance.now();
    const cell = attempt(() => this.#cells.add(source));
    if (!cell) return;
    for (const name of specifiersIn(source)) this.#imported.add(name);
    if (willCheck) this.#runs.set(run, { cell, source });
    else this.#cells.release(cell);
  }

  addModule(name: string, source: string): void {
    this.#modules.set(`${name}.ts`, source);
  }

  check(run: number): Promise<readonly Problem[] | undefined> {
    const known = this.#runs.get(run);
    if (!known) return Promise.resolve([]);
    this.#runs.delete(run);
    return new Promise((resolve) => {
      this.#unchecked.push({ ...known, resolve });
      if (!this.#isChecking) void this.#checkAll();
    });
  }

  /** Cells that come one after the other are checked together: each new one would have the program built anew. */
  async #checkAll(): Promise<void> {
    this.#isChecking = true;
    while (this.#unchecked.length > 0) {
      await this.#quiet();
      await this.#checkBatch(this.#unchecked.splice(0));
    }
    // In the same turn as the last look at the list, or a cell could come in between.
    this.#isChecking = false;
  }

  async #checkBatch(batch: readonly Unchecked[]): Promise<void> {
    const server = await this.#ask(async (it) => it);
    const known = new Map<string, Awaited<ReturnType<Server["diagnostics"]>> | undefined>();
    for (const { cell, source, resolve } of batch) {
      const module = this.#cells.moduleOf(cell);
      const file = module && fileOf(cell.name, module);
      if (file !== undefined && !known.has(file))
        known.set(file, await server?.diagnostics(file).catch(() => undefined));
      const found = known.get(file ?? "");
      resolve(found && problemsOf(found, { source, ...cell, strict: false }));
    }
    for (const { cell } of batch) this.#cells.release(cell);
  }

  /** Resolves when no cell has come for a moment, or cells have come for long enough. */
  async #quiet(): Promise<void> {
    const begun = performance.now();
    for (let now = begun; now - begun < longestWait; now = performance.now()) {
      const rest = this.#lastAdded + quietTime - now;
      if (rest <= 0) return;
      await sleep(rest, undefined, { ref: false });
    }
  }

  async checkStrictly(source: string): Promise<readonly Problem[] | undefined> {
    const module = attempt(() => this.#cells.preview(source));
    if (!module) return [];
    for (const name of specifiersIn(source)) this.#imported.add(name);
    const file = fileOf(".toile-next", module);
    const diagnostics = await this.#ask((server) => {
      server.put(file, module.text, languageOf(file));
      return server.diagnostics(file);
    });
    return (
      diagnostics && problemsOf(diagnostics, { source, offset: 0, foreign: module.foreign, strict: true })
    );
  }

  complete(code: string, cursor: number): Promise<TypedCompletion | undefined> {
    return this.#completeBy(toCompletion, code, cursor);
  }

  completeImport(code: string, cursor: number): Promise<TypedCompletion | undefined> {
    return this.#completeBy(toImports, code, cursor, (server) => {
      server.put(offersName, offersText, "typescript");
      server.offerImports();
    });
  }

  #completeBy(
    read: typeof toCompletion,
    code: string,
    cursor: number,
    prepare: (server: Server) => void = () => {},
  ): Promise<TypedCompletion | undefined> {
    return this.#askDraft(code, cursor, async (server, file) => {
      prepare(server);
      const { CompletionRequest, CompletionResolveRequest } = server.protocol;
      const textDocument = { uri: server.uri(file) };
      const found = await server.request(CompletionRequest.type, {
        textDocument,
        position: placeOf(code, cursor),
      });
      const items = (Array.isArray(found) ? found : (found?.items ?? [])) as CompletionItem[];
      return read(code, cursor, items, (item) => server.request(CompletionResolveRequest.type, item));
    });
  }

  async describe(code: string, cursor: number, detail: 0 | 1): Promise<Description | undefined> {
    const word = wordAt(code, cursor);
    const named = word && (await this.#hover(code, word, detail));
    if (!named) return this.#signatures(code, cursor);
    if (named.documentation !== "" || !named.signature.includes("=>")) return named;
    // A function in a variable is documented where it was made, which only its call leads to.
    const call = `${code.slice(0, word.start + word.name.length)}(`;
    const called = await this.#signatures(call, call.length);
    return { ...named, documentation: called?.documentation ?? "" };
  }

  #hover(
    code: string,
    word: { name: string; start: number },
    detail: 0 | 1,
  ): Promise<Description | undefined> {
    return this.#askDraft(code, word.start, async (server, file) => {
      const { DefinitionRequest, HoverRequest } = server.protocol;
      const at = { textDocument: { uri: server.uri(file) }, position: placeOf(code, word.start) };
      const hover = await server.request(HoverRequest.type, at);
      const named = hover ? fromHover(word.name, hover) : undefined;
      if (!named || detail === 0) return named;
      const found = await server.request(DefinitionRequest.type, at);
      const source = sourceAt(Array.isArray(found) ? found[0] : (found ?? undefined));
      return source === undefined ? named : { ...named, source };
    });
  }

  /** The functions whose arguments are being written at the cursor. */
  #signatures(code: string, cursor: number): Promise<Description | undefined> {
    return this.#askDraft(code, cursor, async (server, file) => {
      const help = await server.request(server.protocol.SignatureHelpRequest.type, {
        textDocument: { uri: server.uri(file) },
        position: placeOf(code, cursor),
      });
      return help ? fromSignatures(help) : undefined;
    });
  }

  clear(): void {
    this.#cells.clear();
    this.#runs.clear();
    this.#imported.clear();
    for (const file of this.#modules.keys()) this.#modules.set(file, empty);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#stop();
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#idle);
    const starting = this.#starting;
    this.#starting = undefined;
    this.#server = undefined;
    await starting?.then((server) => server.kill()).catch(() => {});
  }

  #askDraft<T>(
    code: string,
    cursor: number,
    ask: (server: Server, file: string) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const draft = attempt(() => this.#cells.draft(code, cursor));
    if (!draft) return Promise.resolve(undefined);
    const file = fileOf(".toile-draft", draft);
    return this.#ask((server) => {
      server.put(file, draft.text, languageOf(file));
      return ask(server, file);
    });
  }

  /** Undefined where there is no server, or it ends before it has answered. */
  async #ask<T>(ask: (server: Server) => Promise<T>): Promise<T | undefined> {
    try {
      const server = await this.#ready();
      this.#bringUpToDate(server);
      return await ask(server);
    } catch {
      return undefined;
    } finally {
      this.#idle?.refresh();
    }
  }

  async #ready(): Promise<Server> {
    const { environment, files } = this.#folder.look(this.#imported);
    if (environment) await this.#stop();
    if (this.#server?.isAlive === false) await this.#server.ended;
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      this.#crashes.push(performance.now());
      throw error;
    });
    const server = await this.#starting;
    if (files.length > 0) server.changed(files);
    return server;
  }

  async #start(): Promise<Server> {
    if (this.#closed) throw new Error("The kernel is being shut down");
    const now = performance.now();
    this.#crashes = this.#crashes.filter((time) => now - time < crashWindow).slice(-mostCrashes);
    if (this.#crashes.length >= mostCrashes) throw new Error("TypeScript's server keeps ending");
    const server = await Server.start(this.#options.folder);
    void server.ended.then(() => {
      if (this.#server !== server) return;
      this.#crashes.push(performance.now());
      this.#starting = this.#server = undefined;
    });
    this.#server = server;
    this.#config = this.#options.tsconfig();
    this.#pathsOf = -1;
    this.#idle = setTimeout(() => void this.#stop(), idleTime).unref();
    return server;
  }

  /**
   * Opens what the cells need, and as much again: under the real configuration each new file would have the program built anew, and
   * files that are open already cost nothing.
   */
  #open(server: Server, cells: ReadonlyMap<string, string>): void {
    server.put(configName, emptyConfig, "jsonc");
    server.put(ambientName, ambientText, "typescript");
    server.put(".toile-draft.ts", empty, "typescript");
    for (const file of cells.keys()) server.put(file, empty, languageOf(file));
    for (let i = 1, spare = fewestSpare + cells.size; spare > 0; i++) {
      const file = `${moduleName(i, "ts")}.ts`;
      if (server.has(file)) continue;
      server.put(file, empty, "typescript");
      spare--;
    }
  }

  #bringUpToDate(server: Server): void {
    const cells = new Map(
      [...this.#cells.modules].map(([name, { module }]) => [fileOf(name, module), module.text] as const),
    );
    if ([...cells.keys()].some((file) => !server.has(file)) || !server.has(configName))
      this.#open(server, cells);
    if (this.#pathsOf !== this.#imported.size) {
      const packages = [...this.#imported].filter((name) => !/^(?:\.|\/|node:)/.test(name));
      this.#paths = fallbackPaths(this.#options, packages);
      this.#pathsOf = this.#imported.size;
    }
    const { folder, packageRoot } = this.#options;
    server.put(
      configName,
      projectConfig({ folder, packageRoot, tsconfig: this.#config }, this.#paths),
      "jsonc",
    );
    for (const [file, text] of this.#modules) server.put(file, text, languageOf(file));
    for (const [file, text] of cells) server.put(file, text, languageOf(file));
    for (const file of server.files)
      if (isCell(file) && !cells.has(file)) server.put(file, empty, languageOf(file));
  }
}

const empty = "export {};\n";

function isCell(file: string): boolean {
  return /^\.toile-(?:cell|view)-/.test(file);
}

function fileOf(name: string, { language }: CellModule): string {
  return `${name}.${language}`;
}

function languageOf(file: string): string {
  return file.endsWith("x") ? "typescriptreact" : "typescript";
}

/** A text that is nested too deeply for the parser has no types. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
