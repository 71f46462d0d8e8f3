/** 判断过程：a condition again, each part with its outcome, the clause's words and the facts behind it. */
import type { Assessor, Inquiry, Outcome } from "./assess.ts";
import { type Condition, isGroup, type Leaf } from "./condition.ts";
import type { FactKey, FactValue, Industry } from "./facts.ts";
import type { SizeStandard } from "./size-standard.ts";

/** A fact a condition looks at, and who said it. */
export interface TracedFact {
  readonly fact: FactKey;
  /** Absent where it was not asked, null where it is not known. */
  readonly value?: FactValue | null;
  /** Who told it, in the caller's words; absent where the caller does not say. */
  readonly saidBy?: string;
  /** The fact it follows from. */
  readonly impliedBy?: FactKey;
}

export interface Trace {
  /** With its quote and reading. */
  readonly condition: Condition;
  readonly outcome: Outcome;
  /** What a single condition looks at; empty for a group. */
  readonly facts: readonly TracedFact[];
  /** Facts not known that the outcome does not depend on: 无论…多少. */
  readonly regardlessOf: readonly FactKey[];
  readonly parts: readonly Trace[];
}

/** Who told each fact, in the caller's words. */
export type Sources = Readonly<Partial<Record<FactKey, string>>>;

export function traceOf(
  condition: Condition,
  inquiry: Inquiry,
  { rulebook }: Assessor,
  sources: Sources = {},
): Trace {
  const visit = (part: Condition): Trace => {
    const outcome = inquiry.outcomeOf(part);
    const isDecided = outcome !== "unknown";
    const regardlessOf: FactKey[] = [];
    if (isGroup(part)) {
      const parts = part.of.map(visit);
      if (isDecided)
        for (const { condition: one } of parts) addUnknown(one, inquiry, rulebook.standard, regardlessOf);
      return { condition: part, outcome, facts: NONE, regardlessOf, parts };
    }
    const keys = factsOf(part, outcome, inquiry, rulebook.standard);
    if (isDecided) addUnknown(part, inquiry, rulebook.standard, regardlessOf);
    return {
      condition: part,
      outcome,
      facts: keys.map((key) => tracedFact(key, inquiry, sources)),
      regardlessOf,
      parts: NONE,
    };
  };
  return visit(condition);
}

const NONE: readonly never[] = [];

/** Adds every fact the condition looks at that is not known. */
function addUnknown(
  condition: Condition,
  inquiry: Inquiry,
  standard: SizeStandard,
  unknown: FactKey[],
): void {
  if (isGroup(condition)) {
    for (const part of condition.of) addUnknown(part, inquiry, standard, unknown);
    return;
  }
  for (const key of factsOf(condition, inquiry.outcomeOf(condition), inquiry, standard))
    if (isUnknown(inquiry.facts[key]) && !unknown.includes(key)) unknown.push(key);
}

function factsOf(leaf: Leaf, outcome: Outcome, inquiry: Inquiry, standard: SizeStandard): readonly FactKey[] {
  return leaf.kind === "fact" ? [leaf.fact] : sizeFacts(outcome, inquiry, standard);
}

function tracedFact(fact: FactKey, { facts, impliedBy }: Inquiry, sources: Sources): TracedFact {
  const value = facts[fact];
  if (value === undefined) return { fact };
  const saidBy = sources[fact];
  const from = impliedBy[fact];
  if (from !== undefined) return { fact, value, impliedBy: from };
  return saidBy === undefined ? { fact, value } : { fact, value, saidBy };
}

/** What size is judged by: the owner's statement where it settles it, else the industry and the figures its category uses. */
function sizeFacts(outcome: Outcome, inquiry: Inquiry, standard: SizeStandard): readonly FactKey[] {
  const { industry, size } = inquiry.facts;
  const isStated = size != null && !inquiry.size().contradiction;
  if (isStated && outcome !== "unknown") return ["size"];
  const figures = figuresUsed(standard, industry as Industry | null | undefined);
  return isStated ? ["size", ...figures] : figures;
}

const INDICATORS = ["employees", "revenue", "assets"] as const;
const used = new WeakMap<SizeStandard, Map<Industry | undefined, readonly FactKey[]>>();

/** The industry, and the figures of its category; of every category where the industry is not known. */
function figuresUsed(standard: SizeStandard, industry: Industry | null | undefined): readonly FactKey[] {
  const known = used.get(standard) ?? new Map<Industry | undefined, readonly FactKey[]>();
  used.set(standard, known);
  const before = known.get(industry ?? undefined);
  if (before) return before;
  const own = standard.categories.filter(
    ({ industries }) => industry == null || industries.includes(industry),
  );
  const figures = INDICATORS.filter((indicator) => own.some(({ bounds }) => bounds[indicator] !== undefined));
  known.set(industry ?? undefined, ["industry", ...figures]);
  return ["industry", ...figures];
}

function isUnknown(value: FactValue | null | undefined): boolean {
  if (value == null) return true;
  return typeof value === "object" && "min" in value && value.min < value.max;
}
