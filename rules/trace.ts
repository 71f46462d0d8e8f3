/** 判断过程：a condition again, each part with its outcome, the clause's words and the facts behind it. */
import type { Assessor, Inquiry, Outcome } from "./assess.ts";
import { type Basis, type Condition, isGroup, type Leaf } from "./condition.ts";
import type { FactKey, FactValue } from "./facts.ts";
import type { SizeStandard } from "./rulebook.ts";

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

export interface Trace extends Partial<Basis> {
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
    const parts = isGroup(part) ? part.of.map(visit) : [];
    const facts = isGroup(part) ? [] : factsOf(part, outcome, inquiry, rulebook.standard, sources);
    const unknown = [...facts.filter(isUnknown), ...parts.flatMap(unknownIn)].map(({ fact }) => fact);
    return {
      condition: part,
      outcome,
      ...(part.quote !== undefined && { quote: part.quote }),
      ...(part.quotedFrom !== undefined && { quotedFrom: part.quotedFrom }),
      ...(part.reading !== undefined && { reading: part.reading }),
      facts,
      regardlessOf: outcome === "unknown" ? [] : [...new Set(unknown)],
      parts,
    };
  };
  return visit(condition);
}

function factsOf(
  leaf: Leaf,
  outcome: Outcome,
  inquiry: Inquiry,
  standard: SizeStandard,
  sources: Sources,
): TracedFact[] {
  const keys: FactKey[] = leaf.kind === "fact" ? [leaf.fact] : sizeFacts(outcome, inquiry, standard);
  return keys.map((fact) => {
    const value = inquiry.facts[fact];
    const saidBy = sources[fact];
    const impliedBy = inquiry.impliedBy[fact];
    return {
      fact,
      ...(value !== undefined && { value }),
      ...(saidBy !== undefined && { saidBy }),
      ...(impliedBy !== undefined && { impliedBy }),
    };
  });
}

/** What size is judged by: the owner's statement where it settles it, else the industry and the figures its category uses. */
function sizeFacts(outcome: Outcome, { facts, size }: Inquiry, { categories }: SizeStandard): FactKey[] {
  const { industry } = facts;
  const used = categories.filter(({ industries }) => {
    return typeof industry !== "string" || industries.some((one) => one === industry);
  });
  const figures: FactKey[] = [
    "industry",
    ...(["employees", "revenue", "assets"] as const).filter((indicator) =>
      used.some(({ bounds }) => bounds[indicator] !== undefined),
    ),
  ];
  const isStated = facts.size != null && !size().contradiction;
  if (!isStated) return figures;
  return outcome === "unknown" ? ["size", ...figures] : ["size"];
}

function isUnknown({ value }: TracedFact): boolean {
  if (value == null) return true;
  return typeof value === "object" && "min" in value && value.min < value.max;
}

function unknownIn(trace: Trace): TracedFact[] {
  return [...trace.facts.filter(isUnknown), ...trace.parts.flatMap(unknownIn)];
}
