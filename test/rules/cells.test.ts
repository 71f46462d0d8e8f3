import { describe, expect, it } from "vitest";
import { cellsOf } from "../../rules/cells.ts";
import { FACTS } from "../../rules/facts.ts";

const point = (value: number) => ({ min: value, max: value });

describe("figures", () => {
  const revenue = () =>
    cellsOf(FACTS.revenue, [{ atLeast: 100 }, { atMost: 500 }, { below: 1000 }, { atLeast: 100 }]);

  it("have a cell between every two bounds that differ", () => expect(revenue().count).toBe(4));

  it.each([
    [0, 0b0001],
    [99.99, 0b0001],
    [100, 0b0010],
    [500, 0b0010],
    [500.01, 0b0100],
    [999.99, 0b0100],
    [1000, 0b1000],
    [1e9, 0b1000],
  ])("%d lies in its cell", (value, cell) => expect(revenue().of(point(value))).toBe(cell));

  it("in a range lie in every cell between its ends", () => {
    expect(revenue().of({ min: 99, max: 500 })).toBe(0b0011);
    expect(revenue().of({ min: 100, max: Number.POSITIVE_INFINITY })).toBe(0b1110);
    expect(revenue().of(undefined)).toBe(0b1111);
    expect(revenue().of(null)).toBe(0b1111);
  });

  it("hold a test in the cells that pass it", () => {
    expect(revenue().holding({ atLeast: 100 })).toBe(0b1110);
    expect(revenue().holding({ atMost: 500 })).toBe(0b0011);
    expect(revenue().holding({ below: 1000 })).toBe(0b0111);
  });

  it("weigh by orders of magnitude within the usual", () => {
    // 10 to 200,000: 100 is one order of about 4.3 above the bottom.
    expect(revenue().weights[0]).toBeCloseTo(1 / Math.log10(20_000), 6);
    expect(revenue().weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
  });

  it("just before and just after a bound are told apart", () => {
    const twice = cellsOf(FACTS.revenue, [{ atMost: 500 }, { atLeast: 500 }]);
    expect(twice.count).toBe(3);
    expect(twice.of(point(500))).toBe(0b010);
    expect(twice.holding({ atMost: 500 })).toBe(0b011);
    expect(twice.holding({ atLeast: 500 })).toBe(0b110);
  });

  it("beyond the usual weigh nothing", () => {
    const { weights } = cellsOf(FACTS.revenue, [{ atLeast: 1 }, { atLeast: 900_000 }]);
    expect(weights).toEqual([0, 1, 0]);
    expect(cellsOf(FACTS.revenue, [{ atLeast: 0 }]).weights).toEqual([0, 1]);
  });
});

describe("whole numbers", () => {
  const people = () => cellsOf(FACTS.employees, [{ atMost: 10 }, { atLeast: 11 }]);
  it("have nothing between one and the next", () => expect(people().count).toBe(2));
  it("are told apart all the same", () => {
    expect(people().of(point(10))).toBe(0b01);
    expect(people().of(point(11))).toBe(0b10);
  });
});

describe("dates", () => {
  const due = () => cellsOf(FACTS.loanDueDate, [{ until: "2022-12-31" }, { from: "2022-03-01" }]);
  it.each([
    ["2022-02-28", 0b001],
    ["2022-03-01", 0b010],
    ["2022-12-31", 0b010],
    ["2023-01-01", 0b100],
    ["1999-01-01", 0b001],
  ])("%s lies in its cell", (date, cell) => expect(due().of(date)).toBe(cell));

  it("hold both ends of a test", () => {
    expect(due().holding({ until: "2022-12-31" })).toBe(0b011);
    expect(due().holding({ from: "2022-03-01" })).toBe(0b110);
  });

  it("weigh by days", () => {
    // 2022 and 2023 have 729 days between the first and the last.
    expect(due().weights[0]).toBeCloseTo(59 / 729, 9);
    expect(due().weights[2]).toBeCloseTo(364 / 729, 9);
  });
});

describe("choices", () => {
  const entity = () => cellsOf(FACTS.entityType, []);
  it("have a cell each", () => {
    expect(entity().count).toBe(3);
    expect(entity().of("individual")).toBe(0b010);
    expect(entity().of(null)).toBe(0b111);
    expect(entity().holding({ in: ["enterprise", "other"] })).toBe(0b101);
    expect(entity().weights).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });

  it("of several at once are the cells of each", () => {
    const sizes = cellsOf(FACTS.size, []);
    expect(sizes.count).toBe(4);
    expect(sizes.of(["micro", "large"])).toBe(0b1001);
    expect(sizes.holding({ in: ["small", "medium"] })).toBe(0b0110);
  });

  it("of yes and no have two", () => {
    const yesNo = cellsOf(FACTS.exporter, [{ is: true }]);
    expect(yesNo.count).toBe(2);
    expect(yesNo.of(true)).toBe(yesNo.holding({ is: true }));
    expect(yesNo.of(false)).toBe(yesNo.holding({ is: false }));
    expect(yesNo.of(undefined)).toBe(0b11);
  });
});

describe("what nothing is tested by", () => {
  it("is one cell", () => {
    expect(cellsOf(FACTS.city, [])).toMatchObject({ count: 1, weights: [1] });
    expect(cellsOf(FACTS.city, []).of("长春")).toBe(1);
    expect(() => cellsOf(FACTS.city, []).holding({ in: ["长春"] })).toThrow("Nothing tests this");
    expect(cellsOf(FACTS.assets, [])).toMatchObject({ count: 1, weights: [1] });
  });
});

it("a test of another kind is refused", () => {
  expect(() => cellsOf(FACTS.employees, [{ is: true }])).toThrow("figure");
  expect(() => cellsOf(FACTS.exporter, []).holding({ atLeast: 5 })).toThrow("choice");
});

it("no more bounds than bits are taken", () => {
  const bounds = Array.from({ length: 31 }, (_, at) => ({ atLeast: at + 1 }));
  expect(() => cellsOf(FACTS.employees, bounds)).toThrow("31 bounds; at most 30 fit");
  expect(cellsOf(FACTS.employees, bounds.slice(1)).count).toBe(31);
});
