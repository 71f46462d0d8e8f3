/** 条款答复：what is said of one clause for one owner: the conclusion, the words, the conditions, what limits them. */
import type { Clause, ClauseId } from "../knowledge/index.ts";
import {
  type Condition,
  FACTS,
  type FactKey,
  isGroup,
  leavesOf,
  type Trace,
  type TracedFact,
  traceOf,
  valueText,
} from "../rules/index.ts";
import type { Block, Citation, ConditionLine } from "./blocks.ts";
import { assessmentOf, type Case, clauseOf, type Grounds, measureName, ruleOf } from "./grounds.ts";
import { quoted } from "./quoted.ts";
import { wording } from "./wording.ts";

/** 2022年末: clauses without a stated end are doubtful after it. */
export const RELIEF_YEAR_END = "2022-12-31";

/** Everything an answer about a clause carries; the conclusion first, then the words, then what is missing. */
export function clauseBlocks(id: ClauseId, about: Case, detail: "short" | "explained" = "short"): Block[] {
  const clause = clauseOf(id, about);
  return [
    ...conclusionBlocks(clause, about),
    citationBlock(clause, about),
    ...conditionBlocks(clause, about, detail === "explained"),
    ...limitBlocks(clause, about),
    ...(assessmentOf(id, about).verdict === "ineligible" ? [textBlock(wording.elsewhere)] : []),
  ];
}

/** The conclusion in one sentence with the date it is judged for; what it fails on; whether it still runs. */
export function conclusionBlocks(clause: Clause, about: Case): Block[] {
  const { verdict } = assessmentOf(clause.id, about);
  const condition = ruleOf(clause.id, about)?.condition;
  const isComplaint = verdict === "available" && clause.nature === "remedy";
  const words = isComplaint ? wording.complaint(clause.title) : wording.conclusion[verdict](clause.title);
  const text = `${wording.asOf(about.asOf)}${words}`;
  return [
    { kind: "conclusion", clause: clause.id, verdict, text },
    ...(verdict === "ineligible" && condition
      ? [textBlock(wording.failing(failingQuotes(condition, about)))]
      : []),
    ...(verdict === "informational" ? [textBlock(wording.nature[clause.nature])] : []),
    ...validityBlocks(clause, about),
  ];
}

/** The clause's words for each thing that does not hold. */
function failingQuotes(condition: Condition, about: Case): string {
  const failing = conditionLines(condition, about, false).filter(({ outcome }) => outcome === "fails");
  return failing.map(({ quotes }) => quoted(quotes)).join("");
}

function validityBlocks({ validFrom, validTo }: Clause, { asOf }: Grounds): Block[] {
  if (asOf < validFrom) return [{ kind: "caution", text: wording.notInForce(validFrom) }];
  if (validTo !== undefined && asOf > validTo) return [{ kind: "caution", text: wording.expired(validTo) }];
  if (validTo === undefined && asOf > RELIEF_YEAR_END)
    return [{ kind: "caution", text: wording.noStatedEnd }];
  return validTo === undefined ? [] : [textBlock(wording.validUntil(validTo))];
}

export function citationBlock(clause: Clause, { notice }: Grounds, whole = false): Block {
  const measure = notice.measures.find(({ number }) => number === clause.measure);
  const measureText = measure?.text ?? clause.text;
  const start = measureText.indexOf(clause.text);
  const citation: Citation = {
    clause: clause.id,
    title: clause.title,
    heading: wording.quoted(notice.measuresTitle, notice.documentNumber, measureName(clause.measure)),
    measureText,
    start,
    end: start + clause.text.length,
    departments: departmentsOf(clause),
    ...(whole && { whole }),
  };
  return { kind: "citation", citation };
}

/** The size the figures give, where the clause turns on it; then each condition with its mark. */
function conditionBlocks(clause: Clause, about: Case, explained: boolean): Block[] {
  const condition = ruleOf(clause.id, about)?.condition;
  const { verdict } = assessmentOf(clause.id, about);
  if (condition === undefined || verdict === "expired" || verdict === "not_in_force") return [];
  const { size, contradiction } = about.inquiry.size();
  const isSized =
    about.inquiry.facts.entityType === "enterprise" &&
    leavesOf(condition).some(({ kind }) => kind === "size");
  return [
    ...(contradiction ? [{ kind: "caution", text: wording.trace.contradiction } as const] : []),
    ...(isSized && size !== "unknown" ? [textBlock(wording.sizeKnown(wording.sizes[size]))] : []),
    { kind: "conditions", lines: conditionLines(condition, about, explained) },
  ];
}

