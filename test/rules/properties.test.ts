import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type Assessor,
  type Condition,
  createQuestioner,
  type EnterpriseSize,
  FACT_KEYS,
  FACTS,
  type FactKey,
  type FactSpec,
  type Facts,
  type FactValue,
  factsSchema,
  INDUSTRIES,
  type Inquiry,
  isGroup,
  leavesOf,
  type Rule,
  type SizeStandard,
  type Trace,
  traceOf,
  type Verdict,
} from "../../rules/index.ts";
import { freshAssessor } from "../support/rules.ts";

const ASKED_ON = "2022-06-15";
const RUNS = 10_000;

const SIZES: readonly EnterpriseSize[] = ["micro", "small", "medium", "large"];
const FIGURES = ["employees", "revenue", "assets"] as const;
const HELD_TO_BE: Readonly<Record<string, Verdict>> = {
  entitlement: "eligible",
  discretionary: "conditional",
  target: "conditional",
  remedy: "available",
  programme: "available",
};
/** How well an owner fares, worst first; every verdict not named here is a yes. */
const RANKS: readonly Verdict[] = ["ineligible", "needs_info"];

// Owners

/** What a program sends for one fact. */
type Json = string | number | boolean | null | readonly string[] | { min?: number; max: number | null };
type Told = Partial<Record<FactKey, Json>>;

/** A fact's value, and what is told of it by one who does not have it: nothing, 不清楚, or a range around it. */
interface Known {
  readonly full: Json;
  readonly vague: Json | undefined;
}
type Owner = Readonly<Record<FactKey, Known>>;

function specOf(key: FactKey): FactSpec {
  return FACTS[key];
}

function boundsOf(standard: SizeStandard, figure: FactKey, industries: readonly string[]): number[] {
  const used = standard.categories.filter((category) => {
    return category.industries.some((industry) => industries.includes(industry));
  });
  return FIGURES.filter((name) => name === figure).flatMap((name) => {
    return [...new Set(used.flatMap(({ bounds }) => bounds[name] ?? []))];
  });
}

function figureOf(key: FactKey, standard: SizeStandard): fc.Arbitrary<number> {
  if (key === "creditLine") return fc.constantFrom(0, 300, 999.99, 1000, 1000.01, 1001, 5000);
  const steps = key === "employees" ? [-1, 0, 1] : [-1, -0.01, 0, 1];
  const bounds = boundsOf(standard, key, Object.keys(INDUSTRIES));
  return fc.constantFrom(0, ...bounds.flatMap((bound) => steps.map((step) => bound + step)));
}

/** Values are weighted towards a yes: where everything is at random, nearly every clause fails on something. */
function valueOf(key: FactKey): fc.Arbitrary<Json> {
  const spec = specOf(key);
  if (spec.kind === "yesNo") return fc.nat(4).map((n) => n > 0);
  if (spec.kind === "date")
    return fc.constantFrom("2022-05-09", "2022-12-30", "2022-12-31", "2022-12-31", "2023-01-01", "2023-01-02");
  if (spec.kind === "sizes") return fc.subarray([...SIZES], { minLength: 1 });
  if (key === "entityType") return fc.constantFrom(...Array(4).fill("enterprise"), "individual", "other");
  return spec.kind === "choice" ? fc.constantFrom(...Object.keys(spec.choices)) : fc.constant("长春");
}

function rangeAround(full: number, one: number, other: number, open: string): Json {
  const min = Math.min(full, one, other);
  const max = Math.max(full, one, other);
  if (open === "below") return { max };
  return { min, max: open === "above" ? null : max };
}

function knownOf(key: FactKey, standard: SizeStandard): fc.Arbitrary<Known> {
  const nothing = fc.constantFrom<Json | undefined>(undefined, undefined, null);
  if (specOf(key).kind !== "number")
    return fc.tuple(valueOf(key), nothing).map(([full, vague]) => ({ full, vague }));
  const figure = figureOf(key, standard);
  const ends = fc.constantFrom("none", "none", "none", "below", "above", "no range", "no range");
  return fc.tuple(figure, figure, figure, ends, nothing).map(([full, one, other, open, vague]) => {
    return { full, vague: open === "no range" ? vague : rangeAround(full, one, other, open) };
  });
}

