/** 结论：what can be said of a clause, and which verdicts a clause of each kind can have. */
import type { Clause, IsoDate, Nature } from "../knowledge/index.ts";

export const VERDICTS = [
  "not_in_force",
  "expired",
  "informational",
  "eligible",
  "conditional",
  "available",
  "ineligible",
  "needs_info",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdict where all conditions hold. */
const POSITIVE: Readonly<Record<Nature, Verdict>> = {
  entitlement: "eligible",
  discretionary: "conditional",
  target: "conditional",
  remedy: "available",
  programme: "available",
  background: "informational",
};

export function positiveVerdictOf(nature: Nature): Verdict {
  return POSITIVE[nature];
}

/** Nothing a firm can apply for. */
export function isInformational(nature: Nature, hasCondition: boolean): boolean {
  return nature === "background" || (nature === "target" && !hasCondition);
}

/** Every verdict the clause can have on some day for some facts. */
export function possibleVerdicts({ nature, validTo }: Clause, hasCondition: boolean): readonly Verdict[] {
  const dated: Verdict[] = validTo === undefined ? ["not_in_force"] : ["not_in_force", "expired"];
  if (isInformational(nature, hasCondition)) return [...dated, "informational"];
  if (!hasCondition) return [...dated, POSITIVE[nature]];
  return [...dated, POSITIVE[nature], "ineligible", "needs_info"];
}

/** What the date alone decides; before all else. */
export function verdictByDate({ validFrom, validTo }: Clause, asOf: IsoDate): Verdict | undefined {
  if (asOf < validFrom) return "not_in_force";
  if (validTo !== undefined && asOf > validTo) return "expired";
  return undefined;
}
