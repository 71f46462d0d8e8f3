/** 资格判断：facts and a day → a verdict for each clause, and the facts that could still change it. Pure: no clock, no text. */
import type { Clause, ClauseId, IsoDate } from "../knowledge/index.ts";
import { type Cells, cellsOf } from "./cells.ts";
import { type Condition, type Leaf, leavesOf, type Test } from "./condition.ts";
import { Diagrams, FALSE, type Node, OUTSIDE, type Restriction, TRUE } from "./diagram.ts";
import {
  type EnterpriseSize,
  FACT_KEYS,
  FACTS,
  type FactKey,
  type Facts,
  SIZES,
  withImplied,
} from "./facts.ts";
import type { Rulebook } from "./rulebook.ts";
import type { Indicator, SizeStandard } from "./size-standard.ts";
import { isInformational, positiveVerdictOf, type Verdict, verdictByDate } from "./verdict.ts";

export interface Assessment {
  readonly clause: ClauseId;
  readonly verdict: Verdict;
  /** For `needs_info`: every fact not known that could still change the verdict; a set, in the order of the fact table. */
  readonly missing: readonly FactKey[];
}

export interface SizeResult {
  /** The size, where only one is left. */
  readonly size: EnterpriseSize | "unknown";
  /** Every size some completion of the facts allows, smallest first. */
  readonly possible: readonly EnterpriseSize[];
  /** The owner states a size that the figures rule out; the statement is not used. */
  readonly contradiction: boolean;
}

/** Whether a condition holds: for every completion of the facts, for none, or for some. */
export type Outcome = "holds" | "fails" | "unknown";

/** Everything asked of one owner's facts. Cheap to make; holds nothing but what it was made from. */
export interface Inquiry {
  readonly facts: Facts;
  /** For each fact that follows from another: which. */
  readonly impliedBy: Readonly<Partial<Record<FactKey, FactKey>>>;
  /** One for each clause, in the order of the text. */
  assess(asOf: IsoDate): Assessment[];
  assessClause(clause: ClauseId, asOf: IsoDate): Assessment;
  outcomeOf(condition: Condition): Outcome;
  /** The facts not known that could still change the outcome. */
  missingOf(condition: Condition): FactKey[];
  /** The condition as a function of what can be asked, the stated size taken into account; of `Model.diagrams`. */
  functionOf(condition: Condition): Node;
  /** The cells each fact can lie in, in testing order. */
  readonly possible: readonly number[];
  size(): SizeResult;
}

export interface Assessor {
  readonly rulebook: Rulebook;
  inquire(facts: Facts): Inquiry;
  readonly model: Model;
}

/** What the rules are compiled to; for the checks and the choice of questions. */
export interface Model {
  readonly diagrams: Diagrams;
  /** Facts in testing order: a fact's place is its variable. */
  readonly variables: readonly FactKey[];
  readonly cells: Readonly<Record<FactKey, Cells>>;
  /** The function of each condition and part of a condition, size worked out from the figures. */
  readonly functions: ReadonlyMap<Condition, Node>;
  /** The same with size as a fact of its own, for owners who state theirs. */
  readonly statedFunctions: ReadonlyMap<Condition, Node>;
  /** Results are places in SIZES. */
  readonly size: Node;
}

/** Facts that size is computed from; tested last, so that what the clauses share lies together at the end. */
const LAST: readonly FactKey[] = ["entityType", "industry", "employees", "revenue", "assets", "size"];
const INDICATORS: readonly Indicator[] = ["employees", "revenue", "assets"];

export function createAssessor(rulebook: Rulebook): Assessor {
  const model = compile(rulebook);
  const within = sizesWithin(model);
  return { rulebook, model, inquire: (facts) => inquire(facts, rulebook, model, within) };
}

