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
/** The targets the notice sets for 2022 itself. */
const ENDING_WITH_2022: readonly string[] = ["M02.1", "M08.1"];
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
function fullValueOf(key: FactKey): fc.Arbitrary<Json> {
  const spec = specOf(key);
  if (spec.kind === "yesNo") return fc.nat(4).map((n) => n > 0);
  if (spec.kind === "date")
    return fc.constantFrom(
      "2022-05-09",
      "2022-12-30",
      "2022-12-31",
      "2022-12-31",
      "2023-01-01",
      "2023-01-02",
    );
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
    return fc.tuple(fullValueOf(key), nothing).map(([full, vague]) => ({ full, vague }));
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

/** An owner who never contradicts himself: without a loan nothing is told of one, and the size stated is true. */
function consistent(owner: Owner, sizeOf: SizeOf): Owner {
  const size = sizeOf(wholeOf(owner));
  const stated = SIZES.filter((one) => one === size || (owner.size.full as string[]).includes(one));
  const truthful = { ...owner, size: { ...owner.size, full: stated } };
  if (owner.hasBankLoan.full === true) return truthful;
  const no = { full: false, vague: undefined };
  return { ...truthful, loanRescheduled: no, guaranteedLoan: no, loanDueDate: { ...no, full: null } };
}

function wholeOf(owner: Owner): Whole {
  return Object.fromEntries(FACT_KEYS.map((key) => [key, owner[key].full])) as Whole;
}

function tell(owner: Owner, isTold: (key: FactKey) => boolean): Told {
  const told: Told = {};
  for (const key of FACT_KEYS) {
    const value = isTold(key) ? owner[key].full : owner[key].vague;
    if (value !== undefined) told[key] = value;
  }
  return told;
}

function pick(owner: Owner, keys: readonly FactKey[]): Told {
  return Object.fromEntries(keys.map((key) => [key, owner[key].full]));
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

type SizeOf = (owner: Whole) => EnterpriseSize;

/** From 大 down, the first tier all of whose bounds are met. */
function plainSizes({ categories }: SizeStandard): SizeOf {
  const rows = new Map(
    categories.flatMap(({ industries, bounds }) => {
      const row = FIGURES.map((figure) => [figure, bounds[figure] ?? [0, 0, 0]] as const);
      return industries.map((industry): [unknown, typeof row] => [industry, row]);
    }),
  );
  return (owner) => {
    const row = rows.get(owner.industry) ?? [];
    for (const [tier, size] of [[2, "large"] as const, [1, "medium"] as const, [0, "small"] as const]) {
      if (row.every(([figure, bounds]) => Number(owner[figure]) >= (bounds[tier] ?? 0))) return size;
    }
    return "micro";
  };
}

type Test = Extract<ReturnType<typeof leavesOf>[number], { kind: "fact" }>["test"];

function passes(value: Whole[FactKey] = "", test: Test): boolean {
  if ("is" in test) return value === test.is;
  if ("in" in test) return test.in.includes(String(value));
  if ("atLeast" in test) return Number(value) >= test.atLeast;
  if ("atMost" in test) return Number(value) <= test.atMost;
  if ("below" in test) return Number(value) < test.below;
  return "from" in test ? String(value) >= test.from : String(value) <= test.until;
}

function holds(condition: Condition, owner: Whole, size: () => EnterpriseSize): boolean {
  if (isGroup(condition)) {
    const isHeld = (part: Condition) => holds(part, owner, size);
    return condition.kind === "all" ? condition.of.every(isHeld) : condition.of.some(isHeld);
  }
  if (condition.kind === "size") return condition.sizes.includes(size());
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

/** A value on each side of everything a fact is compared with: the bounds themselves, what lies below them, a range's ends. */
function valuesOf(key: FactKey, known: Facts, standard: SizeStandard): (boolean | string | number)[] {
  const value = known[key];
  const spec = specOf(key);
  if (!isUnknown(value) && typeof value !== "object") return [value as boolean | string];
  if (spec.kind === "yesNo") return [false, true];
  if (spec.kind === "date") return ["2022-12-31", "2023-01-01"];
  if (spec.kind === "choice") return Object.keys(spec.choices);
  const { min, max } = (value ?? { min: 0, max: Number.POSITIVE_INFINITY }) as { min: number; max: number };
  const industries = typeof known.industry === "string" ? [known.industry] : Object.keys(INDUSTRIES);
  const sides = key === "creditLine" ? [1000, 1000.01] : boundsOf(standard, key, industries);
  const inside = [max, ...sides].filter((one) => one > min && one <= max && Number.isFinite(one));
  return [...new Set([min, ...inside])];
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

function bruteForce(condition: Condition, facts: Facts, standard: SizeStandard, sizeOf: SizeOf): Found {
  const known = withLoanImplied(facts);
  const keys = factsUsed(condition);
  const values = keys.map((key) => valuesOf(key, known, standard));
  const owner: Whole = {};
  const complete = (visit: () => void, depth = 0) => {
    const key = keys[depth];
    if (key === undefined) return visit();
    for (const value of values[depth] ?? []) {
      owner[key] = value;
      complete(visit, depth + 1);
    }
  };

  const all = (judge: () => boolean | undefined) => {
    const outcomes: (boolean | undefined)[] = [];
    complete(() => outcomes.push(judge()));
    return outcomes;
  };
  const changingIn = (outcomes: (boolean | undefined)[]): FactKey[] => {
    let step = outcomes.length;
    return keys.filter((_, depth) => {
      const count = values[depth]?.length ?? 1;
      step /= count;
      return count > 1 && someLineChanges(outcomes, step, count);
    });
  };
  const possible = new Set<EnterpriseSize>();
  if (Array.isArray(facts.size) && keys.includes("employees")) complete(() => possible.add(sizeOf(owner)));
  const { size: said } = facts;
  const stated = SIZES.filter((one) => Array.isArray(said) && said.includes(one) && possible.has(one));
  const isUsed = stated.length > 0 && stated.length < possible.size;
  // A stated size stands for the figures: each that is left may be the owner's, whatever else is.
  const outcomesBySize = isUsed
    ? stated.map((size) => all(() => holds(condition, owner, () => size)))
    : [all(() => holds(condition, owner, () => sizeOf(owner)))];
  const changing = outcomesBySize.flatMap((outcomes) => changingIn(outcomes));
  const dependsOnSize = outcomesBySize.some((one) =>
    one.some((held, at) => held !== outcomesBySize[0]?.[at]),
  );
  if (dependsOnSize) {
    // What settles the size: figures that turn a condition on it, among those that make a stated one.
    const leaves = leavesOf(condition).filter((leaf) => leaf.kind === "size");
    for (const leaf of leaves) {
      const turns = all(() =>
        stated.includes(sizeOf(owner)) ? leaf.sizes.includes(sizeOf(owner)) : undefined,
      );
      changing.push(...changingIn(turns));
    }
  }
  return {
    outcomes: new Set(outcomesBySize.flat().filter((one) => one !== undefined)),
    missing: keys.filter((key) => changing.includes(key)),
  };
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

/** One clause and an owner of whom one to three facts the clause looks at are not known; of clauses that look at more, more. */
function partlyKnown(assessor: Assessor): fc.Arbitrary<{ rule: Judged; told: Told }> {
  const rules = judgedRules(assessor).flatMap((rule) => factsUsed(rule.condition).map(() => rule));
  return fc
    .record({
      rule: fc.constantFrom(...rules),
      owner: ownersFor(assessor),
      picks: fc.array(fc.nat(999), { minLength: 1, maxLength: 3 }),
      others: fc.subarray(FACT_KEYS),
      isStated: fc.nat(2).map((n) => n === 0),
    })
    .map(({ rule, owner, picks, others, isStated }) => {
      const used = factsUsed(rule.condition);
      const open = picks.map((pick) => used[pick % used.length]);
      const told = tell(owner, (key) => (used.includes(key) ? !open.includes(key) : others.includes(key)));
      const { size: _, ...unstated } = told;
      if (!isStated) return { rule, told: unstated };
      return { rule, told: { ...unstated, size: owner.size.full } };
    });
}

it("a decided verdict never changes as more is told, and what is missing only shrinks", () => {
  const assessor = freshAssessor();
  const sizeOf = plainSizes(assessor.rulebook.standard);
  const facts = fc.subarray(FACT_KEYS);
  fc.assert(
    fc.property(ownersFor(assessor), facts, facts, (anyone, toldFirst, toldLater) => {
      const owner = consistent(anyone, sizeOf);
      const less = tell(owner, (key) => toldFirst.includes(key));
      const more = tell(owner, (key) => toldFirst.includes(key) || toldLater.includes(key));
      const after = inquire(assessor, more).assess(ASKED_ON);
      const wrong = inquire(assessor, less)
        .assess(ASKED_ON)
        .filter(({ verdict, missing }, index) => {
          const later = after[index];
          if (verdict !== "needs_info") return missing.length > 0 || verdict !== later?.verdict;
          return missing.length === 0 || later?.missing.some((key) => !missing.includes(key));
        });
      expect(wrong, JSON.stringify([less, more])).toEqual([]);
    }),
    { numRuns: RUNS, seed: 1 },
  );
});

it("the order in which facts are told never matters", () => {
  const assessor = freshAssessor();
  const order = fc.shuffledSubarray(FACT_KEYS, { minLength: FACT_KEYS.length });
  const inTurn = (told: Told, keys: readonly FactKey[]) => {
    const sofar: Told = {};
    for (const key of keys) {
      const value = told[key];
      if (value !== undefined) sofar[key] = value;
      if (key === "industry") inquire(assessor, sofar).assessClause("M02.3", ASKED_ON);
    }
    return JSON.stringify(inquire(assessor, sofar).assess(ASKED_ON));
  };
  fc.assert(
    fc.property(anyFacts(assessor), order, (told, other) => {
      expect(inTurn(told, other)).toBe(inTurn(told, FACT_KEYS));
    }),
    { numRuns: RUNS, seed: 2 },
  );
});

it("every missing fact can change the verdict, and no other unknown fact can", () => {
  const assessor = freshAssessor();
  const { standard } = assessor.rulebook;
  const sizeOf = plainSizes(standard);
  fc.assert(
    fc.property(partlyKnown(assessor), ({ rule, told }) => {
      const facts = factsSchema.parse(told);
      const { missing } = bruteForce(rule.condition, facts, standard, sizeOf);
      expect(assessor.inquire(facts).assessClause(rule.clause.id, ASKED_ON).missing).toEqual(missing);
    }),
    { numRuns: RUNS, seed: 3 },
  );
});

it("a verdict is given exactly where all completions of the facts agree on it", () => {
  const assessor = freshAssessor();
  const { standard } = assessor.rulebook;
  const sizeOf = plainSizes(standard);
  fc.assert(
    fc.property(partlyKnown(assessor), ({ rule, told }) => {
      const facts = factsSchema.parse(told);
      const { outcomes } = bruteForce(rule.condition, facts, standard, sizeOf);
      const { verdict } = assessor.inquire(facts).assessClause(rule.clause.id, ASKED_ON);
      expect(verdict).toBe(verdictOf(rule, outcomes));
    }),
    { numRuns: RUNS, seed: 4 },
  );
});

it("asking ends with nothing left that the owner could tell, and asks nothing that does not matter", () => {
  const assessor = freshAssessor();
  const questioner = createQuestioner(assessor);
  const ids = assessor.rulebook.rules.map(({ clause }) => clause.id);
  const clauses = fc.subarray(ids, { minLength: 1, maxLength: 2 });
  const some = fc.subarray(FACT_KEYS);
  const ask = (owner: Owner, discussed: typeof ids, told: FactKey[], answered: FactKey[]) => {
    const facts = pick(owner, told);
    for (;;) {
      const inquiry = inquire(assessor, facts);
      const missing = discussed.flatMap((id) => inquiry.assessClause(id, ASKED_ON).missing);
      const asked = questioner.next(inquiry, discussed);
      if (asked === undefined) return { facts, missing };
      const { presumes }: FactSpec = specOf(asked);
      const isEarly = missing.some((key) => key === presumes && !(key in facts));
      // Whatever is asked is told, so that nothing is asked twice also bounds the questions by the facts there are.
      if (asked in facts || asked === "size" || isEarly || !missing.includes(asked))
        throw new Error(`asks for ${asked}: ${JSON.stringify({ facts, missing })}`);
      facts[asked] = answered.includes(asked) ? owner[asked].full : (owner[asked].vague ?? null);
    }
  };
  fc.assert(
    fc.property(
      ownersFor(assessor),
      clauses,
      some,
      some,
      fc.boolean(),
      (owner, discussed, told, known, isAll) => {
        const { facts, missing } = ask(owner, discussed, told, isAll ? FACT_KEYS : known);
        expect(isAll ? missing : missing.filter((key) => !(key in facts))).toEqual([]);
      },
    ),
    { numRuns: RUNS, seed: 5 },
  );
});

it("more people, revenue or assets never make a smaller enterprise", () => {
  const assessor = freshAssessor();
  const figures = FIGURES.map((key) => figureOf(key, assessor.rulebook.standard));
  const pairs = fc.tuple(...figures.map((figure) => fc.tuple(figure, figure)));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(INDUSTRIES)), pairs, (industry, grown) => {
      const tierOf = (figure: (...two: [number, number]) => number) => {
        const told = FIGURES.map((key, index) => [key, figure(...(grown[index] ?? [0, 0]))]);
        const { size } = inquire(assessor, { industry, ...Object.fromEntries(told) }).size();
        return size === "unknown" ? -1 : SIZES.indexOf(size);
      };
      const before = tierOf(Math.min);
      expect(before).toBeGreaterThanOrEqual(0);
      expect(tierOf(Math.max)).toBeGreaterThanOrEqual(before);
    }),
    { numRuns: RUNS, seed: 6 },
  );
});

it("where a clause names 个体工商户, one of them never fares worse than a small enterprise", () => {
  const assessor = freshAssessor();
  const naming = judgedRules(assessor).filter(({ condition }) => {
    return leavesOf(condition).some((leaf) => {
      return leaf.kind === "fact" && "in" in leaf.test && leaf.test.in.includes("individual");
    });
  });
  expect(naming.map(({ clause }) => clause.id)).toContain("M02.3");
  fc.assert(
    fc.property(anyFacts(assessor), ({ employees: _, revenue: __, assets: ___, size: ____, ...told }) => {
      const individual = inquire(assessor, { ...told, entityType: "individual" });
      const enterprise = inquire(assessor, { ...told, entityType: "enterprise", size: ["small"] });
      const rank = (inquiry: Inquiry, rule: Rule) => {
        return rankOf(inquiry.assessClause(rule.clause.id, ASKED_ON).verdict);
      };
      const worse = naming.filter((rule) => rank(individual, rule) < rank(enterprise, rule));
      expect(worse).toEqual([]);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

it.each([
  ["M03.1", "M06.3"],
  ["M01.1", "M06.4"],
] as const)("%s, for 中小微企业, holds wherever %s, for 小微企业, does", (wider, narrower) => {
  const assessor = freshAssessor();
  fc.assert(
    fc.property(anyFacts(assessor), (told) => {
      const inquiry = inquire(assessor, told);
      const rank = (id: typeof wider | typeof narrower) => {
        return rankOf(inquiry.assessClause(id, ASKED_ON).verdict);
      };
      expect(rank(wider)).toBeGreaterThanOrEqual(rank(narrower));
    }),
    { numRuns: 5000, seed: 8 },
  );
});

it("every clause has a verdict on every day, and it changes on the first day and after the last day only", () => {
  const assessor = freshAssessor();
  const days: `${number}-${number}-${number}`[] = [];
  for (let time = Date.UTC(2022, 4, 1); time <= Date.UTC(2023, 0, 31); time += 86_400_000) {
    days.push(new Date(time).toISOString().slice(0, 10) as `${number}-${number}-${number}`);
  }
  const verdictsIn = (clause: string, verdicts: Verdict[]) => {
    const changes = days.filter((_, index) => index > 0 && verdicts[index] !== verdicts[index - 1]);
    return { clause, changes, first: verdicts[0], last: verdicts.at(-1) };
  };
  fc.assert(
    fc.property(anyFacts(assessor), (told) => {
      const inquiry = inquire(assessor, told);
      const byDay = days.map((day) => inquiry.assess(day));
      const found = assessor.rulebook.rules.map(({ clause: { id } }, index) => {
        return verdictsIn(
          id,
          byDay.flatMap((assessments) => assessments[index]?.verdict ?? []),
        );
      });
      const expected = assessor.rulebook.rules.map(({ clause: { id } }) => {
        const ends = ENDING_WITH_2022.includes(id);
        return {
          clause: id,
          changes: ends ? ["2022-05-09", "2023-01-01"] : ["2022-05-09"],
          first: "not_in_force",
          last: ends ? "expired" : inquiry.assessClause(id, ASKED_ON).verdict,
        };
      });
      expect(found).toEqual(expected);
    }),
    { numRuns: 30, seed: 9 },
  );
});

/** What a group's parts make of it. */
function groupOutcome(kind: "all" | "any", parts: readonly Trace[]): string[] {
  const [decisive, otherwise] = kind === "all" ? ["fails", "holds"] : ["holds", "fails"];
  if (parts.some(({ outcome }) => outcome === decisive)) return [decisive];
  if (parts.every(({ outcome }) => outcome === otherwise)) return [otherwise];
  return ["holds", "fails", "unknown"];
}

it("the reasoning shown agrees with the verdict, part by part", () => {
  const assessor = freshAssessor();
  const { rules } = assessor.rulebook;
  const textOf = new Map(rules.map(({ clause }) => [clause.id, clause.text]));
  const check = ({ clause, condition }: Judged, inquiry: Inquiry) => {
    const visit = (trace: Trace) => {
      const { condition: part, outcome, parts, facts, regardlessOf } = trace;
      if (isGroup(part)) {
        expect(parts.map((one) => one.condition)).toEqual(part.of);
        expect(groupOutcome(part.kind, parts)).toContain(outcome);
      } else {
        expect(part.quote).toBeTruthy();
        expect(facts.length).toBeGreaterThan(0);
      }
      expect(textOf.get(part.quotedFrom ?? clause.id)).toContain(part.quote ?? "");
      if (outcome === "unknown") expect(regardlessOf).toEqual([]);
      expect(regardlessOf.filter((key) => !isUnknown(inquiry.facts[key]))).toEqual([]);
      parts.forEach(visit);
    };
    const root = traceOf(condition, inquiry, assessor);
    visit(root);
    const { verdict } = inquiry.assessClause(clause.id, ASKED_ON);
    const verdicts = { holds: HELD_TO_BE[clause.nature], fails: "ineligible", unknown: "needs_info" };
    expect(verdict).toBe(verdicts[root.outcome]);
  };
  fc.assert(
    fc.property(anyFacts(assessor), fc.constantFrom(...judgedRules(assessor)), (told, rule) => {
      check(rule, inquire(assessor, told));
    }),
    { numRuns: 3000, seed: 10 },
  );
});
