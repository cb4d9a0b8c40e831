// Makes slides of a notebook's cells, so that nothing on a slide is cut off and nothing scrolls.
//
// A cell's slide type, where the author gave any, decides where slides begin; otherwise headings do. What does not fit
// on one slide goes on to the next below it: text between paragraphs, code and printed output between lines.

const padding = { x: 128, y: 100 };

/** @typedef {{element: Element, heading: boolean, leads: boolean, fragment: number}} Block */

/** @typedef {{blocks: Block[], notes: Element[], below: boolean}} Part a run of cells that starts a slide of its own */

/** @param {{width: number, height: number, transition: string, slideNumber: string}} options */
async function openDeck(options) {
  const cells = [...document.querySelectorAll("#toile-cells > .toile-cell")];
  document.documentElement.classList.add("toile-deck");
  await settled();
  const measure = new Measure(options);
  const parts = partsOf(cells);
  const root = document.querySelector(".reveal .slides");
  let column;
  for (const part of parts) {
    const pages = measure.paginate(part.blocks);
    for (const [i, page] of pages.entries()) {
      if (!column || (i === 0 && !part.below)) column = root.appendChild(document.createElement("section"));
      const slide = column.appendChild(document.createElement("section"));
      fill(slide, page);
      if (i === 0) slide.append(...part.notes);
    }
  }
  measure.remove();
  document.querySelector("#toile-cells").remove();
  const deck = new window.Reveal(document.querySelector(".reveal"), {
    width: options.width,
    height: options.height,
    transition: options.transition,
    slideNumber: options.slideNumber,
    margin: 0,
    minScale: 0.1,
    maxScale: 4,
    center: false,
    controlsLayout: "edges",
    hash: true,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    scrollActivationWidth: null,
    plugins: [window.RevealNotes],
  });
  await deck.initialize();
  deck.on("slidechanged", ({ currentSlide }) => drawOn(currentSlide));
  drawOn(deck.getCurrentSlide());
  document.documentElement.dataset.deck = "ready";
}

/** Pictures decoded, fonts there, formulas set: heights are final. */
async function settled() {
  await window.MathJax?.startup?.promise;
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
}

/** Drawn only where it can be seen, in the size of the still picture that it replaces. */
function drawOn(slide) {
  for (const figure of slide?.querySelectorAll(".toile-figure") ?? []) {
    const still = figure.querySelector(".toile-still");
    const size = still ? { width: still.offsetWidth, height: still.offsetHeight, autosize: false } : {};
    window.Toile.drawFigure(figure, size);
  }
}

/** @param {Element[]} cells @returns {Part[]} */
function partsOf(cells) {
  const authored = cells.some((cell) => !["", "-"].includes(cell.dataset.slide));
  const parts = [];
  let fragment = 0;
  for (const cell of cells) {
    const type = authored ? cell.dataset.slide : startsWithHeading(cell) ? "slide" : "";
    if (type === "skip") continue;
    const current = parts.at(-1);
    if (type === "notes") {
      if (current) current.notes.push(aside(cell));
      continue;
    }
    if (type === "fragment") fragment++;
    else if (type === "slide" || type === "subslide") fragment = 0;
    const blocks = blocksOf(cell, fragment);
    if (!current || type === "slide" || type === "subslide")
      parts.push({ blocks, notes: [], below: type === "subslide" });
    else current.blocks.push(...blocks);
  }
  return parts.filter(({ blocks }) => blocks.length > 0);
}

function startsWithHeading(cell) {
  return /^H[12]$/.test(cell.querySelector(".jp-MarkdownOutput")?.firstElementChild?.tagName ?? "");
}

function aside(cell) {
  const notes = document.createElement("aside");
  notes.className = "notes";
  notes.append(...cell.childNodes);
  return notes;
}

/** The smallest pieces that stay whole: paragraphs, the code of a cell, each output. */
function blocksOf(cell, fragment) {
  const prose = cell.querySelector(".jp-MarkdownOutput");
  if (prose)
    return [...prose.children].map((element) => ({
      element: dressed(element, "jp-RenderedMarkdown"),
      heading: /^H[1-6]$/.test(element.tagName),
      leads: /:\s*$/.test(element.textContent),
      fragment,
    }));
  const code = [...cell.querySelectorAll(".jp-InputArea-editor .highlight")];
  const outputs = [...cell.querySelectorAll(".jp-OutputArea-output")];
  return [...code, ...outputs].map((element, i) => ({
    element: dressed(element, "jp-CodeCell"),
    heading: false,
    leads: i < code.length && outputs.length > 0,
    fragment,
  }));
}

/** A block keeps the class by which the style sheet knew it inside its cell. */
function dressed(element, className) {
  const box = document.createElement("div");
  box.className = className;
  box.append(element);
  return box;
}

