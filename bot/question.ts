/** 追问：how a fact is asked for, what the numbers of its answers stand for, and why it is asked. */
import type { ClauseId } from "../knowledge/index.ts";
import { FACTS, type FactKey, type FactSpec, type Leaf, leavesOf } from "../rules/index.ts";
import type { AskedQuestion, Block } from "./blocks.ts";
import { type Case, clauseOf, measureName, openOf, ruleOf } from "./grounds.ts";
import { quoted } from "./quoted.ts";
import type { ToldValue } from "./understand/told.ts";
import { wording } from "./wording.ts";

interface NumberedAnswer {
  readonly label: string;
  /** null is 不清楚. */
  readonly value: ToldValue | null;
}

const UNSURE: NumberedAnswer = { label: wording.question.unsure, value: null };

/** The answers that can be given by number, in order; none for figures and dates. */
export function answersTo(fact: FactKey): readonly NumberedAnswer[] {
  const spec: FactSpec = FACTS[fact];
  if (spec.kind === "yesNo")
    return [{ label: spec.answers.yes, value: true }, { label: spec.answers.no, value: false }, UNSURE];
  if (spec.kind !== "choice") return [];
  return [...Object.entries(spec.choices).map(([value, label]) => ({ label, value })), UNSURE];
}

/** @param lead what the question goes back to */
export function questionBlock(fact: FactKey, lead?: string): AskedQuestion {
  const spec: FactSpec = FACTS[fact];
  const options = answersTo(fact).map(({ label }, index) => ({ number: index + 1, label }));
  const back = lead === undefined ? {} : { lead };
  return {
    kind: "question",
    fact,
    ...back,
    text: spec.question ?? spec.label,
    options,
    hint: hintFor(fact, spec),
  };
}

function hintFor(fact: FactKey, spec: FactSpec): string {
  if (fact === "industry") return wording.question.industry;
  if (spec.kind === "number") return wording.question.figure;
  return spec.kind === "date" ? wording.question.date : wording.question.options;
}

/** Why a fact is asked for: the reason, and the words of each clause that turn on it. */
export function whyAsked(fact: FactKey, clauses: readonly ClauseId[], about: Case): Block[] {
  const spec: FactSpec = FACTS[fact];
  const items = openOf(clauses, about).flatMap((id) => {
    const condition = ruleOf(id, about)?.condition;
    const quotes = condition
      ? leavesOf(condition)
          .filter((leaf) => turnsOn(leaf, fact))
          .map(({ quote = "" }) => quote)
      : [];
    const { measure, title } = clauseOf(id, about);
    return quotes.length > 0 ? [wording.whyQuoted(quoted(quotes), measureName(measure), title)] : [];
  });
  const reason = spec.why ?? (TIER_FACTS.includes(fact) ? wording.whyTier : undefined);
  return [
    { kind: "text", text: wording.whyAsked(spec.label) },
    ...(reason === undefined ? [] : [{ kind: "text", text: reason } as const]),
    { kind: "list", items: items.slice(0, MOST_REASONS) },
  ];
}

const TIER_FACTS: readonly FactKey[] = ["industry", "employees", "revenue", "assets"];
const MOST_REASONS = 3;

function turnsOn(leaf: Leaf, fact: FactKey): boolean {
  return leaf.kind === "fact" ? leaf.fact === fact : TIER_FACTS.includes(fact);
}