/** One line for each thing that has to hold; what is written as alternatives is one line. */
export function conditionLines(condition: Condition, about: Case, explained: boolean): ConditionLine[] {
  const trace = traceOf(condition, about.inquiry, about.assessor);
  const parts = condition.kind === "all" ? trace.parts : [trace];
  return parts.map((part) => lineOf(part, about, explained, trace.outcome !== "unknown"));
}

function lineOf(trace: Trace, { inquiry }: Case, explained: boolean, decided: boolean): ConditionLine {
  const leaves = leavesUnder(trace);
  const decisive = leaves.filter(({ outcome }) => outcome === trace.outcome);
  const told = uniqueFacts(leaves)
    .filter(({ value }) => value !== undefined)
    .map(factText);
  const regardless = trace.outcome === "unknown" ? [] : regardlessOf(trace, decisive);
  const isOpen = trace.outcome === "unknown";
  const missing = isOpen && !decided && explained ? inquiry.missingOf(trace.condition) : [];
  return {
    outcome: trace.outcome,
    quotes: [...new Set(leaves.map(({ condition }) => condition.quote ?? ""))],
    because: [
      ...told,
      ...(regardless.length > 0 ? [wording.trace.regardless(labelsOf(regardless))] : []),
      ...(missing.length > 0 ? [wording.trace.open(labelsOf(missing))] : []),
      ...(isOpen && decided ? [wording.trace.irrelevant] : []),
    ],
    readings: explained ? [...new Set(leaves.flatMap(({ condition }) => condition.reading ?? []))] : [],
  };
}

/** Of what a decided condition does not turn on, only the figures its decisive parts look at: 无论营业收入如何. */
function regardlessOf({ regardlessOf }: Trace, decisive: readonly Trace[]): FactKey[] {
  const looked = new Set(decisive.flatMap((leaf) => leaf.regardlessOf));
  return regardlessOf.filter((fact) => looked.has(fact));
}

function leavesUnder(trace: Trace): Trace[] {
  return isGroup(trace.condition) ? trace.parts.flatMap(leavesUnder) : [trace];
}

function uniqueFacts(leaves: readonly Trace[]): TracedFact[] {
  return [...new Map(leaves.flatMap(({ facts }) => facts).map((fact) => [fact.fact, fact])).values()];
}

function factText({ fact, value = null, impliedBy }: TracedFact): string {
  const told = wording.factValue(FACTS[fact].label, valueText(fact, value));
  return impliedBy ? `${told}（${wording.trace.implied(FACTS[impliedBy].label)}）` : told;
}

/** Who decides, the catalogue's note, what came later. */
function limitBlocks(clause: Clause, { asOf }: Grounds): Block[] {
  const isOver = asOf < clause.validFrom || (clause.validTo !== undefined && asOf > clause.validTo);
  return [
    ...(clause.decidedBy === undefined || isOver ? [] : [textBlock(wording.decidedBy(clause.decidedBy))]),
    ...(clause.note === undefined ? [] : [{ kind: "caution", text: wording.note(clause.note) } as const]),
    ...clause.later
      .filter(({ date }) => date <= asOf)
      .map(({ date, text, source }) => {
        return { kind: "later", text: wording.later(date, text.replace(/[。]$/u, ""), source) } as const;
      }),
  ];
}

export function labelsOf(facts: readonly FactKey[]): string {
  return facts.map((fact) => FACTS[fact].label).join("、");
}

export function textBlock(text: string): Block {
  return { kind: "text", text };
}

/** Said of a clause whose words the owner has just been given: the conclusion and the words, without the rest again. */
export function briefBlocks(id: ClauseId, about: Case): Block[] {
  const clause = clauseOf(id, about);
  return [...conclusionBlocks(clause, about), citationBlock(clause, about), textBlock(wording.seenAbove)];
}

/** Who answers for a clause, and who decides. */
export function departmentBlocks(id: ClauseId, about: Case): Block[] {
  const clause = clauseOf(id, about);
  const decides = clause.decidedBy === undefined ? [] : [textBlock(wording.decidedBy(clause.decidedBy))];
  return [citationBlock(clause, about), ...decides];
}

function departmentsOf({ departments }: Clause): string {
  return wording.departments(
    departments
      .map(({ name, successor }) => (successor ? wording.successor(name, successor) : name))
      .join("、"),
  );
}