function ownersFor({ rulebook }: Assessor): fc.Arbitrary<Owner> {
  return fc.tuple(...FACT_KEYS.map((key) => knownOf(key, rulebook.standard))).map((known) => {
    return Object.fromEntries(FACT_KEYS.map((key, index) => [key, known[index]])) as Owner;
  });
}

/** An owner nothing about whom is a contradiction: without a loan there is nothing told of it, and the size stated is true. */
function consistent(owner: Owner, standard: SizeStandard): Owner {
  const figures = Object.fromEntries(FIGURES.map((name) => [name, owner[name].full]));
  const size = plainSize({ ...figures, industry: owner.industry.full } as Whole, standard);
  const stated = SIZES.filter((one) => one === size || (owner.size.full as string[]).includes(one));
  const truly = { ...owner, size: { ...owner.size, full: stated } };
  if (owner.hasBankLoan.full === true) return truly;
  const no = { full: false, vague: undefined };
  return { ...truly, loanRescheduled: no, guaranteedLoan: no, loanDueDate: { full: null, vague: undefined } };
}

function tell(owner: Owner, isTold: (key: FactKey) => boolean): Told {
  const told: Told = {};
  for (const key of FACT_KEYS) {
    const value = isTold(key) ? owner[key].full : owner[key].vague;
    if (value !== undefined) told[key] = value;
  }
  return told;
}

/** Facts of all kinds: told, told in part, not known, not asked, contradicting each other. */
function anyFacts(assessor: Assessor): fc.Arbitrary<Told> {
  return fc
    .tuple(ownersFor(assessor), fc.subarray(FACT_KEYS))
    .map(([owner, told]) => tell(owner, (key) => told.includes(key)));
}

// The engine, asked from the outside

function inquire(assessor: Assessor, told: Told): Inquiry {
  return assessor.inquire(factsSchema.parse(told));
}

/** A range of one point is a number. */
function isUnknown(value: FactValue | null | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && "min" in value && value.min < value.max;
}

function rankOf(verdict: Verdict): number {
  const rank = RANKS.indexOf(verdict);
  return rank < 0 ? RANKS.length : rank;
}

function verdictOf({ clause }: Rule, outcomes: ReadonlySet<boolean>): Verdict | undefined {
  if (outcomes.size > 1) return "needs_info";
  return outcomes.has(true) ? HELD_TO_BE[clause.nature] : "ineligible";
}

type Judged = Rule & { readonly condition: Condition };

function judgedRules({ rulebook }: Assessor): Judged[] {
  return rulebook.rules.flatMap((rule) => {
    return rule.condition === undefined ? [] : [{ ...rule, condition: rule.condition }];
  });
}

// The specification once more, as plainly as it can be said: an owner of whom everything is known

type Whole = Partial<Record<FactKey, boolean | string | number>>;

function plainSize(owner: Whole, { categories }: SizeStandard): EnterpriseSize {
  const category = categories.find(({ industries }) => industries.some((one) => one === owner.industry));
  const reaches = (tier: number) => {
    return Object.entries(category?.bounds ?? {}).every(([figure, bounds]) => {
      return Number(owner[figure as FactKey]) >= (bounds[tier - 1] ?? 0);
    });
  };
  return SIZES[[3, 2, 1].find(reaches) ?? 0] ?? "micro";
}

type Test = Extract<Condition, { kind: "fact" }>["test"];

function passes(value: Whole[FactKey] = "", test: Test): boolean {
  if ("is" in test) return value === test.is;
  if ("in" in test) return test.in.includes(String(value));
  if ("atLeast" in test) return Number(value) >= test.atLeast;
  if ("atMost" in test) return Number(value) <= test.atMost;
  if ("below" in test) return Number(value) < test.below;
  return "from" in test ? String(value) >= test.from : String(value) <= test.until;
}

function holds(condition: Condition, owner: Whole, size: EnterpriseSize): boolean {
  if (condition.kind === "all") return condition.of.every((part) => holds(part, owner, size));
  if (condition.kind === "any") return condition.of.some((part) => holds(part, owner, size));
  if (condition.kind === "size") return condition.sizes.includes(size);
  return passes(owner[condition.fact], condition.test);
}

