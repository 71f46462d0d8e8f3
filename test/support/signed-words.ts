import { wording } from "../../bot/wording.ts";
import { FACTS, type FactSpec, INDUSTRIES, leavesOf, SIZE_NAMES } from "../../rules/index.ts";
import { freshRulebook } from "./rules.ts";
import { knowledge } from "./services.ts";

/** Everything a reply may be made of, longest first: the notice, its data, the rules, the fact table, the signed wording. */
const SIGNED = [
  ...new Set(
    [
      ...stringsIn(knowledge.notice).flatMap((words) => [words, words.replace(/[，；。]$/u, "")]),
      // A quotation inside a quotation has inner marks, and a choice shows how a clause begins.
      ...freshRulebook().rules.flatMap(({ clause, condition }) => [
        clause.text.slice(0, 24),
        ...(condition ? leavesOf(condition).flatMap(({ quote = "", reading = "" }) => [quote, reading]) : []),
      ]),
      ...stringsIn(wording),
      ...stringsIn(FACTS),
      ...Object.values<FactSpec>(FACTS).flatMap((spec) =>
        spec.kind === "number" ? [spec.unit, spec.largeUnit ?? spec.unit].map((unit) => `${unit}及以上`) : [],
      ),
      ...stringsIn(INDUSTRIES),
      ...stringsIn(SIZE_NAMES),
      ..."一二三四五六七八九十",
      ...["是", "否", "不清楚", "不超过", "或"],
    ].flatMap((words) => [words, words.replace(/“/gu, "‘").replace(/”/gu, "’")]),
  ),
]
  .filter((words) => /\p{L}/u.test(words))
  .sort((a, b) => b.length - a.length);

/** The words of a text that are nobody's; what the owner himself said is passed in. */
export function unsignedWords(text: string, own: readonly string[] = []): string[] {
  const left = [...own, ...SIGNED].reduce((rest, words) => rest.replaceAll(words, ""), text);
  return left.match(/\p{L}+/gu) ?? [];
}

/** All strings in a value; a sentence with gaps is called with a mark and cut at it. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return (value as (...words: string[]) => string)("|", "|", "|").split("|");
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(stringsIn);
}
