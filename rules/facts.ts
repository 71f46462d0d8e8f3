/** 事实：what is known of one owner's business. What programs give is read by a schema made from the table. */
import { inspect } from "node:util";
import { z } from "zod";
import { type EnterpriseSize, FACTS, type FactSpec, SIZE_NAMES, SIZES } from "./fact-table.ts";

export {
  type EnterpriseSize,
  FACTS,
  type FactSpec,
  INDUSTRIES,
  type Industry,
  SIZE_NAMES,
  SIZES,
} from "./fact-table.ts";

export type FactKey = keyof typeof FACTS;
export const FACT_KEYS = Object.keys(FACTS) as FactKey[];

/** A figure known within bounds, both ends included; `max` may be Infinity. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Numbers are ranges: {8, 8} is 8. Sizes are what the owner says, a list of one or more. */
export type FactValue = boolean | string | Range | readonly EnterpriseSize[];

/** Absent is not asked; null is asked and not known (不清楚). */
export type Facts = { readonly [Key in FactKey]?: FactValue | null };

const figure = z.number().nonnegative();
const bound = figure.nullable().optional();
const range = z
  .union([figure, z.strictObject({ min: bound, max: bound })])
  .transform((value): Range => {
    if (typeof value === "number") return { min: value, max: value };
    return { min: value.min ?? 0, max: value.max ?? Number.POSITIVE_INFINITY };
  })
  .refine((value) => value.min <= value.max);
const size = z.enum(SIZES);

/** The values a fact can have, and how that is said to one who gave another. */
function allowed(spec: FactSpec): { schema: z.ZodType<FactValue>; words: string } {
  switch (spec.kind) {
    case "choice": {
      const choices = Object.keys(spec.choices);
      return { schema: z.enum(choices), words: choices.join(", ") };
    }
    case "yesNo":
      return { schema: z.boolean(), words: "true, false" };
    case "number":
      return {
        schema: range,
        words:
          "不小于0的数，或{min, max}，min不大于max / a number not below 0, or {min, max} with min <= max",
      };
    case "date":
      return { schema: z.iso.date(), words: "日期YYYY-MM-DD / a date, YYYY-MM-DD" };
    case "sizes":
      return {
        schema: z.union([size.transform((one) => [one]), z.array(size).min(1)]),
        words: `${SIZES.join(", ")}，或其中几个的列表 / or a list of them`,
      };
    case "text":
      return { schema: z.string(), words: "文字 / text" };
  }
}

function valueSchema(spec: FactSpec): z.ZodType<FactValue> {
  const { schema, words } = allowed(spec);
  return z.unknown().transform((value, context) => {
    const checked = schema.safeParse(value);
    if (checked.success) return checked.data;
    const given = inspect(value, { breakLength: Number.POSITIVE_INFINITY }).slice(0, 60);
    context.addIssue(`${spec.label}不能是 / cannot be ${given}；可以是 / allowed: ${words}`);
    return z.NEVER;
  });
}

/**
 * Facts as programs give them. A number, or {min, max} with a missing or null end unbounded (0 below); null is 不清楚.
 * An unknown key, an unlisted value, a negative figure or min > max is refused.
 */
export const factsSchema: z.ZodType<Facts> = z.strictObject(
  Object.fromEntries(FACT_KEYS.map((key) => [key, valueSchema(FACTS[key]).nullable().optional()])),
  {
    error: ({ code, input }) => {
      if (code !== "unrecognized_keys") return undefined;
      const unknown = Object.keys(input as object).filter((key) => !(key in FACTS));
      return `没有这些事实 / no such fact: ${unknown.join(", ")}；可用的是 / known are: ${FACT_KEYS.join(", ")}`;
    },
  },
);

/** A fact's value in words; null is 不清楚. */
export function valueText(key: FactKey, value: FactValue | null): string {
  const spec: FactSpec = FACTS[key];
  if (value === null) return "不清楚";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "string") return spec.kind === "choice" ? (spec.choices[value] ?? value) : value;
  if (!("min" in value)) return value.map((size) => SIZE_NAMES[size]).join("或");
  const [{ min, max }, unit] = inHandyUnit(value, spec as NumberSpec);
  if (min === max) return `${min}${unit}`;
  if (max === Number.POSITIVE_INFINITY) return `${min}${unit}及以上`;
  return min === 0 ? `不超过${max}${unit}` : `${min}–${max}${unit}`;
}

type NumberSpec = Extract<FactSpec, { kind: "number" }>;
const PER_LARGE = 10_000;

/** Nobody says 100000万元, but 10亿元. */
function inHandyUnit({ min, max }: Range, { unit, largeUnit }: NumberSpec): readonly [Range, string] {
  const isLarge = min >= PER_LARGE || (min === 0 && max >= PER_LARGE && max < Number.POSITIVE_INFINITY);
  if (largeUnit === undefined || !isLarge) return [{ min, max }, unit];
  return [{ min: min / PER_LARGE, max: max / PER_LARGE }, largeUnit];
}

/** A fact that another, once known, settles. */
interface Implication {
  readonly fact: FactKey;
  /** Any value where absent. */
  readonly is?: boolean;
  readonly implies: FactKey;
  readonly value: boolean;
}

const IMPLICATIONS: readonly Implication[] = [
  { fact: "loanDueDate", implies: "hasBankLoan", value: true },
  { fact: "loanRescheduled", is: true, implies: "hasBankLoan", value: true },
  { fact: "guaranteedLoan", is: true, implies: "hasBankLoan", value: true },
];

export interface ImpliedFacts {
  readonly facts: Facts;
  /** For each fact that was not told: the one it follows from. */
  readonly from: Readonly<Partial<Record<FactKey, FactKey>>>;
}

/** The facts with what follows from them, once; only what was never asked is filled in. */
export function withImplied(facts: Facts): ImpliedFacts {
  const following = IMPLICATIONS.filter(({ fact, is, implies }) => {
    const value = facts[fact];
    return facts[implies] === undefined && value != null && (is === undefined || value === is);
  });
  return {
    facts: { ...facts, ...Object.fromEntries(following.map(({ implies, value }) => [implies, value])) },
    from: Object.fromEntries(following.toReversed().map(({ implies, fact }) => [implies, fact])),
  };
}
