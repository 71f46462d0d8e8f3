import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Diagrams, FALSE, isResult, MOST_CELLS, type Node, OUTSIDE, TRUE } from "../../rules/diagram.ts";

const CELLS = [3, 2, 4, 2];
const DOMAINS = CELLS.map((count) => 2 ** count - 1);

/** A function as a tree of tests, to be built as a diagram and to be worked out plainly. */
type Expression =
  | { test: [variable: number, cells: number] }
  | { all: Expression[] }
  | { any: Expression[] }
  | { not: Expression };

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc
      .nat(CELLS.length - 1)
      .chain((variable) => fc.tuple(fc.constant(variable), fc.nat(DOMAINS[variable] as number)))
      .map((test) => ({ test })),
    fc.array(tie("expression"), { minLength: 0, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("expression"), { minLength: 0, maxLength: 3 }).map((any) => ({ any })),
    tie("expression").map((not) => ({ not })),
  ),
}));

function build(diagrams: Diagrams, e: Expression): Node {
  if ("test" in e) return diagrams.test(...e.test);
  if ("all" in e) return diagrams.all(e.all.map((part) => build(diagrams, part)));
  if ("any" in e) return diagrams.any(e.any.map((part) => build(diagrams, part)));
  return diagrams.not(build(diagrams, e.not));
}

type Point = readonly number[];

function plainly(e: Expression, point: Point): boolean {
  if ("test" in e) return (e.test[1] & (1 << (point[e.test[0]] as number))) !== 0;
  if ("all" in e) return e.all.every((part) => plainly(part, point));
  if ("any" in e) return e.any.some((part) => plainly(part, point));
  return !plainly(e.not, point);
}

/** Every point whose cells are possible. */
function pointsIn(possible: readonly number[]): Point[] {
  return possible.reduce<number[][]>(
    (points, cells) =>
      points.flatMap((point) =>
        Array.from({ length: MOST_CELLS }, (_, cell) => cell)
          .filter((cell) => (cells & (1 << cell)) !== 0)
          .map((cell) => [...point, cell]),
      ),
    [[]],
  );
}

const possibleCells = fc.tuple(...DOMAINS.map((domain) => fc.integer({ min: 1, max: domain })));
const bitsOf = (variables: readonly number[]) =>
  variables.reduce((bits, variable) => bits | (1 << variable), 0);

/** Variables that alone turn the function between true and false somewhere among the points. */
function turning(value: (point: Point) => Node, points: readonly Point[]): number {
  const places = new Map<string, Set<Node>>();
  for (const variable of CELLS.keys()) {
    for (const point of points) {
      const key = `${variable}:${point.map((cell, at) => (at === variable ? "*" : cell)).join()}`;
      places.set(key, (places.get(key) ?? new Set()).add(value(point)));
    }
  }
  const found = [...places].filter(([, values]) => values.has(TRUE) && values.has(FALSE));
  return bitsOf([...new Set(found.map(([key]) => Number(key.split(":")[0])))]);
}

