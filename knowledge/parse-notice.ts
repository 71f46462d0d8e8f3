/**
 * From the raw text of a published notice to its parts. Knows the form of such notices (header fields, a numbered list
 * whose items end in the departments responsible), and no notice's words.
 */
import type { Masthead, Span } from "./notice.ts";

/** A part of the source that is not the notice, and why it was left out. */
export interface Omission extends Span {
  readonly text: string;
  readonly reason: string;
}

/** A measure as it stands in the source, before it is cut into clauses. */
export interface ParsedMeasure {
  readonly number: number;
  readonly numeral: string;
  /** Line breaks, page breaks and the blanks around them removed. */
  readonly text: string;
  /** For each character of `text`, its offset in the source. */
  readonly offsets: readonly number[];
  readonly bracket: string;
  readonly departments: readonly string[];
  /** The whole item, numeral and bracket included. */
  readonly span: Span;
}

export interface ParsedNotice {
  readonly masthead: Partial<Masthead>;
  /** What stands between the title and the first measure. */
  readonly preamble: string;
  readonly measures: readonly ParsedMeasure[];
  /** What stands after the last measure. */
  readonly closing: string;
  readonly omissions: readonly Omission[];
}

interface Line extends Span {
  readonly text: string;
}

interface Item {
  readonly number: number;
  readonly numeral: string;
  /** Index of the item's first line. */
  readonly line: number;
}

const CHINESE_DIGITS = "一二三四五六七八九";
const DEPARTMENTS_AT_END = /（([^（）]*?)负责）$/u;
const DOCUMENT_NUMBER = /[\p{Script=Han}]+〔\d{4}〕\d+号/u;
const END_OF_ARTICLE = /\*\*T\*\*/u;

/**
 * @param source the text as published, line breaks and all
 * @throws Error where no list of measures is found
 */
export function parseNotice(source: string): ParsedNotice {
  const lines = linesOf(source);
  const items = measureItems(lines);
  const first = items[0];
  if (first === undefined) {
    throw new Error(
      "No list of measures was found: a numbered list (一、… or 1. …) whose items end in （…负责） is expected.",
    );
  }
  const taken = new Set<number>();
  const measures = items.map((item, index) => {
    const end = endOfItem(lines, item.line, items[index + 1]?.line ?? lines.length);
    for (let line = item.line; line <= end; line++) taken.add(line);
    return measureOf(lines.slice(item.line, end + 1), item);
  });
  const closing = closingAfter(lines, measures.at(-1)?.span.end ?? 0);
  const head = headBefore(lines, first.line);
  for (const part of [closing, head.preamble, head.masthead]) {
    for (const line of part.lines) taken.add(line);
  }
  return {
    masthead: head.masthead.fields,
    preamble: head.preamble.text,
    measures,
    closing: closing.text,
    omissions: omissionsOf(lines, taken, first.line),
  };
}

/** The measures' number in Arabic, from 一 … 九十九 or digits; undefined for anything else. */
export function numberOf(numeral: string): number | undefined {
  if (/^\d{1,2}$/.test(numeral)) return Number(numeral);
  const parts = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(numeral);
  if (!parts || numeral === "") return undefined;
  const digit = (character: string | undefined) =>
    character === undefined ? 0 : CHINESE_DIGITS.indexOf(character) + 1;
  if (parts[2] === undefined) return parts[3] === undefined ? digit(parts[1]) : undefined;
  return Math.max(1, digit(parts[1])) * 10 + digit(parts[3]);
}

function linesOf(source: string): Line[] {
  const lines: Line[] = [];
  for (const match of source.matchAll(/[^\n]+/gu)) {
    const text = match[0].trim();
    if (text === "") continue;
    const start = match.index + match[0].indexOf(text);
    lines.push({ text, start, end: start + text.length });
  }
  return lines;
}

/** Of all numbered runs 1, 2, 3 … in the text, the one with most items that name who is responsible. */
function measureItems(lines: readonly Line[]): readonly Item[] {
  const runs: Item[][] = [];
  lines.forEach((line, index) => {
    const match = /^([一二三四五六七八九十]{1,3}|\d{1,2})([、.．])/u.exec(line.text);
    const number = match?.[1] === undefined ? undefined : numberOf(match[1]);
    if (match === null || number === undefined) return;
    const item = { number, numeral: match[0], line: index };
    const run = runs.findLast((candidate) => candidate.at(-1)?.number === number - 1);
    if (number === 1) runs.push([item]);
    else run?.push(item);
  });
  const responsible = (run: readonly Item[]) =>
    run.filter((item, index) => {
      const end = endOfItem(lines, item.line, run[index + 1]?.line ?? lines.length);
      return DEPARTMENTS_AT_END.test(joined(lines.slice(item.line, end + 1)).text);
    }).length;
  const scored = runs.map((run) => ({ run, score: responsible(run) }));
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { run: [] as Item[], score: 0 });
  return best.run;
}

