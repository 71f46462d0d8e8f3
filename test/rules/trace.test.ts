import { describe, expect, it } from "vitest";
import type { Assessor } from "../../rules/assess.ts";
import { describe as inWords } from "../../rules/checks.ts";
import { isGroup } from "../../rules/condition.ts";
import { factsSchema } from "../../rules/facts.ts";
import { type Sources, type Trace, traceOf } from "../../rules/trace.ts";
import { freshAssessor } from "../support/rules.ts";

function traced(assessor: Assessor, clause: string, facts: object, sources?: Sources): Trace {
  const condition = assessor.rulebook.rules.find((rule) => rule.clause.id === clause)?.condition;
  if (condition === undefined) throw new Error(`${clause} has no condition`);
  return traceOf(condition, assessor.inquire(factsSchema.parse(facts)), assessor, sources);
}

/** Every part of the trace, as an officer would read it: outcome, condition, facts. */
function linesOf(trace: Trace): string[] {
  const { condition, outcome, facts, regardlessOf, parts } = trace;
  if (isGroup(condition)) return parts.flatMap(linesOf);
  const known = facts.map(({ fact, value }) => `${fact}=${JSON.stringify(value)}`);
  return [`${outcome} ${inWords(condition)} ${known.join(" ")} /${regardlessOf.join()}`];
}

describe("the trace of a clause", () => {
  it("gives each condition with its outcome and the facts behind it", () => {
    const lines = linesOf(
      traced(freshAssessor(), "M06.4", {
        entityType: "enterprise",
        industry: "catering",
        employees: 9,
        affectedByEpidemic: null,
      }),
    );
    expect(lines).toEqual([
      'holds 主体类型是企业 entityType="enterprise" /',
      'holds 企业规模是微型、小型 industry="catering" employees={"min":9,"max":9} revenue=undefined /revenue',
      'fails 主体类型是个体工商户 entityType="enterprise" /',
      "unknown 受疫情影响暂时困难 affectedByEpidemic=null /",
    ]);
  });

  it("says which unknown facts a decided clause does not depend on", () => {
    const trace = traced(freshAssessor(), "M02.2", { entityType: "other" });
    expect(trace.outcome).toBe("fails");
    expect(trace.regardlessOf).toEqual([
      "industry",
      "employees",
      "revenue",
      "assets",
      "affectedByEpidemic",
      "goodProspects",
      "hasBankLoan",
    ]);
  });

  it("names what is unknown within the alternatives of a decided clause", () => {
    expect(traced(freshAssessor(), "M02.3", { entityType: "other" }).regardlessOf).toContain(
      "recognizedHardHit",
    );
  });

  it("depends on everything while a clause is open, though parts of it are decided", () => {
    const facts = { entityType: "enterprise", industry: "catering", employees: 9 };
    const trace = traced(freshAssessor(), "M06.4", facts);
    expect(trace.parts[0]?.regardlessOf).toEqual(["revenue"]);
    expect(trace.regardlessOf).toEqual([]);
  });

  it("counts a range that leaves a figure open as not known", () => {
    const facts = { entityType: "enterprise", industry: "other", employees: { min: 1, max: 99 } };
    expect(traced(freshAssessor(), "M06.3", facts).regardlessOf).toEqual(["employees"]);
    const exact = { ...facts, employees: { min: 99, max: 99 } };
    expect(traced(freshAssessor(), "M06.3", exact).regardlessOf).toEqual([]);
  });

  it("names only the figures the industry is sized by", () => {
    const sizeLine = (facts: object) =>
      linesOf(traced(freshAssessor(), "M06.3", { entityType: "enterprise", ...facts }))[1];
    expect(sizeLine({ industry: "agriculture" })).toMatch(/industry="agriculture" revenue=undefined \/$/u);
    expect(sizeLine({ industry: "construction" })).toMatch(/revenue=undefined assets=undefined \/$/u);
    expect(sizeLine({ industry: null })).toMatch(
      /industry=null employees=undefined revenue=undefined assets=undefined/u,
    );
    expect(sizeLine({})).toMatch(
      /industry=undefined employees=undefined revenue=undefined assets=undefined/u,
    );
  });

  it("rests on the size the owner stated, where that settles it", () => {
    const sizeLine = (facts: object) =>
      linesOf(
        traced(freshAssessor(), "M06.3", { entityType: "enterprise", industry: "catering", ...facts }),
      )[1];
    expect(sizeLine({ size: ["micro", "small"] })).toBe(
      'holds 企业规模是微型、小型 size=["micro","small"] /',
    );
    expect(sizeLine({ size: ["small", "medium"] })).toMatch(
      /^unknown .* size=.* industry="catering" employees/u,
    );
    // Five people in catering are micro whatever is said.
    expect(sizeLine({ size: "large", employees: 5 })).toMatch(/^holds .* industry="catering" employees/u);
  });

  it("says who told a fact, and what a fact follows from", () => {
    const assessor = freshAssessor();
    const trace = traced(
      assessor,
      "M02.2",
      { affectedByEpidemic: true, loanDueDate: "2022-10-01" },
      { affectedByEpidemic: "来电人", goodProspects: "来电人", hasBankLoan: "来电人" },
    );
    const facts = trace.parts.flatMap((part) => part.facts);
    expect(facts).toStrictEqual([
      { fact: "affectedByEpidemic", value: true, saidBy: "来电人" },
      { fact: "goodProspects" },
      { fact: "hasBankLoan", value: true, impliedBy: "loanDueDate" },
    ]);
    const unsaid = traced(assessor, "M02.2", { goodProspects: true }).parts.flatMap((part) => part.facts);
    expect(unsaid).toContainEqual({ fact: "goodProspects", value: true });
    expect(unsaid.every((one) => !("saidBy" in one))).toBe(true);
  });

  it("is decided where a case distinction decides it, though no part is", () => {
    // Whoever is asked for is an individual or a small enterprise: one of the two holds.
    const trace = traced(freshAssessor(), "M02.3", {
      size: "small",
      recognizedHardHit: false,
      industry: "post",
    });
    expect(trace.outcome).toBe("fails");
    expect(trace.parts.map(({ outcome }) => outcome)).toContain("fails");
  });
});
