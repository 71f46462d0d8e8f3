/** 消息的XML：reads and writes the few shapes Tencent uses, and nothing else XML can do. */
import { XMLParser } from "fast-xml-parser";

/** 元素 */
export interface XmlElement {
  readonly name: string;
  /** CDATA and text, without control characters; space around what holds elements is dropped. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export class WxXmlError extends Error {
  override readonly name = "WxXmlError";
}

/** Characters; a message of WeChat has at most a few thousand. */
const MOST_CHARACTERS = 1_000_000;
/** Tencent's deepest, a card with options, has six. */
const DEEPEST = 12;

const parser = new XMLParser({
  preserveOrder: true,
  cdataPropName: "#cdata",
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  maxNestedTags: DEEPEST,
  onDangerousProperty: (name) => `#${name}`,
});

/** @throws WxXmlError unless it is one well-formed element without document type, comments or instructions */
export function readXml(source: string): XmlElement {
  if (source.length > MOST_CHARACTERS) throw new WxXmlError("The XML is too long.");
  const marked = source.replace(/^\uFEFF?\s*(<\?xml [^<>?]*\?>)?/u, "").trim();
  const markup = marked.replaceAll(/<!\[CDATA\[.*?\]\]>/gsu, "");
  if (/<[!?]/u.test(markup)) throw new WxXmlError("The XML holds more than elements and text.");
  const [root, ...more] = elementsOf(parsed(marked));
  if (!root || more.length > 0) throw new WxXmlError("The XML is not one element.");
  return root;
}

/** @throws WxXmlError where there are two: which of them is meant is for nobody to guess */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  const [child, ...more] = element.children.filter((one) => one.name === name);
  if (more.length > 0) throw new WxXmlError(`The XML says ${name} twice.`);
  return child;
}

/** Absent where it is missing or empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  return childOf(element, name)?.text || undefined;
}

/** What an element holds: words become CDATA, numbers stand as they are, a list repeats the element. */
export type XmlContent = string | number | XmlFields | readonly XmlContent[];

export interface XmlFields {
  readonly [name: string]: XmlContent | undefined;
}

export function writeXml(fields: XmlFields): string {
  return written("xml", fields);
}

function written(name: string, content: XmlContent): string {
  if (isList(content)) return content.map((one) => written(name, one)).join("");
  return `<${name}>${inside(content)}</${name}>`;
}

function inside(content: string | number | XmlFields): string {
  if (typeof content === "number") return String(content);
  if (typeof content === "string") return cdata(content);
  return Object.entries(content)
    .map(([name, field]) => (field === undefined ? "" : written(name, field)))
    .join("");
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}

/** The one thing CDATA cannot hold, its end, is split over two. */
function cdata(text: string): string {
  return `<![CDATA[${printable(text).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

/** What XML has no place for: control characters, halves of characters. */
function printable(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}

/** As the parser gives them: one property, the element's name, `#text` or `#cdata`. */
interface ParsedNode {
  readonly [name: string]: string | readonly ParsedNode[];
}

function parsed(source: string): readonly ParsedNode[] {
  try {
    return parser.parse(source, true) as readonly ParsedNode[];
  } catch {
    throw new WxXmlError("The XML is not well-formed.");
  }
}

function elementsOf(nodes: readonly ParsedNode[]): XmlElement[] {
  return nodes.flatMap((node) =>
    Object.entries(node).flatMap(([name, inner]) =>
      name.startsWith("#") || typeof inner === "string" ? [] : [elementOf(name, inner)],
    ),
  );
}

function elementOf(name: string, nodes: readonly ParsedNode[]): XmlElement {
  const children = elementsOf(nodes);
  const text = printable(nodes.map(wordsOf).join(""));
  return { name, children, text: children.length > 0 ? text.trim() : text };
}

function wordsOf({ "#text": text, "#cdata": section }: ParsedNode): string {
  if (typeof text === "string") return text.replaceAll(/&(?:lt|gt|amp|quot|apos);/gu, characterOf);
  return typeof section === "object" ? section.map((part) => part["#text"]).join("") : "";
}

function characterOf(entity: string): string {
  return ENTITIES[entity] ?? entity;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&apos;": "'",
};
