import type MagicString from "magic-string";
import { boundNames, child, children, isNode, type Node, text, walk } from "./ast.ts";
import { runtime } from "./imports.ts";
import { loopFunction } from "./loopFunction.ts";
import { declaratorNames, type Reference, referencesTo } from "./scopes.ts";

/** What is known of the session's variables before a cell. */
export interface KnownVariables {
  /** Have a value; of one whose cell has failed, reading may throw. */
  readonly settled: ReadonlySet<string>;
  /** Functions of some cell use them, so that their values must be right whenever one is called. */
  readonly captured: ReadonlySet<string>;
  /** May not be assigned to. */
  readonly constants: ReadonlySet<string>;
}

/**
 * Makes loops at the top of a cell as fast as in a function, where they do nothing but compute.
 *
 * V8 keeps a cell's variables in the heap and makes a new object of nearly every number that a loop writes there. So the steps are done by a
 * function in variables of its own, some thousands at a time, and between those the values go back and an interrupt is seen. A loop
 * that calls something, awaits, or has another loop or a function in it stays what it is: it could be stopped by force, or looked at, in
 * the middle of its steps. `&` keeps the loop at one exit, without which V8 compiles it two to three times slower.
 *
 * @example
 * // while (n < 9) n += 1;
 * // { const $toile_set = ($toile_0) => { n = $toile_0; }; const $toile_pace = ($0) => __toile.pace($0);
 * //   const $toile_loop = ($toile_n, n) => { try {
 * //     while (--$toile_n & -(n < 9)) n += 1; return $toile_n === 0; } finally { $toile_set(n); } };
 * //   for (let $toile_n = $toile_pace(0); $toile_loop($toile_n, n); $toile_n = $toile_pace($toile_n)); $toile_pace(-1); }
 */
export function rewriteLoops(out: MagicString, program: Node, known: KnownVariables): void {
  const usable = new Set([...known.settled].filter((name) => !known.captured.has(name)));
  for (const statement of children(program, "body")) {
    if (isLoop(statement)) rewriteLoop(out, program, statement, usable, known.constants);
    const declaration = statement.type.startsWith("Export") ? child(statement, "declaration") : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const name of declaratorNames(declaration)) if (!known.captured.has(name)) usable.add(name);
  }
}

/** The names of the session that functions and classes of a cell use; their own variables of the same name are none. */
export function capturedNames(program: Node): Set<string> {
  const candidates = new Set<string>();
  const bodies: Node[] = [];
  const visit = (node: Node, inside: boolean): void => {
    if (inside && node.type === "Identifier") candidates.add(text(node, "name"));
    const opens = opensFunction.test(node.type);
    if (opens && !inside) bodies.push(node);
    for (const value of Object.values(node))
      for (const inner of Array.isArray(value) ? value : [value])
        if (isNode(inner)) visit(inner, inside || opens);
  };
  visit(program, false);
  const isInside = ({ start, end }: Reference) =>
    bodies.some((body) => body.start <= start && end <= body.end);
  return new Set(
    referencesTo(program, candidates)
      .filter(isInside)
      .map(({ name }) => name),
  );
}

const opensFunction = /Function|^Class/;

function isLoop(node: Node): boolean {
  return node.type === "WhileStatement" || node.type === "ForStatement";
}

function rewriteLoop(
  out: MagicString,
  program: Node,
  loop: Node,
  usable: ReadonlySet<string>,
  constants: ReadonlySet<string>,
): void {
  const test = child(loop, "test");
  const init = child(loop, "init");
  if (!test || !isPure(test) || !isComputing(loop) || !hasPlainHead(init)) return;
  const inside = ({ start, end }: Reference) => loop.start <= start && end <= loop.end;
  const used = referencesTo(program, usable).filter(inside);
  const assigned = new Set(used.filter((reference) => reference.assigned).map(({ name }) => name));
  if (assigned.size === 0 || [...assigned].some((name) => constants.has(name))) return;
  const head = init?.type === "VariableDeclaration" ? declaratorNames(init) : [];
  const written = [...assigned, ...head];
  const all = [...new Set([...written, ...used.map(({ name }) => name)])];
  if (new Set(written).size < written.length) return; // The head's variable hides one that is assigned in its own beginning.
  replace(out, loop, { init, test, written, all });
}

