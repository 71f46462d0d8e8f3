import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../knowledge/index.ts";
import { factsSchema } from "../../rules/facts.ts";
import { freshAssessor } from "../support/rules.ts";

it("every clause comes out as its signed cases say", () => {
  const assessor = freshAssessor();
  for (const { clause, cases } of assessor.rulebook.rules) {
    for (const { name, facts, asOf, verdict, missing } of cases) {
      const found = assessor.inquire(facts).assessClause(clause.id, asOf);
      expect(found.verdict, `${clause.id} ${name}`).toBe(verdict);
      if (missing) expect(found.missing.toSorted(), name).toEqual(missing.toSorted());
      if (found.verdict === "needs_info") expect(found.missing, name).not.toEqual([]);
      else expect(found.missing, name).toEqual([]);
    }
  }
});

const DAY = "2022-06-15";
const verdictOf = (clause: string, facts: object, asOf = DAY) =>
  freshAssessor().inquire(factsSchema.parse(facts)).assessClause(clause, asOf);

describe("a stated size", () => {
  it("stands for the figures: nobody is asked for them", () => {
    expect(verdictOf("M06.4", { entityType: "enterprise", size: ["micro", "small"] }).missing).toEqual([
      "affectedByEpidemic",
    ]);
    expect(verdictOf("M06.3", { entityType: "enterprise", size: ["micro", "small"] }).verdict).toBe(
      "conditional",
    );
  });

  it("that leaves the clause open asks for the figures that could settle it", () => {
    const { verdict, missing } = verdictOf("M06.3", {
      entityType: "enterprise",
      industry: "catering",
      size: ["small", "medium"],
    });
    expect(verdict).toBe("needs_info");
    expect(missing).toEqual(["employees", "revenue"]);
  });

  it("rules out the figures that contradict it", () => {
    // 150 people in catering are small or medium or micro by revenue; stated not micro, revenue alone decides.
    const facts = {
      entityType: "enterprise",
      industry: "catering",
      employees: 150,
      size: ["small", "medium"],
    };
    expect(verdictOf("M06.3", facts)).toMatchObject({ verdict: "needs_info", missing: ["revenue"] });
    expect(verdictOf("M06.3", { ...facts, revenue: 1999 }).verdict).toBe("conditional");
    expect(verdictOf("M06.3", { ...facts, revenue: 2000 }).verdict).toBe("ineligible");
  });

  it("leaves the industry open where a clause looks at it for another reason", () => {
    // Eight people are micro in every listed industry; the statement says nothing about the industry all the same.
    const facts = {
      entityType: "enterprise",
      employees: 8,
      hasBankLoan: true,
      creditLine: 300,
      cityListed2022: true,
      recognizedHardHit: false,
      loanDueDate: "2022-10-31",
      loanRescheduled: true,
      size: ["small", "medium"],
    };
    expect(verdictOf("M02.3", facts)).toMatchObject({
      verdict: "needs_info",
      missing: ["industry", "revenue", "assets"],
    });
    expect(verdictOf("M02.3", { ...facts, entityType: "individual" }).missing).toEqual(["industry"]);
    expect(verdictOf("M02.3", { ...facts, revenue: 400 }).verdict).toBe("needs_info");
    expect(verdictOf("M02.3", { ...facts, size: "small" }).missing).toEqual(["industry"]);
  });

  it("asks only for the figure that moves between the stated sizes", () => {
    // Micro and medium, not small: with 40 to 60 people only revenue leads from one to the other.
    const facts = { entityType: "enterprise", industry: "retail", employees: { min: 40, max: 60 } };
    expect(verdictOf("M06.3", { ...facts, size: ["micro", "medium"] })).toMatchObject({
      verdict: "needs_info",
      missing: ["revenue"],
    });
    expect(verdictOf("M06.3", { ...facts, size: ["small", "medium"] }).missing).toEqual([
      "employees",
      "revenue",
    ]);
  });

  it("adds nothing to what does not matter", () => {
    const facts = {
      entityType: "enterprise",
      industry: "catering",
      hasBankLoan: true,
      creditLine: 300,
      cityListed2022: true,
      loanDueDate: "2022-10-31",
      loanRescheduled: true,
      size: ["small", "medium"],
    };
    expect(verdictOf("M02.3", facts).missing).toEqual(["employees", "revenue"]);
  });

  it("of one owner is not another's", () => {
    const assessor = freshAssessor();
    const missing = (clause: string, facts: object) =>
      assessor.inquire(factsSchema.parse(facts)).assessClause(clause, DAY).missing;
    const shop = { entityType: "enterprise", industry: "retail", employees: { min: 40, max: 60 } };
    expect(missing("M06.3", { ...shop, size: ["micro", "medium"] })).toEqual(["revenue"]);
    expect(missing("M06.3", { ...shop, size: ["small", "medium"] })).toEqual(["employees", "revenue"]);
    const large = { entityType: "enterprise", industry: "construction", assets: 90_000 };
    expect(missing("M03.1", { ...large, size: ["medium", "large"] })).toEqual(["revenue"]);
    expect(missing("M06.3", { ...shop, size: ["micro", "medium"] })).toEqual(["revenue"]);
  });

  it("that the figures rule out is not used", () => {
    const facts = { entityType: "enterprise", industry: "catering", employees: 5, size: "large" };
    expect(verdictOf("M06.3", facts).verdict).toBe("conditional");
  });
});

