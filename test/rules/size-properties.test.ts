import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { factsSchema, type Industry, SIZES } from "../../rules/facts.ts";
import { freshAssessor } from "../support/rules.ts";
import { industries, plainly, ROWS, rowOf } from "../support/size-standard.ts";

/** The engine, built afresh for one test. */
function freshSizes() {
  const assessor = freshAssessor();
  return (facts: object) => assessor.inquire(factsSchema.parse(facts)).size();
}

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