function compile({ rules, standard }: Rulebook): Model {
  const leaves = rules.flatMap(({ condition }) => (condition ? leavesOf(condition) : []));
  const variables = [...FACT_KEYS.filter((key) => !LAST.includes(key)), ...LAST];
  const cells = Object.fromEntries(
    FACT_KEYS.map((key) => [key, cellsOf(FACTS[key], testsOf(key, leaves, standard))]),
  ) as Record<FactKey, Cells>;
  const diagrams = new Diagrams(variables.map((key) => cells[key].count));
  const holding = (fact: FactKey, test: Test) =>
    diagrams.test(variables.indexOf(fact), cells[fact].holding(test));
  const size = sizeFunction(standard, diagrams, holding);
  const conditions = rules.flatMap(({ condition }) => condition ?? []);
  return {
    diagrams,
    variables,
    cells,
    functions: functionsOf(conditions, diagrams, holding, (sizes) => diagrams.map(size, isOneOf(sizes))),
    statedFunctions: functionsOf(conditions, diagrams, holding, (sizes) => holding("size", { in: sizes })),
    size,
  };
}

function functionsOf(
  conditions: readonly Condition[],
  diagrams: Diagrams,
  holding: (fact: FactKey, test: Test) => Node,
  sized: (sizes: readonly EnterpriseSize[]) => Node,
): Map<Condition, Node> {
  const functions = new Map<Condition, Node>();
  const add = (condition: Condition): Node => {
    const node = functionOf(condition);
    functions.set(condition, node);
    return node;
  };
  const functionOf = (condition: Condition): Node => {
    switch (condition.kind) {
      case "all":
        return diagrams.all(condition.of.map(add));
      case "any":
        return diagrams.any(condition.of.map(add));
      case "fact":
        return holding(condition.fact, condition.test);
      case "size":
        return sized(condition.sizes);
    }
  };
  for (const condition of conditions) add(condition);
  return functions;
}

function testsOf(key: FactKey, leaves: readonly Leaf[], standard: SizeStandard): Test[] {
  const own = leaves.flatMap((leaf) => (leaf.kind === "fact" && leaf.fact === key ? [leaf.test] : []));
  const bounds = standard.categories.flatMap((category) =>
    INDICATORS.filter((indicator) => indicator === key).flatMap(
      (indicator) => category.bounds[indicator] ?? [],
    ),
  );
  return [...own, ...bounds.map((bound) => ({ atLeast: bound }))];
}

/** From 大 down, the first size whose bounds are all met; else 微. */
function sizeFunction(
  { categories }: SizeStandard,
  diagrams: Diagrams,
  holding: (fact: FactKey, test: Test) => Node,
): Node {
  return categories.reduce((others, { industries, bounds }) => {
    const reaches = (tier: number) =>
      diagrams.all(
        INDICATORS.flatMap((indicator) => {
          const atLeast = bounds[indicator]?.[tier - 1];
          return atLeast === undefined ? [] : [holding(indicator, { atLeast })];
        }),
      );
    const sized = [1, 2, 3].reduce<Node>((lower, tier) => diagrams.choose(reaches(tier), tier, lower), 0);
    return diagrams.choose(holding("industry", { in: industries }), sized, others);
  }, 0);
}

const isOneOf = (sizes: readonly EnterpriseSize[]) => (tier: Node) =>
  sizes.includes(SIZES[tier] as EnterpriseSize) ? TRUE : FALSE;

/** A function where the figures have to make one of the stated sizes: what contradicts the statement is OUTSIDE. Made once each. */
function sizesWithin({ diagrams, size }: Model) {
  const made = new Map<string, Node>();
  return (stated: readonly EnterpriseSize[], f: Node): Node => {
    const key = `${stated.join()}|${f}`;
    const before = made.get(key);
    if (before !== undefined) return before;
    const node = diagrams.choose(diagrams.map(size, isOneOf(stated)), f, OUTSIDE);
    made.set(key, node);
    return node;
  };
}

const YES = 1 << TRUE;
const NO = 1 << FALSE;

