/** 标出：a text with some of its words marked. */
import type { ConditionLine } from "../../channels/webchat/protocol.ts";
import { element } from "./dom.ts";

export interface Marked {
  readonly words: string;
  readonly outcome: ConditionLine["outcome"];
}

/** Where words overlap, those that begin first are marked, of these the longest. */
export function marked(text: string, marks: readonly Marked[]): (Node | string)[] {
  const places = marks
    .map(({ words, outcome }) => ({ start: text.indexOf(words), length: words.length, outcome }))
    .filter(({ start, length }) => start >= 0 && length > 0)
    .sort((a, b) => a.start - b.start || b.length - a.length);
  const nodes: (Node | string)[] = [];
  let end = 0;
  for (const { start, length, outcome } of places) {
    if (start < end) continue;
    nodes.push(text.slice(end, start), element("mark", outcome, text.slice(start, start + length)));
    end = start + length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}