// … and one of whom only some things are known: every completion of the facts

function factsUsed(condition: Condition): FactKey[] {
  const used = new Set<FactKey>();
  for (const leaf of leavesOf(condition)) {
    for (const key of leaf.kind === "fact" ? [leaf.fact] : (["industry", ...FIGURES] as const)) used.add(key);
  }
  return FACT_KEYS.filter((key) => used.has(key));
}

/** Values on both sides of everything a fact is compared with, and both ends of a range. */
function valuesOf(key: FactKey, known: Facts, standard: SizeStandard): (boolean | string | number)[] {
  const value = known[key];
  const spec = specOf(key);
  if (!isUnknown(value) && typeof value !== "object") return [value as boolean | string];
  if (spec.kind === "yesNo") return [false, true];
  if (spec.kind === "date") return ["2022-12-31", "2023-01-01"];
  if (spec.kind === "choice") return Object.keys(spec.choices);
  const { min, max } = (value ?? { min: 0, max: Number.POSITIVE_INFINITY }) as { min: number; max: number };
  const industries = typeof known.industry === "string" ? [known.industry] : Object.keys(INDUSTRIES);
  const sides =
    key === "creditLine"
      ? [1000, 1000.01]
      : boundsOf(standard, key, industries).flatMap((bound) => [bound - 1, bound]);
  return [...new Set([min, max, ...sides])].filter(
    (one) => one >= min && one <= max && Number.isFinite(one),
  );
}

function withLoanImplied(facts: Facts): Facts {
  const { hasBankLoan, loanDueDate, loanRescheduled, guaranteedLoan } = facts;
  const isImplied = typeof loanDueDate === "string" || loanRescheduled === true || guaranteedLoan === true;
  return hasBankLoan === undefined && isImplied ? { ...facts, hasBankLoan: true } : facts;
}

interface Found {
  readonly outcomes: ReadonlySet<boolean>;
  readonly missing: readonly FactKey[];
}

function bruteForce(condition: Condition, facts: Facts, standard: SizeStandard): Found {
  const known = withLoanImplied(facts);
  const keys = factsUsed(condition);
  const values = keys.map((key) => valuesOf(key, known, standard));
  const isSized = keys.includes("employees");
  const completions: { size: EnterpriseSize; isHeld: boolean }[] = [];
  const owner: Whole = {};
  const complete = (depth: number) => {
    const key = keys[depth];
    if (key === undefined) {
      const size = isSized ? plainSize(owner, standard) : "micro";
      completions.push({ size, isHeld: holds(condition, owner, size) });
      return;
    }
    for (const value of values[depth] ?? []) {
      owner[key] = value;
      complete(depth + 1);
    }
  };
  complete(0);

  const stated = statedSizes(facts, isSized ? new Set(completions.map(({ size }) => size)) : new Set());
  const outcomes = completions.map(({ size, isHeld }) => (stated.includes(size) ? isHeld : undefined));
  let step = completions.length;
  const missing = keys.filter((_, depth) => {
    const count = values[depth]?.length ?? 1;
    step /= count;
    return count > 1 && someLineChanges(outcomes, step, count);
  });
  return { outcomes: new Set(outcomes.filter((one) => one !== undefined)), missing };
}

/** The sizes the owner's statement leaves: all of them where there is none, or the figures rule it out or settle it. */
function statedSizes({ size }: Facts, possible: ReadonlySet<EnterpriseSize>): readonly EnterpriseSize[] {
  const stated = SIZES.filter((one) => Array.isArray(size) && size.includes(one));
  return possible.size > 1 && stated.some((one) => possible.has(one)) ? stated : SIZES;
}

/** Whether the outcome changes somewhere as one fact alone runs through its values, which lie `step` apart. */
function someLineChanges(outcomes: (boolean | undefined)[], step: number, count: number): boolean {
  for (let start = 0; start < outcomes.length; start++) {
    if (Math.floor(start / step) % count > 0) continue;
    let seen: boolean | undefined;
    for (let place = start; place < start + count * step; place += step) {
      const outcome = outcomes[place];
      if (outcome === undefined) continue;
      if (seen !== undefined && seen !== outcome) return true;
      seen = outcome;
    }
  }
  return false;
}