interface Parts {
  readonly init: Node | undefined;
  readonly test: Node;
  readonly written: readonly string[];
  readonly all: readonly string[];
}

function replace(out: MagicString, loop: Node, { init, test, written, all }: Parts): void {
  const places = written.map((_, i) => `$toile_${i}`);
  const writes = written.map((name, i) => `${name} = ${places[i]};`).join(" ");
  const set = `const $toile_set = (${places.join(", ")}) => { ${writes} };`;
  const pace = `const $toile_pace = ($0) => ${runtime}.pace($0);`;
  const open = `${set} ${pace} const ${loopFunction} = ($toile_n, ${all.join(", ")}) => { try { `;
  if (init) {
    out.update(loop.start, init.start, "{ ");
    out.appendLeft(init.end, `; ${open}for (`);
  } else out.appendRight(loop.start, `{ ${open}`);
  out.appendRight(test.start, `--$toile_n & -${isBoolean(test) ? "" : "!!"}(`);
  out.appendLeft(test.end, ")");
  const steps = `for (let $toile_n = $toile_pace(0); ${loopFunction}($toile_n, ${all.join(", ")}); $toile_n = $toile_pace($toile_n)); $toile_pace(-1);`;
  out.appendLeft(
    loop.end,
    `; return $toile_n === 0; } finally { $toile_set(${written.join(", ")}); } }; ${steps} }`,
  );
}

/** Whether it may be asked twice: steps end before the test, and the next ones begin with it. */
function isPure(test: Node): boolean {
  switch (test.type) {
    case "Identifier":
    case "Literal":
      return true;
    case "MemberExpression":
      return (
        test.computed !== true &&
        isPureAll(test, "object") &&
        /^(?:length|size)$/.test(text(child(test, "property"), "name"))
      );
    case "BinaryExpression":
    case "LogicalExpression":
      return isPureAll(test, "left", "right");
    case "UnaryExpression":
      return text(test, "operator") !== "delete" && isPureAll(test, "argument");
    case "ParenthesizedExpression":
      return isPureAll(test, "expression");
    default:
      return false;
  }
}

function isPureAll(node: Node, ...keys: readonly string[]): boolean {
  return keys.every((key) => {
    const inner = child(node, key);
    return inner !== undefined && isPure(inner);
  });
}

function isBoolean(test: Node): boolean {
  return /^(?:[<>]=?|[!=]==?)$/.test(text(test, "operator"));
}

/** Nothing, an expression, or a `let` of plain names, which can stand before the loop. */
function hasPlainHead(init: Node | undefined): boolean {
  if (init?.type !== "VariableDeclaration") return true;
  const isPlain = (declarator: Node) => child(declarator, "id")?.type === "Identifier";
  return text(init, "kind") === "let" && children(init, "declarations").every(isPlain);
}

const leavesOrCalls =
  /Function|Class|^(?:AwaitExpression|YieldExpression|NewExpression|TaggedTemplateExpression|ImportExpression|MetaProperty|LabeledStatement|ThrowStatement|ForStatement|ForOfStatement|ForInStatement|WhileStatement|DoWhileStatement)$/;

/** Whether each step is short and runs nobody's code but its own. */
function isComputing(loop: Node): boolean {
  let only = true;
  walk(loop, (node) => {
    if (node === loop) return;
    if (leavesOrCalls.test(node.type)) only = false;
    else if (node.type === "CallExpression") only &&= isMath(child(node, "callee"));
    else if (node.type === "VariableDeclaration") only &&= text(node, "kind") !== "var";
    else if (node.type === "Identifier") only &&= !text(node, "name").startsWith("$toile");
    else if (/^(?:Break|Continue)Statement$/.test(node.type)) only &&= !child(node, "label");
  });
  return only;
}

function isMath(callee: Node | undefined): boolean {
  return (
    callee?.type === "MemberExpression" &&
    callee.computed !== true &&
    boundNames(child(callee, "object"))[0] === "Math"
  );
}
