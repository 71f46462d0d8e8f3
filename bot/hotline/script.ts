/** 口播稿：what the operator can read aloud within twenty seconds, in signed words and the notice's own, numbers spoken. */
import type { Clause, ClauseId } from "../../knowledge/index.ts";
import { FACTS, type FactKey, type FactSpec, isGroup, leavesOf } from "../../rules/index.ts";
import { conditionLines, RELIEF_YEAR_END } from "../clause-reply.ts";
import { assessmentOf, type Case, clauseOf, ruleOf } from "../grounds.ts";
import { quoted } from "../quoted.ts";
import { wording } from "../wording.ts";
import { spoken, spokenLength } from "./spoken.ts";

export interface Script {
  readonly text: string;
  /** At an even pace. */
  readonly seconds: number;
}

export const CHARACTERS_A_SECOND = 4.5;
/** Twenty seconds. */
export const MOST_CHARACTERS = 90;

const say = wording.hotline.script;

/** @param next the fact asked for next, where the verdict hangs on one */
export function scriptOf(id: ClauseId, about: Case, next?: FactKey): Script {
  const clause = clauseOf(id, about);
  const { verdict } = assessmentOf(id, about);
  const ask = verdict === "needs_info" && next !== undefined ? say.ask(firstSentence(questionOf(next))) : "";
  const before = `${conclusionOf(clause, about)}${limitOf(clause, about)}`;
  const failing = verdict === "ineligible" ? fitting([failingOf(id, about)], before) : "";
  const quote = fitting(quotationsOf(clause, about), `${before}${failing}${ask}`);
  const text = spoken(`${before}${failing}${quote}${ask}`);
  return { text, seconds: Math.ceil(spokenLength(text) / CHARACTERS_A_SECOND) };
}

/** The first of the sentences that still fits beside what has to be said; none where none does. */
function fitting(sentences: readonly string[], beside: string): string {
  return sentences.find((one) => spokenLength(beside) + spokenLength(one) <= MOST_CHARACTERS) ?? "";
}

function conclusionOf(clause: Clause, about: Case): string {
  const { title, nature, decidedBy } = clause;
  const { verdict } = assessmentOf(clause.id, about);
  if (verdict === "available" && nature === "remedy") return say.complaint(title);
  if (verdict === "conditional" && decidedBy !== undefined)
    return say.decided(title, withoutAside(decidedBy));
  return say.conclusion[verdict](title);
}

/** Whether it still runs: the first thing a caller asks who could have it. */
function limitOf({ id, validFrom, validTo }: Clause, about: Case): string {
  const { asOf } = about;
  if (asOf < validFrom) return say.notInForce(validFrom);
  if (validTo !== undefined) return asOf > validTo ? say.expired(validTo) : say.validUntil(validTo);
  const isOutOfReach = ["informational", "ineligible"].includes(assessmentOf(id, about).verdict);
  return asOf > RELIEF_YEAR_END && !isOutOfReach ? say.noStatedEnd : "";
}

function failingOf(id: ClauseId, about: Case): string {
  const condition = ruleOf(id, about)?.condition;
  const lines = condition ? conditionLines(condition, about, false) : [];
  return wording.failing(
    lines.flatMap(({ outcome, quotes }) => (outcome === "fails" ? [quoted(quotes)] : [])).join(""),
  );
}

function questionOf(fact: FactKey): string {
  const spec: FactSpec = FACTS[fact];
  return spec.question ?? spec.label;
}

function firstSentence(text: string): string {
  return /^.*?[？。]/u.exec(text)?.[0] ?? text;
}

/** 所在地（有条件的地方）: what stands in brackets is for the eye. */
function withoutAside(words: string): string {
  return words.replaceAll(/（[^）]*）/gu, "");
}

/**
 * The clause's words in ever shorter forms: whole; as far as they fit from the beginning, where that reaches what is promised;
 * from where the promise begins. Cut between phrases, and said to be cut.
 */
function quotationsOf(clause: Clause, about: Case): string[] {
  const phrases = clause.text.match(/[^，；。]+[，；。]*/gu) ?? [];
  const promise = phrases.findIndex((phrase) => !isCondition(phrase, clause.id, about));
  const from = (start: number): string[] =>
    phrases.slice(start).map((_, dropped) => {
      const words = phrases.slice(start, phrases.length - dropped).join("");
      const isReached = phrases.length - dropped > promise;
      if (!isReached || words === "") return "";
      const quote = quoted([words.replace(HALF, "")]);
      return `${start > 0 ? say.promise(quote) : say.quote(quote)}${dropped > 0 ? say.goesOn : ""}`;
    });
  return [...from(0), ...(promise > 0 ? from(promise) : [])].filter((sentence) => sentence !== "");
}

/** A clause may be half a sentence: what joins it to the other half is not read. */
const HALF = /^[和并及]|[和并及]?[，；。]*$/gu;

/** 对……的企业, 在2022年底前到期的贷款: says who or what is meant, not what is promised. */
function isCondition(phrase: string, id: ClauseId, about: Case): boolean {
  if (/^(?:其中|对于?|在)/u.test(phrase)) return true;
  const condition = ruleOf(id, about)?.condition;
  const leaves = condition === undefined ? [] : isGroup(condition) ? leavesOf(condition) : [condition];
  return leaves.some(
    (leaf) => leaf.kind === "fact" && leaf.fact !== "entityType" && phrase.includes(leaf.quote ?? "\0"),
  );
}
