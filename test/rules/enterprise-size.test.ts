import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../knowledge/index.ts";
import { factsSchema, INDUSTRIES, type Industry, SIZES } from "../../rules/facts.ts";
import { freshAssessor } from "../support/rules.ts";

/** The standard's rows again, as the ministry prints them: 中型 … and …, 小型 … and …; typed here a second time on purpose. */
const ROWS: [Industry[], string][] = [
  [["agriculture"], "营业收入20000 500 50"],
  [["mining", "manufacturing", "utilities"], "从业人员1000 300 20 营业收入40000 2000 300"],
  [["construction"], "营业收入80000 6000 300 资产总额80000 5000 300"],
  [["wholesale"], "从业人员200 20 5 营业收入40000 5000 1000"],
  [["retail"], "从业人员300 50 10 营业收入20000 500 100"],
  [["transport"], "从业人员1000 300 20 营业收入30000 3000 200"],
  [["warehousing"], "从业人员200 100 20 营业收入30000 1000 100"],
  [["post"], "从业人员1000 300 20 营业收入30000 2000 100"],
  [["accommodation", "catering"], "从业人员300 100 10 营业收入10000 2000 100"],
  [["telecom"], "从业人员2000 100 10 营业收入100000 1000 100"],
  [["software"], "从业人员300 100 10 营业收入10000 1000 50"],
  [["realEstate"], "营业收入200000 1000 100 资产总额10000 5000 2000"],
  [["propertyManagement"], "从业人员1000 300 100 营业收入5000 1000 500"],
  [["businessServices", "travelAgency"], "从业人员300 100 10 资产总额120000 8000 100"],
  [["culture", "tourism", "other"], "从业人员300 100 10"],
];
const KEYS = { 从业人员: "employees", 营业收入: "revenue", 资产总额: "assets" } as const;
type Figures = Partial<Record<"employees" | "revenue" | "assets", number>>;

function rowOf(industry: Industry): [keyof Figures, number[]][] {
  const row = ROWS.find(([industries]) => industries.includes(industry))?.[1] ?? "";
  return [...row.matchAll(/(\p{Script=Han}+)([\d ]+)/gu)].map(([, name, numbers]) => {
    return [KEYS[name as keyof typeof KEYS], (numbers ?? "").trim().split(" ").map(Number)];
  });
}

/** From 大 down, the first tier all of whose bounds are met; else 微. */
function plainly(industry: Industry, figures: Figures): string {
  const row = rowOf(industry);
  for (const [index, size] of ["large", "medium", "small"].entries()) {
    if (row.every(([name, bounds]) => (figures[name] ?? 0) >= (bounds[index] ?? 0))) return size;
  }
  return "micro";
}

const industries = Object.keys(INDUSTRIES) as Industry[];

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

describe("facts known in part", () => {
  const figure = fc.integer({ min: 0, max: 250_000 });
  const range = fc.tuple(figure, figure).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
  const partial = fc.record(
    { industry: fc.constantFrom(...industries), employees: range, revenue: range, assets: range },
    { requiredKeys: [] },
  );

  it("every completion's size is possible, and what is possible only shrinks", () => {
    const sizeOf = freshSizes();
    fc.assert(
      fc.property(
        partial,
        fc.constantFrom(...industries),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (facts, industry, places) => {
          const [x = 0, y = 0, z = 0] = places;
          const within = (bounds: { min: number; max: number } | undefined, place: number) => {
            const { min, max } = bounds ?? { min: 0, max: 250_000 };
            return Math.round(min + place * (max - min));
          };
          const whole = {
            industry: facts.industry ?? industry,
            employees: within(facts.employees, x),
            revenue: within(facts.revenue, y),
            assets: within(facts.assets, z),
          };
          const before = sizeOf(facts).possible;
          expect(before).toContain(plainly(whole.industry, whole));
          for (const key of ["industry", "employees", "revenue", "assets"] as const) {
            for (const size of sizeOf({ ...facts, [key]: whole[key] }).possible)
              expect(before).toContain(size);
          }
        },
      ),
      { numRuns: 10_000, seed: 300 },
    );
  });

  it("every possible size is some completion's", () => {
    const sizeOf = freshSizes();
    fc.assert(
      fc.property(partial, (facts) => {
        const figures = (name: "employees" | "revenue" | "assets") => {
          const { min, max } = facts[name] ?? { min: 0, max: Number.POSITIVE_INFINITY };
          const bounds = ROWS.flatMap(([[industry]]) =>
            rowOf(industry as Industry).flatMap(([key, values]) => (key === name ? values : [])),
          );
          return [min, ...bounds.filter((bound) => bound > min && bound <= max)];
        };
        const found = new Set<string>();
        for (const industry of facts.industry ? [facts.industry] : industries) {
          const names = rowOf(industry).map(([name]) => name);
          const [first = "employees", second] = names;
          for (const one of figures(first)) {
            for (const other of second ? figures(second) : [0]) {
              found.add(plainly(industry, { [first]: one, ...(second && { [second]: other }) }));
            }
          }
        }
        expect(sizeOf(facts).possible).toEqual(SIZES.filter((size) => found.has(size)));
      }),
      { numRuns: 1000, seed: 301 },
    );
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
