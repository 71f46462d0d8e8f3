/** 分段：a reply as messages of at most so many bytes, in order, cut at sentences; what matters most comes first. */
import type { Block } from "../blocks.ts";
import { wording } from "../wording.ts";
import { renderText } from "./text.ts";

/** What may wait for the second message. */
const SMALL_PRINT: ReadonlySet<Block["kind"]> = new Set(["conditions", "caution", "later", "receipt"]);

/**
 * @param limit UTF-8 bytes of one message
 * @param render what a channel makes of blocks; links in it are never cut
 */
export function pagesOf(
  blocks: readonly Block[],
  limit: number,
  render: (blocks: readonly Block[]) => string = renderText,
): string[] {
  const whole = render(blocks);
  if (bytesOf(whole) <= limit) return [whole];
  const room = limit - bytesOf(`\n${wording.nextPage}`);
  const ordered = [
    ...blocks.filter(({ kind }) => !SMALL_PRINT.has(kind)),
    ...blocks.filter(({ kind }) => SMALL_PRINT.has(kind)),
  ];
  const pages = packed(
    ordered.flatMap((block) => piecesOf(render([block]), room)),
    room,
  );
  return pages.map((page, index) => (index < pages.length - 1 ? `${page}\n${wording.nextPage}` : page));
}

function packed(pieces: readonly string[], room: number): string[] {
  const pages: string[] = [];
  for (const piece of pieces) {
    const last = pages.at(-1);
    const joined = `${last}\n${piece}`;
    if (last !== undefined && bytesOf(joined) <= room) pages[pages.length - 1] = joined;
    else pages.push(piece);
  }
  return pages;
}

/** Whole where it fits; else cut at the ends of lines, then of sentences, then of phrases, never inside a word, number or link. */
export function piecesOf(text: string, room: number): string[] {
  if (bytesOf(text) <= room) return [text];
  for (const end of [/(?<=\n)/u, /(?<=[。！？；][”’」』）]*)(?![”’」』）])/u, /(?<=[，、：,;])/u]) {
    const parts = withWholeLinks(text.split(end)).filter((part) => part !== "");
    if (parts.length > 1)
      return grouped(parts, room).flatMap((part) => piecesOf(part.replace(/\n$/u, ""), room));
  }
  return cutAnywhere(text, room);
}

/** Joined again where a cut went through a link. */
function withWholeLinks(parts: readonly string[]): string[] {
  const whole: string[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (last !== undefined && last.lastIndexOf("<a ") > last.lastIndexOf("</a>"))
      whole[whole.length - 1] = last + part;
    else whole.push(part);
  }
  return whole;
}

/** As many parts together as fit. */
function grouped(parts: readonly string[], room: number): string[] {
  const groups: string[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last !== undefined && bytesOf(last + part) <= room) groups[groups.length - 1] = last + part;
    else groups.push(part);
  }
  return groups;
}

/** Characters as people see them; links, digits, Latin letters and the points between them stay together. */
const UNCUT = /<a [^>]*>[^<]*<\/a>|[\w.\-〔〕]+|\P{M}\p{M}*/gu;

function cutAnywhere(text: string, room: number): string[] {
  const characters = [...text].length;
  const units = (text.match(UNCUT) ?? []).flatMap((unit) => (bytesOf(unit) <= room ? [unit] : [...unit]));
  return characters === 0 ? [] : grouped(units, room);
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