describe("a function of cells", () => {
  it("restricted has the results of its possible points, and depends on what turns it", () => {
    fc.assert(
      fc.property(expression, possibleCells, (e, possible) => {
        const diagrams = new Diagrams(CELLS);
        const f = build(diagrams, e);
        const restriction = diagrams.restrict(possible);
        const points = pointsIn(possible);
        const value = (point: Point) => (plainly(e, point) ? TRUE : FALSE);
        expect(restriction.resultsOf(f)).toBe(bitsOf(points.map(value)));
        expect(restriction.supportOf(f)).toBe(turning(value, points));
        expect(restriction.turningOf(f)).toBe(turning(value, points));
      }),
      { numRuns: 3000, seed: 11 },
    );
  });

  it("is the same node as every equal function, and another than every other", () => {
    fc.assert(
      fc.property(expression, expression, (one, other) => {
        const diagrams = new Diagrams(CELLS);
        const equal = pointsIn(DOMAINS).every((point) => plainly(one, point) === plainly(other, point));
        expect(build(diagrams, one) === build(diagrams, other)).toBe(equal);
      }),
      { numRuns: 3000, seed: 12 },
    );
  });

  it("restricted, is equal to another exactly where their possible points agree", () => {
    fc.assert(
      fc.property(expression, expression, possibleCells, (one, other, possible) => {
        const diagrams = new Diagrams(CELLS);
        const [f, g] = [build(diagrams, one), build(diagrams, other)];
        const restriction = diagrams.restrict(possible);
        const agree = pointsIn(possible).every((point) => plainly(one, point) === plainly(other, point));
        expect(restriction.identityOf(f) === restriction.identityOf(g)).toBe(agree);
      }),
      { numRuns: 3000, seed: 13 },
    );
  });

  it("under a constraint turns only between points the constraint allows", () => {
    fc.assert(
      fc.property(expression, expression, possibleCells, (e, constraint, possible) => {
        const diagrams = new Diagrams(CELLS);
        const f = diagrams.choose(build(diagrams, constraint), build(diagrams, e), OUTSIDE);
        const value = (point: Point) =>
          plainly(constraint, point) ? (plainly(e, point) ? TRUE : FALSE) : OUTSIDE;
        const points = pointsIn(possible);
        const restriction = diagrams.restrict(possible);
        expect(restriction.resultsOf(f)).toBe(bitsOf(points.map(value)));
        expect(restriction.turningOf(f)).toBe(turning(value, points));
      }),
      { numRuns: 3000, seed: 14 },
    );
  });

  it("narrowed keeps its value where the cells are possible, and no longer tests a single cell", () => {
    fc.assert(
      fc.property(expression, fc.nat(CELLS.length - 1), possibleCells, (e, variable, possible) => {
        const diagrams = new Diagrams(CELLS);
        const cells = possible[variable] as number;
        const narrowed = diagrams.narrow(build(diagrams, e), variable, cells);
        const within = DOMAINS.map((domain, at) => (at === variable ? cells : domain));
        for (const point of pointsIn(within)) {
          const results = diagrams.restrict(point.map((cell) => 1 << cell)).resultsOf(narrowed);
          expect(results).toBe(1 << (plainly(e, point) ? TRUE : FALSE));
        }
        const value = (point: Point) => (plainly(e, point) ? TRUE : FALSE);
        expect(diagrams.supportOf(narrowed)).toBe(turning(value, pointsIn(within)));
        expect(isResult(narrowed)).toBe(diagrams.supportOf(narrowed) === 0);
      }),
      { numRuns: 1000, seed: 15 },
    );
  });

  it("copied to other diagrams is the function built there", () => {
    fc.assert(
      fc.property(expression, expression, (before, e) => {
        const [from, to] = [new Diagrams(CELLS), new Diagrams(CELLS)];
        build(to, before);
        expect(to.copy(from, build(from, e))).toBe(build(to, e));
      }),
      { numRuns: 1000, seed: 16 },
    );
  });

  it("can have other results than true and false", () => {
    const diagrams = new Diagrams(CELLS);
    const graded = diagrams.choose(diagrams.test(0, 0b001), 3, diagrams.choose(diagrams.test(1, 0b01), 5, 4));
    expect(diagrams.restrict(DOMAINS).resultsOf(graded)).toBe((1 << 3) | (1 << 4) | (1 << 5));
    expect(diagrams.restrict([0b001, 0b11, 1, 1]).resultsOf(graded)).toBe(1 << 3);
    const atLeastFour = diagrams.map(graded, (result) => (result >= 4 ? TRUE : FALSE));
    expect(atLeastFour).toBe(diagrams.test(0, 0b110));
  });
});

