import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { openWindow } from "../../../../src/plot/render/dom/window.ts";

/** What the test does with both documents. */
interface Page {
  document: Document;
  XMLSerializer: new () => { serializeToString(node: Node): string };
}

const own = openWindow() as unknown as Page;
const reference = new JSDOM("<!doctype html><body></body>").window as unknown as Page;

const svg = "http://www.w3.org/2000/svg";
const xlink = "http://www.w3.org/1999/xlink";

/** Does the same in both documents; both have to say the same. */
function same(act: (page: Page, make: (name: string) => SVGElement) => unknown): void {
  const [mine, theirs] = [own, reference].map((page) =>
    act(page, (name) => page.document.createElementNS(svg, name) as SVGElement),
  );
  expect(mine).toEqual(theirs);
  expect(mine).toBeDefined();
}

/** A chart's skeleton: groups of points, an axis with ticks, a text of two lines. */
function chart({ document }: Page, make: (name: string) => SVGElement): SVGElement {
  const root = make("svg");
  root.setAttribute("class", "main-svg  first");
  for (const name of ["trace one", "trace two", "axis"]) {
    const group = root.appendChild(make("g"));
    group.setAttribute("class", name);
    group.setAttribute("data-kind", name.split(" ")[0]!);
    for (const kind of ["path", "text"]) {
      const child = group.appendChild(make(kind));
      child.setAttribute("id", `${name.replace(" ", "-")}-${kind}`);
      child.setAttribute("class", kind === "path" ? "point js-fill" : "ytick");
      child.appendChild(document.createTextNode(`${name} <${kind}> & "more"`));
    }
  }
  return root;
}

describe("the document in which figures are drawn does what jsdom's does", () => {
  it.each([
    "*",
    "path",
    ".trace",
    ".trace.two",
    "g.trace > path",
    "g.axis text",
    "path,text",
    ".point>path, .trace .ytick",
    "#axis-path",
    "[class^=trace]",
    '[data-kind="axis"]',
    "g[class*=two]",
    "path:not([d])",
    "g:not(.axis)",
    "g:last-child",
    "g:first-child path",
    ".nothing",
  ])("for the selector %s", (selector) => {
    same((page, make) => {
      const root = chart(page, make);
      const found = [...root.querySelectorAll(selector)];
      return [root.querySelector(selector)?.id, found.map((it) => [it.localName, it.id])];
    });
  });

  it("when nodes are moved, copied and taken out", () => {
    same((page, make) => {
      const root = chart(page, make);
      const [one, two, axis] = [...root.children] as [Element, Element, Element];
      root.insertBefore(axis, one);
      root.insertBefore(two.cloneNode(true), null);
      two.remove();
      one.textContent = "new";
      one.replaceChild(make("rect"), one.firstChild!);
      axis.appendChild(axis.firstChild!);
      const around = [axis.nextSibling === one, one.previousSibling === axis, two.parentNode];
      return [
        around,
        root.contains(one),
        root.contains(two),
        new page.XMLSerializer().serializeToString(root),
      ];
    });
  });

  it("when attributes and classes change", () => {
    same((page, make) => {
      const link = make("a");
      link.setAttribute("class", "a b");
      link.classList.add("c", "a");
      link.classList.remove("b", "z");
      link.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:xlink", xlink);
      link.setAttributeNS(xlink, "href", 'x?a=1&b="2"');
      link.setAttribute("d", "1\n2\t<3>");
      link.setAttribute("gone", "1");
      link.removeAttribute("gone");
      const has = [link.hasAttribute("gone"), link.getAttribute("gone"), link.classList.contains("a")];
      return [has, link.className.toString() !== "", new page.XMLSerializer().serializeToString(link)];
    });
  });

  it.each([
    "https://example.org/a",
    " JaVa\tscript:alert(1)",
    "mailto:a@b.c",
    "#here",
    "data:text/html,x",
    "http://[",
  ])("for the protocol of a link to %j", (href) => {
    same(({ document }) => {
      const link = document.createElement("a");
      link.href = href;
      return link.protocol;
    });
  });

  it("when styles are written one by one or as text", () => {
    same((page, make) => {
      const rect = make("rect");
      rect.style.setProperty("stroke-width", "2px");
      rect.setAttribute("x", "1");
      rect.style.setProperty("fill", "rgb(1, 2, 3)");
      rect.style.setProperty("fill", "url('#gradient;1')");
      rect.style.setProperty("opacity", "0.5");
      rect.style.removeProperty("stroke-width");
      const copy = rect.cloneNode() as SVGElement;
      copy.setAttribute("style", "font-family: 'A; B', serif; stroke: red;");
      return [rect, copy].map((it) => [
        ...[it.getAttribute("style"), it.style.getPropertyValue("opacity"), it.style.opacity],
        new page.XMLSerializer().serializeToString(it),
      ]);
    });
  });
});

it("a selector that the document does not know is an error, not an empty answer", () => {
  expect(() => own.document.querySelector("a:hover")).toThrow('"a:hover"');
});

it("a moved group tells by how much, and one that is not moved has no transform", () => {
  const group = own.document.createElementNS(svg, "g") as SVGGElement;
  expect(group.transform.baseVal.consolidate()).toBeNull();
  group.setAttribute("transform", "translate(3,4) scale(2)");
  expect(group.transform.baseVal.consolidate()?.matrix).toEqual({ a: 2, b: 0, c: 0, d: 2, e: 3, f: 4 });
});
