/**
 * 回答：what a message says to the question just asked. The question is known, so far less has to be said than when a
 * fact is told out of the blue: 2, 有啊, 十来个, 年底.
 */
import type { IsoDate } from "../../knowledge/index.ts";
import { normalise } from "../../retrieval/index.ts";
import { FACTS, type FactKey, type FactSpec } from "../../rules/index.ts";
import { entityIn, industryIn } from "./choice-answer.ts";
import { dueDateIn } from "./date-answer.ts";
import type { Lexicon } from "./lexicon.ts";
import { moneyIn } from "./money-answer.ts";
import { wholeNumber } from "./numerals.ts";
import { toldIn } from "./own-affairs.ts";
import { peopleIn } from "./people-answer.ts";
import { lastWord, type Remark, remarksOf } from "./remarks.ts";
import type { ToldValue } from "./told.ts";
import { isUnsure } from "./unsure.ts";
import { yesOrNoIn } from "./yes-no-answer.ts";

/** What the owner says of the fact asked: a value, null for 不清楚, absent where the message says nothing of it. */
export type Answer = ToldValue | null | undefined;

const OPTION =
  /^(?:那|我|就|应该)*(?:选择?|回复?|答案?|按)?(?:是|第)?(?<number>[1-9]\d?|[一二三四五六七八九十]|[a-d])(?<unit>个|项|号|条|种)?(?:选项|答案)?(?:吧|啊|呀|的|哦|呢|了)*$/u;
/** 2，没有: the number, and what it stands for. */
const OPTION_AND_WORDS =
  /^(?:选择?|第)?(?<number>[1-9]|[一二三四])(?:个|项|号)?[\s,.、:)）。]+(?<words>[^\d\s].*)$/u;
const NUMBERS = "一二三四五六七八九十";

/**
 * @param fact the one asked
 * @param options what the numbers 1, 2, 3 … stood for; null is 不清楚
 * @param asOf the day relative dates are meant from
 */
export function answerTo(
  fact: FactKey,
  message: string,
  options: readonly (ToldValue | null)[],
  asOf: IsoDate,
  lexicon: Lexicon,
): Answer {
  const whole = normalise(message);
  const said = withoutEnds(lastWord(whole));
  if (said === "") return undefined;
  const heard = (words: string) => heardIn(fact, remarksOf(words), asOf, lexicon);
  const isAsked = /\?\s*$/u.test(whole);
  const asked = isAsked ? `${said}?` : said;
  if (options.length === 0) return heard(asked);
  const number = optionIn(said);
  if (number !== undefined) return isAsked ? undefined : options[number - 1];
  const both = OPTION_AND_WORDS.exec(asked)?.groups;
  if (both === undefined) return heard(asked);
  const option = options[numberOf(both["number"] ?? "") - 1];
  const words = heard(both["words"] ?? "");
  return words === undefined || words === option ? option : undefined;
}

/** The number of an option: 2, 二, 第二个, 选2. */
export function optionIn(text: string): number | undefined {
  const { number, unit } = OPTION.exec(withoutEnds(text).replaceAll(" ", ""))?.groups ?? {};
  // 一个 counts, 第一个 chooses.
  if (number === undefined || (unit !== undefined && !/第|选/u.test(text))) return undefined;
  return numberOf(number);
}

function numberOf(word: string): number {
  if (/^[a-d]$/u.test(word)) return "abcd".indexOf(word) + 1;
  return wholeNumber(word) ?? NUMBERS.indexOf(word) + 1;
}

function heardIn(fact: FactKey, remarks: readonly Remark[], asOf: IsoDate, lexicon: Lexicon): Answer {
  const value = valueIn(fact, remarks, asOf, lexicon);
  if (value !== undefined) return value;
  return toldIn(remarks, fact).some(({ text }) => isUnsure(text)) ? null : undefined;
}

function valueIn(
  fact: FactKey,
  remarks: readonly Remark[],
  asOf: IsoDate,
  lexicon: Lexicon,
): ToldValue | undefined {
  const spec: FactSpec = FACTS[fact];
  switch (spec.kind) {
    case "yesNo":
      return yesOrNoIn(fact, remarks, asOf, lexicon);
    case "choice":
      return fact === "entityType" ? entityIn(remarks) : industryIn(remarks, spec.choices, asOf, lexicon);
    case "number":
      if (fact === "revenue" || fact === "assets" || fact === "creditLine") return moneyIn(fact, remarks);
      return peopleIn(remarks);
    case "date":
      return dueDateIn(remarks, asOf);
    case "sizes":
    case "text":
      return undefined;
  }
}

/** Without the marks and blanks around it. */
function withoutEnds(text: string): string {
  return text.replace(/^[\p{P}\p{Z}]+/u, "").replace(/[\p{P}\p{Z}]+$/u, "");
}
