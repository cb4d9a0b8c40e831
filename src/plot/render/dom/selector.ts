import type { PictureElement } from "./element.ts";
import type { PictureNode } from "./node.ts";

type Test = (element: PictureElement) => boolean;

const compiled = new Map<string, Test>();

/** Whether an element is one that a CSS selector means. @throws SyntaxError for selectors that plotly.js does not use */
export function compileSelector(selector: string): Test {
  let test = compiled.get(selector);
  if (test === undefined) {
    const choices = selector.split(",").map((choice) => complexTest(choice.trim(), selector));
    const [only] = choices;
    test = choices.length === 1 ? only! : (element) => choices.some((choice) => choice(element));
    compiled.set(selector, test);
  }
  return test;
}

/** Compounds with blanks or `>` between them, tested from the last one on. */
function complexTest(text: string, selector: string): Test {
  const parts = text
    .replace(/\s*>\s*/g, " > ")
    .split(/\s+/)
    .filter((part) => part !== "");
  let test: Test | undefined;
  let isChild = false;
  for (const part of parts) {
    if (part === ">") {
      isChild = true;
      continue;
    }
    const own = compoundTest(part, selector);
    const above = test;
    if (above === undefined) test = own;
    else if (isChild) test = (element) => own(element) && testParent(above, element.parentNode);
    else test = (element) => own(element) && testAncestors(above, element);
    isChild = false;
  }
  if (test === undefined || isChild) throw unknown(selector);
  return test;
}

function testParent(test: Test, node: PictureNode | null): boolean {
  return node !== null && node.nodeType === 1 && test(node as PictureElement);
}

function testAncestors(test: Test, element: PictureElement): boolean {
  for (let at = element.parentNode; at !== null; at = at.parentNode) if (testParent(test, at)) return true;
  return false;
}

const simple =
  /([.#]?)([\w-]+)|(\*)|\[([\w-]+)(?:([*^]?=)["']?([^"'\]]*)["']?)?\]|:not\(([^)]+)\)|:(first|last)-child/g;

function compoundTest(text: string, selector: string): Test {
  const matches = [...text.matchAll(simple)];
  if (matches.map(([whole]) => whole).join("") !== text) throw unknown(selector);
  const tests = matches.map(simpleTest);
  const [one, two] = tests;
  if (tests.length === 1) return one!;
  if (tests.length === 2) return (element) => one!(element) && two!(element);
  return (element) => tests.every((test) => test(element));
}

function simpleTest([, sign, name, any, attribute, operator, value, not, end]: RegExpExecArray): Test {
  if (any) return () => true;
  if (not) return negated(compileSelector(not));
  if (end === "first") return ({ previousElementSibling }) => previousElementSibling === null;
  if (end === "last") return ({ nextElementSibling }) => nextElementSibling === null;
  if (sign === ".") return ({ classes }) => classes.includes(name!);
  if (sign === "#") return ({ id }) => id === name;
  if (attribute === undefined) return ({ localName }) => localName === name;
  if (operator === undefined) return (element) => element.hasAttribute(attribute);
  if (operator === "=") return (element) => element.getAttribute(attribute) === value;
  if (operator === "^=") return (element) => element.getAttribute(attribute)?.startsWith(value!) === true;
  return (element) => element.getAttribute(attribute)?.includes(value!) === true;
}

function negated(test: Test): Test {
  return (element) => !test(element);
}

function unknown(selector: string): SyntaxError {
  return new SyntaxError(`the selector "${selector}" is not one that a picture's document knows`);
}