/** An item goes on until the departments are named, at most to the line before the next item. */
function endOfItem(lines: readonly Line[], from: number, next: number): number {
  for (let line = from; line < next; line++) {
    if (DEPARTMENTS_AT_END.test(joined(lines.slice(from, line + 1)).text)) return line;
  }
  return from;
}

function measureOf(lines: readonly Line[], item: Item): ParsedMeasure {
  const whole = joined(lines);
  const bracket = DEPARTMENTS_AT_END.exec(whole.text);
  const from = whole.text.length - whole.text.slice(item.numeral.length).trimStart().length;
  const to = bracket?.index ?? whole.text.length;
  const start = lines[0]?.start ?? 0;
  return {
    number: item.number,
    numeral: item.numeral,
    text: whole.text.slice(from, to),
    offsets: whole.offsets.slice(from, to),
    bracket: bracket?.[0] ?? "",
    departments: departmentsIn(bracket?.[1] ?? ""),
    span: { start, end: lines.at(-1)?.end ?? start },
  };
}

/** “财政部、银保监会会同各地方按职责分工” → the three names. */
function departmentsIn(words: string): string[] {
  return words
    .replace(/按职责分工$/u, "")
    .split(/、|会同/u)
    .filter((name) => name !== "");
}

function textAt(lines: readonly Line[], index: number): string {
  return lines[index]?.text ?? "";
}

/** Lines put together without the breaks between them, with the source offset of each character. */
function joined(lines: readonly Line[]): { text: string; offsets: number[] } {
  let text = "";
  const offsets: number[] = [];
  for (const line of lines) {
    for (let index = 0; index < line.text.length; index++) offsets.push(line.start + index);
    text += line.text;
  }
  return { text, offsets };
}

/** The paragraphs after the last measure, up to the end of the article or the first line that is no sentence. */
function closingAfter(lines: readonly Line[], offset: number) {
  const taken: number[] = [];
  let text = "";
  for (const [index, line] of lines.entries()) {
    if (line.start < offset) continue;
    const ends = END_OF_ARTICLE.test(line.text);
    const words = line.text.replace(END_OF_ARTICLE, "");
    const opens = text === "" || !/[。！？]$/u.test(text);
    if (!opens || (text === "" && !/[。，、；]/u.test(words))) break;
    taken.push(index);
    text += words;
    if (ends) break;
  }
  return { text: /[。！？]$/u.test(text) ? text : "", lines: taken };
}

const FIELDS: Readonly<Record<string, keyof Masthead>> = {
  发文机关: "issuer",
  标题: "title",
  发文字号: "documentNumber",
  成文日期: "issuedOn",
  发布日期: "publishedOn",
  发布机构: "publisher",
};

