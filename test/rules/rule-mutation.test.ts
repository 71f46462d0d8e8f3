/** The rules changed in one place each, as a slip of the pen would: what is written beside them tells every such change. */
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import type { IsoDate } from "../../knowledge/index.ts";
import type { Leaf, Test } from "../../rules/condition.ts";
import {
  type Assessor,
  type Condition,
  createAssessor,
  type EnterpriseSize,
  FACTS,
  type FactKey,
  type FactSpec,
  type Facts,
  INDUSTRIES,
  describe as inWords,
  isGroup,
  type Rule,
  type Rulebook,
  SIZE_NAMES,
  type SizeStandard,
} from "../../rules/index.ts";
import { freshRulebook } from "../support/rules.ts";

const SIZES = Object.keys(SIZE_NAMES) as EnterpriseSize[];

/** The steps from a figure to its neighbours; one in 万元 can be off by 100元. */
const stepsOf = (isWhole: boolean) => (isWhole ? [-1, 1] : [-1, -0.01, 0.01, 1]);

function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

interface Mutant<T> {
  readonly what: string;
  readonly is: T;
}

/** The list's complement, which negates it; and each value of the whole taken out, or put in. */
function listMutants<T>(list: readonly T[], whole: readonly T[]): T[][] {
  const outside = whole.filter((value) => !list.includes(value));
  return [
    outside,
    ...outside.map((value) => [...list, value]),
    ...list.map((value) => list.filter((other) => other !== value)),
  ];
}

/** The test's negation, and the tests right beside it. */
function testMutants(fact: FactKey, test: Test): Test[] {
  const spec: FactSpec = FACTS[fact];
  const choices = spec.kind === "choice" ? Object.keys(spec.choices) : [];
  const steps = stepsOf("whole" in spec);
  const days = [-1, 1];
  if ("is" in test) return [{ is: !test.is }];
  if ("in" in test) return listMutants(test.in, choices).map((values) => ({ in: values }));
  if ("atLeast" in test) {
    const beside = steps.map((step) => ({ atLeast: test.atLeast + step }));
    return [{ below: test.atLeast }, ...beside];
  }
  if ("below" in test) {
    const beside = steps.map((step) => ({ below: test.below + step }));
    return [{ atLeast: test.below }, { atMost: test.below }, ...beside];
  }
  if ("atMost" in test) {
    const beside = steps.map((step) => ({ atMost: test.atMost + step }));
    const above = test.atMost + Math.min(...steps.filter((step) => step > 0));
    return [{ atLeast: above }, { below: test.atMost }, ...beside];
  }
  if ("from" in test)
    return [{ until: addDays(test.from, -1) }, ...days.map((step) => ({ from: addDays(test.from, step) }))];
  return [{ from: addDays(test.until, 1) }, ...days.map((step) => ({ until: addDays(test.until, step) }))];
}

function leafMutants(leaf: Leaf): Leaf[] {
  if (leaf.kind === "size") return listMutants(leaf.sizes, SIZES).map((sizes) => ({ ...leaf, sizes }));
  return testMutants(leaf.fact, leaf.test).map((test) => ({ ...leaf, test }));
}

/** The condition with one of its places changed, or left out. */
function conditionMutants(condition: Condition): Mutant<Condition>[] {
  if (!isGroup(condition))
    return leafMutants(condition).map((is) => ({ what: `${inWords(condition)} → ${inWords(is)}`, is }));
  const { kind, of } = condition;
  const other = kind === "all" ? "any" : "all";
  const without = of.length === 1 ? [] : of;
  return [
    { what: `${inWords(condition)}: ${kind} → ${other}`, is: { ...condition, kind: other } },
    ...without.map((part, at) => ({
      what: `${inWords(part)} left out`,
      is: { ...condition, of: of.toSpliced(at, 1) },
    })),
    ...of.flatMap((part, at) =>
      conditionMutants(part).map(({ what, is }) => ({ what, is: { ...condition, of: of.with(at, is) } })),
    ),
  ];
}

function ruleMutants({ condition, ...rest }: Rule): Mutant<Rule>[] {
  if (condition === undefined) return [];
  return [
    { what: "every condition left out", is: rest },
    ...conditionMutants(condition).map(({ what, is }) => ({ what, is: { ...rest, condition: is } })),
  ];
}

function isCaught({ clause, cases, ...rest }: Rule, { standard }: Rulebook): boolean {
  const assessor = createAssessor({ rules: [{ clause, cases, ...rest }], standard });
  return cases.some(({ facts, asOf, verdict, missing }) => {
    const found = assessor.inquire(facts).assessClause(clause.id, asOf);
    const isMissingSame =
      missing === undefined || isDeepStrictEqual(missing.toSorted(), found.missing.toSorted());
    return found.verdict !== verdict || !isMissingSame;
  });
}

/** Every statement of size an owner can make, and none. */
const STATEMENTS: readonly Facts[] = SIZES.reduce<EnterpriseSize[][]>(
  (lists, size) => lists.flatMap((list) => [list, [...list, size]]),
  [[]],
).map((size) => (size.length === 0 ? {} : { size }));

/** Functions are numbered: in one model the same number is the same function. */
function isSameFunction(one: Condition, other: Condition, { model, inquire }: Assessor): boolean {
  const [node, otherNode] = [model.functions.get(one), model.functions.get(other)];
  if (node === undefined || node !== otherNode) return false;
  return STATEMENTS.map((facts) => inquire(facts)).every(
    (inquiry) => inquiry.functionOf(one) === inquiry.functionOf(other),
  );
}

function isEquivalent(mutant: Rule, rule: Rule, { standard }: Rulebook): boolean {
  if (rule.condition === undefined || mutant.condition === undefined) return false;
  const assessor = createAssessor({ rules: [rule, mutant], standard });
  return isSameFunction(rule.condition, mutant.condition, assessor);
}

describe("the cases beside the rules", () => {
  it("tell every change of a condition that changes what it says", () => {
    const rulebook = freshRulebook();
    const mutants = rulebook.rules.flatMap((rule) =>
      ruleMutants(rule).map(({ what, is }) => ({ what: `${rule.clause.id} ${what}`, rule, is })),
    );
    const survivors = mutants.filter(({ is }) => !isCaught(is, rulebook));
    const missed = survivors.filter(({ rule, is }) => !isEquivalent(is, rule, rulebook));
    console.log(mutants.length, survivors.map((s) => s.what));
    expect(missed.map(({ what }) => what)).toEqual([]);
    expect(mutants.length).toBeGreaterThan(600);
  });
});
