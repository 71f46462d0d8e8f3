import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../knowledge/index.ts";
import { factsSchema } from "../../rules/facts.ts";
import { freshAssessor } from "../support/rules.ts";
import { industries, plainly, rowOf } from "../support/size-standard.ts";

/** The engine, built afresh for one test. */
function freshSizes() {
  const assessor = freshAssessor();
  return (facts: object) => assessor.inquire(factsSchema.parse(facts)).size();
}

describe.each(industries)("%s", (industry) => {
  const row = rowOf(industry);
  const around = row.map(([name, bounds]) => {
    const steps = name === "employees" ? [-1, 0, 1] : [-1, -0.01, 0, 1];
    return [name, [0, ...bounds.flatMap((bound) => steps.map((step) => bound + step))]] as const;
  });

  it("is sized at every bound and on both sides of it as the standard says", () => {
    const sizeOf = freshSizes();
    const [[first, firstValues] = ["employees", []], second] = around;
    for (const one of firstValues) {
      for (const other of second?.[1] ?? [0]) {
        const figures = { [first]: one, ...(second && { [second[0]]: other }) };
        expect(sizeOf({ industry, ...figures }).size, JSON.stringify(figures)).toBe(
          plainly(industry, figures),
        );
      }
    }
  });
});

describe("a stated size", () => {
  it("stands where the figures leave it open", () => {
    const sizeOf = freshSizes();
    expect(sizeOf({ industry: "catering", employees: 80, size: ["micro", "small"] }).possible).toEqual([
      "micro",
      "small",
    ]);
    expect(sizeOf({ industry: "manufacturing", size: "medium" }).size).toBe("medium");
  });
  it("that says no more than the figures is no contradiction", () => {
    const sizeOf = freshSizes();
    const possible = ["micro", "small", "medium"];
    const facts = { industry: "manufacturing", employees: 999 };
    expect(sizeOf(facts)).toEqual({ size: "unknown", possible, contradiction: false });
    expect(sizeOf({ ...facts, size: possible })).toEqual({ size: "unknown", possible, contradiction: false });
    expect(sizeOf({ ...facts, size: ["small", "large"] })).toEqual({
      size: "small",
      possible: ["small"],
      contradiction: false,
    });
  });

  it("that the figures rule out is ignored, and said to be", () => {
    const sizeOf = freshSizes();
    expect(sizeOf({ industry: "catering", employees: 150, size: "large" })).toEqual({
      size: "unknown",
      possible: ["micro", "small", "medium"],
      contradiction: true,
    });
  });
  it("does not overrule figures that decide", () => {
    const sizeOf = freshSizes();
    expect(sizeOf({ industry: "catering", employees: 5, size: "large" })).toMatchObject({
      size: "micro",
      contradiction: true,
    });
  });
});

it("999 people in manufacturing are at most medium, whatever the revenue", () => {
  const sizeOf = freshSizes();
  expect(sizeOf({ industry: "manufacturing", employees: 999 }).possible).toEqual([
    "micro",
    "small",
    "medium",
  ]);
});

const cases = join(packageRoot(), "..", "shared", "eval", "size.jsonl");
it.runIf(existsSync(cases))("the client's cases come out as they should", () => {
  const sizeOf = freshSizes();
  const lines = readFileSync(cases, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { id: string; facts: object; size: string });
  const wrong = lines.filter(({ facts, size }) => sizeOf(facts).size !== size);
  expect(wrong).toEqual([]);
});