/** Header fields, addressees, signature and the paragraph that leads to the measures. */
function headBefore(lines: readonly Line[], end: number) {
  const fields: Record<string, unknown> = {};
  const taken: number[] = [];
  const take = (index: number, name: string, value: unknown) => {
    if (fields[name] === undefined) fields[name] = value;
    taken.push(index);
  };
  const titleLine = findTitle(lines, end);
  const preamble = preambleBefore(lines, titleLine, end);
  for (let index = 0; index < titleLine; index++) {
    const text = textAt(lines, index).replace(/^#+\s*/u, "");
    const field = /^([\p{Script=Han}\s]{2,6})：(.+)$/u.exec(text);
    const name = field?.[1] && FIELDS[field[1].replace(/\s/gu, "")];
    if (name) take(index, name, field[2]?.trim());
    else if (/^关于.+的通知$/u.test(text)) take(index, "title", text);
    else if (DOCUMENT_NUMBER.exec(text)?.[0] === text) take(index, "documentNumber", text);
    else if (/[，、].*：$/u.test(text)) take(index, "addressees", text.slice(0, -1).split(/，/u));
    else if (/^\d{4}年\d{1,2}月\d{1,2}日$/u.test(text)) take(index, "issuedOn", isoDateOf(text));
  }
  signatureOf(lines, titleLine, fields, taken);
  fields["measuresTitle"] = lines
    .slice(titleLine, preamble.lines[0])
    .map((line) => line.text.replace(/^#+\s*/u, ""))
    .join("")
    .replace(/\s/gu, "");
  for (let index = titleLine; index < (preamble.lines[0] ?? titleLine); index++) taken.push(index);
  return { masthead: { fields: fields as Partial<Masthead>, lines: taken }, preamble };
}

/** The last short line without a full stop before the measures: the title of what is issued. */
function findTitle(lines: readonly Line[], end: number): number {
  for (let index = end - 1; index >= 0; index--) {
    const text = textAt(lines, index).replace(/^#+\s*/u, "");
    if (/(措施|办法|意见|方案|通知|规定)$/u.test(text) && !/[。，]/u.test(text)) return index;
  }
  return end;
}

function preambleBefore(lines: readonly Line[], title: number, end: number) {
  const taken: number[] = [];
  for (let index = title + 1; index < end; index++) taken.push(index);
  return { text: joined(lines.slice(title + 1, end)).text, lines: taken };
}

/** The lines around the date of signing: the sentence that issues the notice, and the issuer, often broken over lines. */
function signatureOf(
  lines: readonly Line[],
  title: number,
  fields: Record<string, unknown>,
  taken: number[],
): void {
  const date = lines.findIndex((line, index) => index < title && /^\d{4}年\d+月\d+日$/u.test(line.text));
  let issuer = "";
  let index = date - 1;
  for (; index >= 0 && !/[。：]$/u.test(textAt(lines, index)); index--) {
    issuer = textAt(lines, index) + issuer;
    taken.push(index);
  }
  if (date > 0 && issuer !== "" && fields["issuer"] === undefined) fields["issuer"] = issuer;
  if (index >= 0 && textAt(lines, index).includes("印发")) {
    fields["covering"] = textAt(lines, index);
    taken.push(index);
  }
}

function isoDateOf(text: string): string {
  const [year, month, day] = text.match(/\d+/gu) ?? [];
  return `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`;
}

/** Everything not taken, in runs, with what it looks like. */
function omissionsOf(lines: readonly Line[], taken: ReadonlySet<number>, firstItem: number): Omission[] {
  const runs: Line[][] = [];
  lines.forEach((line, index) => {
    if (taken.has(index)) return;
    const previous = runs.at(-1);
    const continues =
      previous !== undefined && index > 0 && !taken.has(index - 1) && !startsArticle(lines, index);
    if (continues) previous.push(line);
    else runs.push([line]);
  });
  return runs.map((run) => {
    const start = run[0]?.start ?? 0;
    const end = run.at(-1)?.end ?? start;
    const before = start < (lines[firstItem]?.start ?? 0);
    return { start, end, text: run.map((line) => line.text).join("\n"), reason: reasonFor(run, before) };
  });
}

/** Inside what is left out, a new piece begins after an end mark, at a “continued from” line or at an abstract's title. */
function startsArticle(lines: readonly Line[], index: number): boolean {
  const line = textAt(lines, index);
  const previous = textAt(lines, index - 1);
  const next = textAt(lines, index + 1);
  if (/^（上接第\d+页）/u.test(line)) return true;
  if (/^来源：/u.test(next) && !/[。，]/u.test(line)) return true;
  return END_OF_ARTICLE.test(previous) && !/^\p{Script=Han}{2,20}$/u.test(line);
}

function reasonFor(run: readonly Line[], before: boolean): string {
  const text = run.map((line) => line.text).join("\n");
  if (/ICP备|网站标识码|【返回顶部】|网站地图|扫一扫/u.test(text)) return "网站页脚与页面按钮，不是通知正文";
  if (/^（上接第\d+页）/u.test(text)) return "另一篇文章（从别页接排），不是本通知";
  if (/^来源：.*\n?$/u.test(text) && run.length === 1) return "转载来源说明，不是通知正文";
  if (/发布时间：|摘要：|关键词：/u.test(text)) return "另一篇文章（自有来源、摘要），不是本通知";
  if (/^[\p{Script=Han}\s]{2,6}：\S+$/u.test(text)) return "网页栏目字段，不属版头";
  if (before) return "正文之前的编辑导读或栏目说明，不是通知正文";
  return "不在措施清单之内，无法归入通知的任何部分";
}
