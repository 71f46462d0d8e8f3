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
  factsSchema,
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

function isCaught(rule: Rule, { standard }: Rulebook): boolean {
  const assessor = createAssessor({ rules: [rule], standard });
  return rule.cases.some(({ facts, asOf, verdict, missing }) => {
    const found = assessor.inquire(facts).assessClause(rule.clause.id, asOf);
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

function windowMutants({ clause, ...rest }: Rule): Mutant<Rule>[] {
  const { validTo, ...open } = clause;
  if (validTo === undefined) return [];
  return [
    { what: `${clause.id} without an end`, is: { clause: open, ...rest } },
    ...[-1, 1].map((days) => {
      const end = addDays(validTo, days);
      return { what: `${clause.id} ends ${end}`, is: { clause: { ...clause, validTo: end }, ...rest } };
    }),
  ];
}

describe("the cases beside the rules", () => {
  it("give the rules as written their verdicts", () => {
    const rulebook = freshRulebook();
    expect(rulebook.rules.filter((rule) => isCaught(rule, rulebook))).toEqual([]);
  });

  it("tell every change of a condition that changes what it says", () => {
    const rulebook = freshRulebook();
    const mutants = rulebook.rules.flatMap((rule) =>
      ruleMutants(rule).map(({ what, is }) => ({
        what: `${rule.clause.id} ${what}`,
        isCaught: isCaught(is, rulebook),
        isEquivalent: isEquivalent(is, rule, rulebook),
      })),
    );
    expect(mutants.filter((mutant) => !mutant.isCaught && !mutant.isEquivalent)).toEqual([]);
    // No mutant is both: what passes for equivalent is not simply everything.
    expect(mutants.filter((mutant) => mutant.isCaught && mutant.isEquivalent)).toEqual([]);
    expect(mutants.length).toBeGreaterThan(400);
  });

  it("tell a clause's end moved by a day or left out", () => {
    const rulebook = freshRulebook();
    const mutants = rulebook.rules.flatMap(windowMutants);
    const survivors = mutants.filter(({ is }) => !isCaught(is, rulebook));
    expect(survivors.map(({ what }) => what)).toEqual([]);
    expect(mutants.length).toBeGreaterThanOrEqual(6);
  });

  it.each([-1, 1])("tell the day on which all clauses begin moved by %i", (days) => {
    const rulebook = freshRulebook();
    const begins = new Set(rulebook.rules.map(({ clause }) => clause.validFrom));
    expect(begins.size).toBe(1);
    const moved = rulebook.rules.map(({ clause, ...rest }): Rule => {
      return { clause: { ...clause, validFrom: addDays(clause.validFrom, days) }, ...rest };
    });
    expect(moved.some((rule) => isCaught(rule, rulebook))).toBe(true);
  });
});

type Category = SizeStandard["categories"][number];
type Indicator = keyof Category["bounds"];
type Figures = Readonly<Partial<Record<Indicator, number>>>;
const INDICATORS = { 从业人员: "employees", 营业收入: "revenue", 资产总额: "assets" } as const;

interface Comparison {
  readonly indicator: Indicator;
  readonly figure: number;
  holds(figures: Figures): boolean;
}

/** “从业人员300人及以上” has the figure in it, “营业收入2000万元以下” has not. */
function readComparison(words: string): Comparison {
  const read = /^(?:(从业人员)(\d+)人|(营业收入|资产总额)(\d+)万元)(及以上|以下)$/.exec(words);
  if (read === null) throw new Error(`not understood: ${words}`);
  const [, people, persons, money, amount, side] = read;
  const indicator = INDICATORS[(people ?? money) as keyof typeof INDICATORS];
  const figure = Number(persons ?? amount);
  const reaches = (figures: Figures) => (figures[indicator] ?? 0) >= figure;
  return { indicator, figure, holds: (figures) => reaches(figures) === (side === "及以上") };
}

/** “…，且…的为中型企业” or “…或…的为微型企业”: its name, and of which figures it is said. */
interface Statement {
  readonly name: string;
  readonly comparisons: readonly Comparison[];
  holds(figures: Figures): boolean;
}

function readStatement(text: string): Statement {
  const [, words = text, name = ""] = /^(.+)的为(中小微型|中型|小型|微型)企业$/.exec(text) ?? [];
  const comparisons = words.split(/，且|或/).map(readComparison);
  const quantified = words.includes("或") ? "some" : "every";
  return { name, comparisons, holds: (figures) => comparisons[quantified]((one) => one.holds(figures)) };
}

interface Sentence {
  /** Each figure the sentence names, with the figures on both sides of it. */
  readonly around: readonly (readonly [Indicator, readonly number[]])[];
  /** The size's name; undefined where the sentence gives none, or says 微型 of a small or medium firm too. */
  sizeOf(figures: Figures): string | undefined;
}

function readSentence(sentence: string): Sentence {
  const texts = sentence.replace("其中，", "").split(/(?<=企业)[，；。]/);
  const statements = texts.filter((text) => text !== "").map(readStatement);
  const [upToMedium, ...tiers] = statements;
  const comparisons = statements.flatMap((statement) => statement.comparisons);
  const around = Object.values(INDICATORS).flatMap((indicator) => {
    const steps = [0, ...stepsOf(indicator === "employees")];
    const figures = comparisons.flatMap((comparison) =>
      comparison.indicator === indicator ? steps.map((step) => comparison.figure + step) : [],
    );
    return figures.length > 0 ? [[indicator, [...new Set(figures)]] as const] : [];
  });
  return {
    around,
    sizeOf: (figures) => {
      if (upToMedium?.name === "中小微型" && !upToMedium.holds(figures)) return SIZE_NAMES.large;
      const [size, ...lower] = tiers.filter((tier) => tier.holds(figures)).map(({ name }) => name);
      return lower.includes(SIZE_NAMES.micro) ? undefined : size;
    },
  };
}

interface Firm {
  readonly figures: Figures;
  /** What the sentence calls it. */
  readonly size: string | undefined;
}

function firmsOf({ sentence }: Category): Firm[] {
  const { around, sizeOf } = readSentence(sentence);
  const all = around.reduce<Figures[]>(
    (rows, [indicator, figures]) =>
      rows.flatMap((row) => figures.map((figure) => ({ ...row, [indicator]: figure }))),
    [{}],
  );
  return all.map((figures) => ({ figures, size: sizeOf(figures) }));
}

/** Whether the standard computes another size for the firm than the sentence says. */
function isMissized({ figures, size }: Firm, industry: string, { inquire }: Assessor): boolean {
  const found = inquire(factsSchema.parse({ industry, ...figures })).size().size;
  return found === "unknown" || SIZE_NAMES[found] !== size;
}

/** The standard with the firms of one industry sized otherwise. */
interface SizeMutant extends Mutant<SizeStandard> {
  readonly industry: string;
  /** The industry's category as it was. */
  readonly category: Category;
  readonly isEquivalent: boolean;
}

function boundsMutants({ bounds }: Category): Mutant<Category["bounds"]>[] {
  return (Object.keys(bounds) as Indicator[]).flatMap((indicator) => {
    const { [indicator]: _, ...others } = bounds;
    const own: readonly number[] = bounds[indicator] ?? [];
    const moved = own.flatMap((bound, at) =>
      stepsOf(indicator === "employees").map((step) => ({
        what: `${indicator} ${bound} → ${bound + step}`,
        is: { ...bounds, [indicator]: own.with(at, bound + step) },
      })),
    );
    return [{ what: `${indicator} left out`, is: others }, ...moved];
  });
}

function sizeMutantsOf(category: Category, standard: SizeStandard): SizeMutant[] {
  const { industries, bounds } = category;
  const changed = (changes: ReadonlyMap<Category, Category>): SizeStandard => {
    return { ...standard, categories: standard.categories.map((one) => changes.get(one) ?? one) };
  };
  return industries.flatMap((industry) => {
    const rebound = boundsMutants(category).map(({ what, is }): SizeMutant => {
      const standardWith = changed(new Map([[category, { ...category, bounds: is }]]));
      return { what: `${industry}: ${what}`, is: standardWith, industry, category, isEquivalent: false };
    });
    const left = { ...category, industries: industries.filter((one) => one !== industry) };
    const others = standard.categories.filter((one) => one !== category);
    const moved = others.map((other): SizeMutant => {
      const joined = { ...other, industries: [...other.industries, industry] };
      return {
        what: `${industry}: ${category.name} → ${other.name}`,
        is: changed(
          new Map([
            [category, left],
            [other, joined],
          ]),
        ),
        industry,
        category,
        isEquivalent: isDeepStrictEqual(other.bounds, bounds),
      };
    });
    return [...rebound, ...moved];
  });
}

describe("the size standard's sentences", () => {
  it("say the size the engine computes, at every figure they name and on both sides of it", () => {
    const assessor = createAssessor(freshRulebook());
    for (const category of assessor.rulebook.standard.categories) {
      const firms = firmsOf(category);
      expect(firms.length).toBeGreaterThan(8);
      for (const industry of category.industries)
        expect(firms.filter((firm) => isMissized(firm, industry, assessor))).toEqual([]);
    }
  });

  it("tell every bound moved or left out and every industry moved to a category with other bounds", () => {
    const { standard } = freshRulebook();
    const changes = standard.categories.flatMap((category) => sizeMutantsOf(category, standard));
    const mutants = changes.map(({ what, is, industry, category, isEquivalent }) => {
      const assessor = createAssessor({ rules: [], standard: is });
      const isCaught = firmsOf(category).some((firm) => isMissized(firm, industry, assessor));
      return { what, isCaught, isEquivalent };
    });
    expect(mutants.filter((mutant) => !mutant.isCaught && !mutant.isEquivalent)).toEqual([]);
    expect(mutants.filter((mutant) => mutant.isCaught && mutant.isEquivalent)).toEqual([]);
    expect(mutants.length).toBeGreaterThan(600);
  });
});
