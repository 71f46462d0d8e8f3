import { describe, expect, it } from "vitest";
import type { Clause, Nature } from "../../knowledge/index.ts";
import { isInformational, positiveVerdictOf, possibleVerdicts, verdictByDate } from "../../rules/verdict.ts";

const clause = (nature: Nature, validTo?: string) =>
  ({ nature, validFrom: "2022-05-09", ...(validTo !== undefined && { validTo }) }) as Clause;

describe("a clause's verdicts", () => {
  it.each<[Nature, boolean, string | undefined, string[]]>([
    ["entitlement", true, undefined, ["not_in_force", "eligible", "ineligible", "needs_info"]],
    ["discretionary", true, undefined, ["not_in_force", "conditional", "ineligible", "needs_info"]],
    ["target", true, "2022-12-31", ["not_in_force", "expired", "conditional", "ineligible", "needs_info"]],
    ["target", false, "2022-12-31", ["not_in_force", "expired", "informational"]],
    ["background", false, undefined, ["not_in_force", "informational"]],
    ["background", true, undefined, ["not_in_force", "informational"]],
    ["remedy", false, undefined, ["not_in_force", "available"]],
    ["programme", true, undefined, ["not_in_force", "available", "ineligible", "needs_info"]],
  ])("of nature %s, with conditions %s, until %s", (nature, hasCondition, validTo, verdicts) => {
    expect(possibleVerdicts(clause(nature, validTo), hasCondition)).toEqual(verdicts);
    const positive = isInformational(nature, hasCondition) ? "informational" : positiveVerdictOf(nature);
    expect(verdicts).toContain(positive);
  });

  it.each([
    ["2022-05-08", undefined, "not_in_force"],
    ["2022-05-09", undefined, undefined],
    ["2026-11-22", undefined, undefined],
    ["2022-05-08", "2022-12-31", "not_in_force"],
    ["2022-12-31", "2022-12-31", undefined],
    ["2023-01-01", "2022-12-31", "expired"],
  ])("on %s, until %s: %s by the date alone", (asOf, validTo, verdict) => {
    expect(verdictByDate(clause("target", validTo), asOf)).toBe(verdict);
  });
});