/** reveal.js takes a slide's own padding away in print, so the room around the content belongs to a box inside. */
function fill(section, blocks) {
  const slide = section.appendChild(document.createElement("div"));
  const [first] = blocks;
  const isTitle = first?.element.firstElementChild?.tagName === "H1" && blocks.length <= 3;
  slide.className = isTitle ? "toile-slide title" : "toile-slide";
  const groups = new Map();
  for (const { element, fragment } of blocks) {
    if (fragment === 0) {
      slide.append(element);
      continue;
    }
    if (!groups.has(fragment)) {
      const group = document.createElement("div");
      group.className = "fragment";
      groups.set(fragment, group);
      slide.append(group);
    }
    groups.get(fragment).append(element);
  }
}

/** Lays blocks out on an unseen slide, to know their heights. */
class Measure {
  constructor({ width, height }) {
    this.room = height - padding.y;
    this.frame = document.createElement("div");
    this.frame.id = "toile-measure";
    this.frame.className = "reveal";
    this.sheet = document.createElement("div");
    this.sheet.style.cssText = `width: ${width - padding.x}px; display: flow-root`;
    this.frame.append(this.sheet);
    document.body.append(this.frame);
  }

  remove() {
    this.frame.remove();
  }

  /** @param {Block[]} blocks */
  fits(blocks) {
    this.sheet.replaceChildren(...blocks.map(({ element }) => element));
    return this.sheet.offsetHeight <= this.room;
  }

  /** Fills slide after slide; a heading is never the last thing on one, and code stays with its output if it can. */
  paginate(blocks) {
    const pages = [];
    const rest = [...blocks];
    let page = [];
    while (rest.length > 0) {
      const next = rest.shift();
      if (this.fits([...page, next])) {
        page.push(next);
        continue;
      }
      const moved = trailingLeads(page);
      const kept = page.slice(0, page.length - moved.length);
      if (kept.length > 0 && !(kept.length === 1 && kept[0].heading)) {
        pages.push(kept);
        rest.unshift(...moved, next);
        page = [];
        continue;
      }
      const halves = this.split(page, next);
      if (halves) {
        pages.push([...page, halves[0]]);
        rest.unshift(halves[1]);
        page = [];
      } else if (page.length > 0) {
        pages.push(page);
        rest.unshift(next);
        page = [];
      } else {
        this.shrink(next);
        pages.push([next]);
      }
    }
    if (page.length > 0) pages.push(page);
    return pages;
  }

  /** As many children of a list, rows of a table or lines of text as fit; undefined where there is nothing to split. */
  split(page, block) {
    const inner = block.element.firstElementChild;
    const pre = inner?.matches("pre") ? inner : inner?.querySelector("pre");
    const host = pre ?? (inner?.matches("ul, ol") ? inner : inner?.querySelector("tbody"));
    if (!host) return undefined;
    const cuts = pre ? lineEnds(pre) : childEnds(host);
    let low = 0;
    let high = cuts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const head = cutAt(block, cuts[middle - 1], "head");
      if (this.fits([...page, head])) low = middle;
      else high = middle - 1;
    }
    if (low === 0) return undefined;
    return [cutAt(block, cuts[low - 1], "head"), cutAt(block, cuts[low - 1], "tail")];
  }

  /** The last resort for one picture or formula larger than a slide. */
  shrink(block) {
    this.fits([block]);
    const scale = this.room / this.sheet.offsetHeight;
    if (scale < 1) block.element.style.zoom = String(scale);
  }
}

/** What should move on together with the block that comes: headings, "like this:", and the code of its own output. */
function trailingLeads(page) {
  const last = page.findLastIndex(({ heading, leads }) => !heading && !leads);
  return page.slice(last + 1);
}

/** Places after each line of a text, as paths that hold in a copy of it. */
function lineEnds(pre) {
  const ends = [];
  const texts = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(), index = 0; node; node = texts.nextNode(), index++)
    for (const match of node.data.matchAll(/\n/g)) ends.push({ text: index, offset: match.index + 1 });
  return ends;
}

function childEnds(host) {
  return [...host.children].map((_, i) => ({ child: i + 1, tag: host.tagName }));
}

function cutAt(block, cut, side) {
  const element = block.element.cloneNode(true);
  const range = document.createRange();
  const pre = element.querySelector("pre");
  const host = cut.tag ? element.querySelector(cut.tag) : pre;
  range.selectNodeContents(host);
  if (cut.tag) range[side === "head" ? "setStartAfter" : "setEndAfter"](host.children[cut.child - 1]);
  else range[side === "head" ? "setStart" : "setEnd"](textNode(pre, cut.text), cut.offset);
  range.deleteContents();
  if (cut.tag === "OL" && side === "tail") host.start = (host.start || 1) + cut.child;
  return { ...block, element, leads: side === "tail" && block.leads };
}

function textNode(root, index) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let node = texts.nextNode();
  for (let i = 0; i < index; i++) node = texts.nextNode();
  return node;
}

window.Toile.openDeck = openDeck;
