/**
 * 区间：a fact's values in the pieces the rules can tell apart. Between two neighbouring bounds every value gives the same
 * verdicts, so a few cells stand for all numbers and dates.
 */
import type { Test } from "./condition.ts";
import { MOST_CELLS } from "./diagram.ts";
import { type FactSpec, type FactValue, type Range, SIZES } from "./facts.ts";

export interface Cells {
  readonly count: number;
  /** The cells a value may lie in, as bits; null and undefined are every cell. */
  of(value: FactValue | null | undefined): number;
  /** The cells in which the test holds, as bits. */
  holding(test: Test): number;
  /** How likely an owner's value is to lie in each cell; adds up to one. */
  readonly weights: readonly number[];
}

/** A place between two values: before a value, or after it. */
interface Cut {
  readonly at: number;
  readonly after: boolean;
}

/** @param tests every test any rule makes of the fact */
export function cellsOf(spec: FactSpec, tests: readonly Test[]): Cells {
  switch (spec.kind) {
    case "yesNo":
      return choiceCells([true, false]);
    case "choice":
      return choiceCells(Object.keys(spec.choices));
    case "number":
      return lineCells(tests, (value) => value as Range, spec.whole ?? false, {
        min: Math.log(spec.usual.min),
        max: Math.log(spec.usual.max),
        scale: (value) => (value <= 0 ? Number.NEGATIVE_INFINITY : Math.log(value)),
      });
    case "date":
      return lineCells(
        tests,
        (value) => ({ min: dayOf(value as string), max: dayOf(value as string) }),
        true,
        {
          min: dayOf(spec.usual.min),
          max: dayOf(spec.usual.max),
          scale: (value) => value,
        },
      );
    case "sizes":
      return choiceCells(SIZES);
    case "text":
      return UNTESTED;
  }
}

/** No rule tests it, so all its values are one. */
const UNTESTED: Cells = {
  count: 1,
  of: () => 1,
  holding: (test) => {
    throw new TypeError(`Nothing tests this by ${JSON.stringify(test)}.`);
  },
  weights: [1],
};

function choiceCells(choices: readonly (string | boolean)[]): Cells {
  const all = 2 ** choices.length - 1;
  const bit = (choice: string | boolean) => 2 ** choices.indexOf(choice);
  const bits = (several: readonly string[]) => several.reduce((cells, choice) => cells | bit(choice), 0);
  return {
    count: choices.length,
    of: (value) => {
      if (value == null) return all;
      return Array.isArray(value) ? bits(value) : bit(value as string | boolean);
    },
    holding: (test) => {
      if ("is" in test) return bit(test.is);
      if ("in" in test) return bits(test.in);
      throw new TypeError(`A choice cannot be tested by ${JSON.stringify(test)}.`);
    },
    weights: choices.map(() => 1 / choices.length),
  };
}

/** A stretch of the line on which owners' values are spread evenly. */
interface Spread {
  readonly min: number;
  readonly max: number;
  readonly scale: (value: number) => number;
}

function lineCells(
  tests: readonly Test[],
  rangeOf: (value: FactValue) => Range,
  whole: boolean,
  { min, max, scale }: Spread,
): Cells {
  const cutOf = (test: Test): { cut: Cut; below: boolean } => {
    if ("atLeast" in test) return { cut: { at: test.atLeast, after: false }, below: false };
    if ("below" in test) return { cut: { at: test.below, after: false }, below: true };
    if ("atMost" in test) return { cut: justAfter(test.atMost, whole), below: true };
    if ("from" in test) return { cut: { at: dayOf(test.from), after: false }, below: false };
    if ("until" in test) return { cut: justAfter(dayOf(test.until), whole), below: true };
    throw new TypeError(`A figure or date cannot be tested by ${JSON.stringify(test)}.`);
  };
  const cuts = distinct(tests.map((test) => cutOf(test).cut));
  if (cuts.length >= MOST_CELLS)
    throw new RangeError(`${cuts.length} bounds; at most ${MOST_CELLS - 1} fit.`);
  const cellOf = (value: number) => cuts.filter(({ at, after }) => (after ? value > at : value >= at)).length;
  const upTo = (cell: number) => 2 ** cell - 1;
  const all = upTo(cuts.length + 1);
  const ends = [min, ...cuts.map(({ at }) => Math.min(max, Math.max(min, scale(at)))), max];
  return {
    count: cuts.length + 1,
    of: (value) => {
      if (value == null) return all;
      const range = rangeOf(value);
      return upTo(cellOf(range.max) + 1) & ~upTo(cellOf(range.min));
    },
    holding: (test) => {
      const { cut, below } = cutOf(test);
      const cells = upTo(cuts.findIndex((other) => other.at === cut.at && other.after === cut.after) + 1);
      return below ? cells : all & ~cells;
    },
    weights: ends.slice(1).map((end, cell) => (end - (ends[cell] as number)) / (max - min)),
  };
}

/** Of whole numbers, after one is before the next. */
function justAfter(value: number, whole: boolean): Cut {
  return whole ? { at: value + 1, after: false } : { at: value, after: true };
}

function distinct(cuts: readonly Cut[]): Cut[] {
  const sorted = cuts.toSorted((a, b) => a.at - b.at || Number(a.after) - Number(b.after));
  return sorted.filter((cut, at) => cut.at !== sorted[at - 1]?.at || cut.after !== sorted[at - 1]?.after);
}

/** Days since 1970-01-01; a calendar date has no time zone. */
function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}