describe("restrictions", () => {
  it("may be asked in turn, and after more functions were made", () => {
    const diagrams = new Diagrams(CELLS);
    const f = diagrams.all([diagrams.test(0, 0b001), diagrams.test(1, 0b01)]);
    const one = diagrams.restrict([0b001, 0b11, 1, 1]);
    const other = diagrams.restrict([0b110, 0b11, 1, 1]);
    expect(one.supportOf(f)).toBe(0b10);
    expect(other.resultsOf(f)).toBe(1 << FALSE);
    const g = diagrams.any([f, diagrams.test(3, 0b10)]);
    expect(one.supportOf(f)).toBe(0b10);
    expect(diagrams.restrict(DOMAINS).supportOf(g)).toBe(0b1011);
    expect(one.resultsOf(g)).toBe((1 << TRUE) | (1 << FALSE));
  });

  it("hold more functions than they begin with room for", () => {
    const counts = new Array(20).fill(2) as number[];
    const diagrams = new Diagrams(counts);
    // Parities of random subsets share little: each needs nodes of its own.
    const odd = (variables: readonly number[]) =>
      variables.reduce(
        (f, variable) => diagrams.choose(diagrams.test(variable, 0b10), diagrams.not(f), f),
        FALSE,
      );
    const subsets = Array.from({ length: 60 }, (_, seed) =>
      counts.flatMap((_count, variable) =>
        (Math.imul(seed + 1, 0x9e3779b1) >>> (variable + 3)) & 1 ? [variable] : [],
      ),
    );
    const functions = subsets.map(odd);
    const restriction = diagrams.restrict(counts.map(() => 0b11));
    functions.forEach((f, at) => {
      expect(restriction.supportOf(f)).toBe(bitsOf(subsets[at] ?? []));
    });
    expect(new Set(functions.map((f) => restriction.identityOf(f))).size).toBe(new Set(functions).size);
  });

  it("know a function again that they held before they made more room", () => {
    const counts = [4, 4, 4, 4, 2];
    const diagrams = new Diagrams(counts);
    const last = diagrams.test(4, 0b01);
    const functions = Array.from({ length: 300 }, (_, seed) => {
      const cells = (variable: number) => 1 + ((Math.imul(seed + 1, 0x9e3779b1) >>> (4 * variable + 3)) % 14);
      return diagrams.any([
        diagrams.all([diagrams.test(0, cells(0)), diagrams.test(1, cells(1))]),
        diagrams.all([diagrams.test(2, cells(2)), diagrams.test(3, cells(3))]),
      ]);
    });
    const others = functions.map((f) => diagrams.choose(last, f, diagrams.not(f)));
    const restriction = diagrams.restrict([0b1111, 0b1111, 0b1111, 0b1111, 0b01]);
    const held = functions.map((f) => restriction.identityOf(f));
    expect(new Set(held).size).toBe(new Set(functions).size);
    expect(others.map((f) => restriction.identityOf(f))).toEqual(held);
  });

  it("know a function again whose cells stood in another order", () => {
    const diagrams = new Diagrams([6]);
    const early = diagrams.test(0, 0b100001);
    const late = diagrams.test(0, 0b100000);
    const restriction = diagrams.restrict([0b100010]);
    expect(restriction.identityOf(early)).toBe(restriction.identityOf(late));
  });

  it("tell functions apart by cells that become alike", () => {
    const diagrams = new Diagrams([4, 2]);
    const open = diagrams.test(1, 0b01);
    const shut = diagrams.not(open);
    const only = (cell: number) => diagrams.test(0, 1 << cell);
    const made = (yes: number, whileOpen: number, whileShut: number) =>
      diagrams.any([only(yes), diagrams.all([only(whileOpen), open]), diagrams.all([only(whileShut), shut])]);
    const one = made(0, 1, 3);
    const other = made(0, 2, 3);
    const plain = diagrams.test(0, 0b0011);
    const restriction = diagrams.restrict([0b1111, 0b01]);
    expect(restriction.identityOf(one)).not.toBe(restriction.identityOf(other));
    expect(restriction.identityOf(one)).toBe(restriction.identityOf(plain));
  });

  it("to no cell at all are refused", () => {
    const diagrams = new Diagrams(CELLS);
    expect(() => diagrams.restrict([0, 1, 1, 1]).resultsOf(diagrams.test(0, 1))).toThrow("variable 0");
  });
});

it("a variable has one cell at least, and as many as a number has bits", () => {
  expect(() => new Diagrams([0])).toThrow("0 cells");
  expect(() => new Diagrams([MOST_CELLS + 1])).toThrow("32 cells");
  const diagrams = new Diagrams([1, MOST_CELLS]);
  const last = diagrams.test(1, 2 ** (MOST_CELLS - 1));
  expect(diagrams.restrict([1, 2 ** (MOST_CELLS - 1)]).resultsOf(last)).toBe(1 << TRUE);
  expect(diagrams.restrict([1, 1]).resultsOf(last)).toBe(1 << FALSE);
  expect(diagrams.test(0, 1)).toBe(TRUE);
});