describe("what is not known", () => {
  it("and cannot matter is not missing", () => {
    const facts = { entityType: "individual", affectedByEpidemic: true };
    expect(verdictOf("M06.4", facts)).toEqual({ clause: "M06.4", verdict: "eligible", missing: [] });
  });

  it("stays missing when the owner does not know it", () => {
    expect(verdictOf("M06.4", { entityType: "individual", affectedByEpidemic: null }).missing).toEqual([
      "affectedByEpidemic",
    ]);
  });

  it("is missing where a range reaches over a bound, and not where it stays on one side", () => {
    const facts = { entityType: "enterprise", industry: "other", affectedByEpidemic: true };
    expect(verdictOf("M06.4", { ...facts, employees: { min: 90, max: 110 } }).missing).toEqual(["employees"]);
    expect(verdictOf("M06.4", { ...facts, employees: { min: 10, max: 99 } }).verdict).toBe("eligible");
    expect(verdictOf("M06.4", { ...facts, employees: { min: 100 } }).verdict).toBe("ineligible");
  });

  it("of the industry is asked only where figures leave the size open", () => {
    expect(
      verdictOf("M06.3", { entityType: "enterprise", employees: 4, assets: 0, revenue: 0 }).verdict,
    ).toBe("conditional");
  });
});

it("all clauses at once are judged as each by itself, in the order of the text", () => {
  const assessor = freshAssessor();
  const inquiry = assessor.inquire(factsSchema.parse({ entityType: "enterprise", industry: "retail" }));
  const ids = assessor.rulebook.rules.map(({ clause }) => clause.id);
  expect(inquiry.assess(DAY)).toEqual(ids.map((id) => inquiry.assessClause(id, DAY)));
});

it("missing facts come in the order of the fact table", () => {
  expect(verdictOf("M02.3", {}).missing).toEqual([
    "entityType",
    "industry",
    "employees",
    "revenue",
    "assets",
    "hasBankLoan",
    "creditLine",
    "loanDueDate",
    "loanRescheduled",
    "cityListed2022",
    "recognizedHardHit",
  ]);
});

it("a clause that is none is refused", () => {
  expect(() => verdictOf("M99.9", {})).toThrow("M99.9");
});

it("functions made for one owner's stated size change nothing for the next owner", () => {
  const assessor = freshAssessor();
  const before = assessor.inquire(factsSchema.parse({ entityType: "enterprise", industry: "catering" }));
  const first = before.assess(DAY);
  assessor.inquire(factsSchema.parse({ entityType: "enterprise", size: ["small", "medium"] })).assess(DAY);
  expect(before.assess(DAY)).toEqual(first);
});

const client = join(packageRoot(), "..", "shared", "eval", "verdicts.jsonl");
it.runIf(existsSync(client))(
  "the client's cases come out as they should, all 37 verdicts and what is missing",
  () => {
    const assessor = freshAssessor();
    const lines = readFileSync(client, "utf8").trim().split("\n");
    for (const line of lines) {
      const {
        id,
        facts,
        asOf,
        expect: verdicts,
        missing,
      } = JSON.parse(line) as {
        id: string;
        facts: object;
        asOf: string;
        expect: Record<string, string>;
        missing: Record<string, string[]>;
      };
      const found = assessor.inquire(factsSchema.parse(facts)).assess(asOf);
      expect(Object.fromEntries(found.map(({ clause, verdict }) => [clause, verdict])), id).toEqual(verdicts);
      const sets = found
        .filter(({ missing: set }) => set.length > 0)
        .map(({ clause, missing: set }) => [clause, set.toSorted()]);
      const expected = Object.entries(missing).map(([clause, set]) => [clause, set.toSorted()]);
      expect(Object.fromEntries(sets), id).toEqual(Object.fromEntries(expected));
    }
  },
);
