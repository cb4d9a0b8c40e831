import type { PictureElement } from "./element.ts";
import { namespaces } from "./namespaces.ts";
import type { PictureNode, PictureText } from "./node.ts";

/** A node as XML text. */
export function serialize(node: PictureNode): string {
  if (node.nodeType === 3) return escapeText((node as PictureText).data);
  if (node.nodeType !== 1) return serializeChildren(node);
  const element = node as PictureElement;
  const { localName, namespaceURI, parentNode } = element;
  let tag = `<${localName}`;
  const isNew = (parentNode as PictureElement | null)?.namespaceURI !== namespaceURI;
  if (isNew && !element.attributeValues.has("xmlns")) tag += ` xmlns="${namespaceURI}"`;
  for (const name of element.attributeValues.keys()) {
    if (name === "xmlns" && !isNew) continue;
    tag += ` ${name}="${escapeAttribute(element.getAttribute(name)!)}"`;
  }
  if (element.firstChild === null && namespaceURI === namespaces.svg) return `${tag}/>`;
  return `${tag}>${serializeChildren(element)}</${localName}>`;
}

export function serializeChildren(node: PictureNode): string {
  let text = "";
  for (let at = node.firstChild; at !== null; at = at.nextSibling) text += serialize(at);
  return text;
}

function escapeText(text: string): string {
  if (!/[&<>]/.test(text)) return text;
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};

function escapeAttribute(text: string): string {
  return /[&<>"\t\n\r]/.test(text) ? text.replace(/[&<>"\t\n\r]/g, (sign) => entities[sign]!) : text;
}