/** One clause and an owner of whom one to three facts the clause looks at are not known. */
function partlyKnown(assessor: Assessor): fc.Arbitrary<{ rule: Judged; told: Told }> {
  return fc
    .record({
      rule: fc.constantFrom(...judgedRules(assessor)),
      owner: ownersFor(assessor),
      picks: fc.array(fc.nat(999), { minLength: 1, maxLength: 3 }),
      others: fc.subarray(FACT_KEYS),
      isStated: fc.nat(2).map((n) => n === 0),
    })
    .map(({ rule, owner, picks, others, isStated }) => {
      const used = factsUsed(rule.condition);
      const open = picks.map((pick) => used[pick % used.length]);
      const told = tell({ ...owner, size: { ...owner.size, vague: undefined } }, (key) => {
        if (key === "size") return isStated;
        return used.includes(key) ? !open.includes(key) : others.includes(key);
      });
      return { rule, told };
    });
}

it("a decided verdict never changes as more is told, and what is missing only shrinks", () => {
  const assessor = freshAssessor();
  const first = fc.subarray(FACT_KEYS);
  fc.assert(
    fc.property(ownersFor(assessor), first, fc.subarray(FACT_KEYS), (owner, toldFirst, toldLater) => {
      const true_ = consistent(owner, assessor.rulebook.standard);
      const before = inquire(
        assessor,
        tell(true_, (key) => toldFirst.includes(key)),
      ).assess(ASKED_ON);
      const after = inquire(
        assessor,
        tell(true_, (key) => toldFirst.includes(key) || toldLater.includes(key)),
      ).assess(ASKED_ON);
      for (const [index, { clause, verdict, missing }] of before.entries()) {
        if (verdict !== "needs_info") expect(after[index]).toEqual({ clause, verdict, missing: [] });
        for (const key of after[index]?.missing ?? []) expect(missing, clause).toContain(key);
      }
    }),
    { numRuns: RUNS, seed: 1 },
  );
});

it("the order in which facts are told never matters", () => {
  const assessor = freshAssessor();
  const clauses = assessor.rulebook.rules.map(({ clause }) => clause.id);
  const order = fc.shuffledSubarray(FACT_KEYS, { minLength: FACT_KEYS.length });
  const inTurn = (told: Told, keys: readonly FactKey[], clause: (typeof clauses)[number]) => {
    let sofar: Told = {};
    for (const key of keys) {
      const value = told[key];
      if (value === undefined) continue;
      sofar = { ...sofar, [key]: value };
      inquire(assessor, sofar).assessClause(clause, ASKED_ON);
    }
    return inquire(assessor, sofar).assess(ASKED_ON);
  };
  fc.assert(
    fc.property(anyFacts(assessor), order, order, fc.constantFrom(...clauses), (told, one, other, clause) => {
      expect(inTurn(told, one, clause)).toEqual(inTurn(told, other, clause));
    }),
    { numRuns: RUNS, seed: 2 },
  );
});

it("every missing fact can change the verdict, and no other unknown fact can", () => {
  const assessor = freshAssessor();
  fc.assert(
    fc.property(partlyKnown(assessor), ({ rule, told }) => {
      const facts = factsSchema.parse(told);
      const { missing } = bruteForce(rule.condition, facts, assessor.rulebook.standard);
      expect(assessor.inquire(facts).assessClause(rule.clause.id, ASKED_ON).missing).toEqual(missing);
    }),
    { numRuns: RUNS, seed: 3 },
  );
});

it("a verdict is given exactly where all completions of the facts agree on it", () => {
  const assessor = freshAssessor();
  fc.assert(
    fc.property(partlyKnown(assessor), ({ rule, told }) => {
      const facts = factsSchema.parse(told);
      const { outcomes } = bruteForce(rule.condition, facts, assessor.rulebook.standard);
      const { verdict } = assessor.inquire(facts).assessClause(rule.clause.id, ASKED_ON);
      expect(verdict).toBe(verdictOf(rule, outcomes));
    }),
    { numRuns: RUNS, seed: 4 },
  );
});