function inquire(
  given: Facts,
  { rules }: Rulebook,
  model: Model,
  within: ReturnType<typeof sizesWithin>,
): Inquiry {
  const { diagrams, variables, cells, functions, statedFunctions, size } = model;
  const { facts, from } = withImplied(given);
  const told = variables.map((key) => cells[key].of(facts[key]));
  const { used, result } = statedSize(facts, diagrams.restrict(told), size);
  const possible = used ? told.with(variables.indexOf("size"), cells.size.of(used)) : told;
  const restriction = diagrams.restrict(possible);
  const current = used ? statedFunctions : functions;
  const nodeOf = (condition: Condition): Node => current.get(condition) as Node;
  const outcomeOf = (condition: Condition): Outcome => {
    const results = restriction.resultsOf(nodeOf(condition));
    if ((results & NO) === 0) return "holds";
    return (results & YES) === 0 ? "fails" : "unknown";
  };
  const sizeBit = 1 << variables.indexOf("size");
  /** The figures that settle a size stated in part; nobody is asked for the size itself. */
  const figuresFor = (condition: Condition, stated: readonly EnterpriseSize[]): number =>
    leavesOf(condition)
      .filter((leaf) => leaf.kind === "size" && outcomeOf(leaf) === "unknown")
      .reduce((bits, leaf) => bits | restriction.turningOf(within(stated, functions.get(leaf) as Node)), 0) ||
    restriction.supportOf(size);
  const missingOf = (condition: Condition): FactKey[] => {
    const support = restriction.supportOf(nodeOf(condition));
    const isSizeOpen = used && (support & sizeBit) !== 0;
    return factsIn(isSizeOpen ? (support & ~sizeBit) | figuresFor(condition, used) : support, variables);
  };
  const functionOf = (condition: Condition): Node => {
    const f = nodeOf(condition);
    const isSizeOpen = used && (restriction.supportOf(f) & sizeBit) !== 0;
    return isSizeOpen ? within(used, functions.get(condition) as Node) : f;
  };
  const assessRule = (clause: Clause, condition: Condition | undefined, asOf: IsoDate): Assessment => {
    const decided = (verdict: Verdict): Assessment => ({ clause: clause.id, verdict, missing: [] });
    const byDate = verdictByDate(clause, asOf);
    if (byDate) return decided(byDate);
    if (isInformational(clause.nature, condition !== undefined)) return decided("informational");
    const outcome = condition ? outcomeOf(condition) : "holds";
    if (condition === undefined || outcome === "holds") return decided(positiveVerdictOf(clause.nature));
    if (outcome === "fails") return decided("ineligible");
    return { clause: clause.id, verdict: "needs_info", missing: missingOf(condition) };
  };
  return {
    facts,
    impliedBy: from,
    assess: (asOf) => rules.map(({ clause, condition }) => assessRule(clause, condition, asOf)),
    assessClause: (id, asOf) => {
      const rule = rules.find(({ clause }) => clause.id === id);
      if (rule === undefined) throw new RangeError(`There is no rule for ${id}.`);
      return assessRule(rule.clause, rule.condition, asOf);
    },
    outcomeOf,
    missingOf,
    functionOf,
    possible,
    size: () => result,
  };
}

/** The facts whose bits are set, in the order of the fact table. */
function factsIn(bits: number, variables: readonly FactKey[]): FactKey[] {
  const facts: FactKey[] = [];
  for (let left = bits; left !== 0; left &= left - 1)
    facts.push(variables[31 - Math.clz32(left & -left)] as FactKey);
  return facts.sort((a, b) => ORDER[a] - ORDER[b]);
}

const ORDER = Object.fromEntries(FACT_KEYS.map((key, index) => [key, index])) as Record<FactKey, number>;

/** A stated size narrows what the figures allow; one that they rule out is not used. */
function statedSize(facts: Facts, restriction: Restriction, size: Node) {
  const results = restriction.resultsOf(size);
  const byFigures = SIZES.filter((_, tier) => (results & (1 << tier)) !== 0);
  const stated = facts.size as readonly EnterpriseSize[] | null | undefined;
  if (stated == null) return { result: sizeResult(byFigures, false) };
  const agreed = byFigures.filter((one) => stated.includes(one));
  if (agreed.length === 0) return { result: sizeResult(byFigures, true) };
  if (agreed.length === byFigures.length) return { result: sizeResult(byFigures, false) };
  return { result: sizeResult(agreed, false), used: agreed };
}

function sizeResult(possible: readonly EnterpriseSize[], contradiction: boolean): SizeResult {
  const [only, ...others] = possible;
  return { size: only !== undefined && others.length === 0 ? only : "unknown", possible, contradiction };
}
