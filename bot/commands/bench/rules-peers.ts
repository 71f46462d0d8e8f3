/** Rules: the same three on the same partial facts, by our engine and by others; wrong verdicts, and assessments a second. */
import {
  type Assessor,
  FACTS,
  type Facts,
  INDUSTRIES,
  type Outcome,
  type SizeStandard,
} from "../../../rules/index.ts";
import { randomOwner, seeded } from "./owners.ts";

export interface RulesPeerResult {
  readonly name: string;
  /** Of PAIRS · 3 verdicts: said yes or no where it is the other, or is not yet decided. */
  readonly wrong: number;
  /** Left open though decided. */
  readonly undecided: number;
  /** Ended in an error. */
  readonly threw: number;
  /** Owners a second, all three rules. */
  readonly perSecond: number;
}

const PAIRS = 4000;
const RULES = ["M02.2", "M06.4", "size"] as const;
type RuleName = (typeof RULES)[number];
type Verdicts = Readonly<Record<RuleName, Outcome | "threw">>;
type Peer = (facts: Facts) => Promise<Verdicts>;

/** The rules in a form that can be written in any of the languages. */
export type Expression =
  | { readonly all: readonly Expression[] }
  | { readonly any: readonly Expression[] }
  | { readonly fact: string; readonly op: "=" | "<"; readonly value: string | number | true };

export async function compareRules(assessor: Assessor): Promise<RulesPeerResult[]> {
  const random = seeded(103);
  const owners = Array.from({ length: PAIRS }, () => partOf(randomOwner(random), random));
  const truths = owners.map((facts) => truthOf(facts, assessor.rulebook.standard));
  const expressions = expressionsOf(assessor.rulebook.standard);
  const peers: [string, Peer][] = [
    ["mingbai", mingbai(assessor)],
    ["json-rules-engine", await jsonRulesEngine(expressions)],
    ["@gorules/zen-engine", await zenEngine(expressions)],
    ["publicodes", await publicodes(expressions)],
  ];
  const results: RulesPeerResult[] = [];
  for (const [name, peer] of peers) {
    for (const facts of owners.slice(0, 200)) await peer(facts);
    const start = performance.now();
    const found: Verdicts[] = [];
    for (const facts of owners) found.push(await peer(facts));
    const seconds = (performance.now() - start) / 1000;
    const judged = found.flatMap((verdicts, at) => RULES.map((rule) => [verdicts[rule], truths[at]?.[rule]]));
    results.push({
      name,
      wrong: judged.filter(([said, truth]) => (said === "holds" || said === "fails") && said !== truth)
        .length,
      undecided: judged.filter(([said, truth]) => said === "unknown" && truth !== "unknown").length,
      threw: judged.filter(([said]) => said === "threw").length,
      perSecond: Math.round(PAIRS / seconds),
    });
  }
  return results;
}

const USED: readonly string[] = [
  "entityType",
  "industry",
  "employees",
  "revenue",
  "assets",
  "affectedByEpidemic",
  "goodProspects",
  "hasBankLoan",
];

/** Each fact the rules use is hidden half the time. */
function partOf(owner: Facts, random: () => number): Facts {
  return Object.fromEntries(Object.entries(owner).filter(([key]) => USED.includes(key) && random() < 0.5));
}

function expressionsOf(standard: SizeStandard): Record<RuleName, Expression> {
  const atMost = (tier: 1 | 2) => sizeAtMost(standard, tier);
  const audience = (tier: 1 | 2): Expression => ({
    any: [
      { all: [{ fact: "entityType", op: "=", value: "enterprise" }, atMost(tier)] },
      { fact: "entityType", op: "=", value: "individual" },
    ],
  });
  const yes = (fact: string): Expression => ({ fact, op: "=", value: true });
  return {
    "M02.2": { all: [audience(2), yes("affectedByEpidemic"), yes("goodProspects"), yes("hasBankLoan")] },
    "M06.4": { all: [audience(1), yes("affectedByEpidemic")] },
    size: atMost(1),
  };
}

/** 小微 (1) or 中小微 (2): some indicator of the category is below the next tier's bound. */
export function sizeAtMost({ categories }: SizeStandard, tier: 1 | 2): Expression {
  return {
    any: categories.map(({ industries, bounds }) => ({
      all: [
        { any: industries.map((value) => ({ fact: "industry", op: "=", value })) },
        { any: Object.entries(bounds).map(([fact, tiers]) => ({ fact, op: "<", value: tiers[tier] })) },
      ],
    })),
  };
}

/** By trying: every industry, entity type, yes and no, and the values about each bound. */
function truthOf(facts: Facts, standard: SizeStandard): Record<RuleName, Outcome> {
  const yesNo = (key: keyof Facts) => (facts[key] === undefined ? [true, false] : [facts[key] === true]);
  const sizes = [1, 2].map((tier) => {
    const industries = facts.industry === undefined ? Object.keys(INDUSTRIES) : [facts.industry as string];
    const found = new Set<boolean>();
    for (const industry of industries) {
      const category = standard.categories.find(({ industries: own }) => own.some((one) => one === industry));
      const indicators = Object.entries(category?.bounds ?? {}).map(([key, tiers]) => {
        const value = facts[key as keyof Facts] as { min: number } | undefined;
        return value === undefined ? [true, false] : [value.min < (tiers[tier] as number)];
      });
      const [first = [false], second = [false]] = indicators;
      for (const one of first) for (const other of second) found.add(one || other);
    }
    return [...found];
  });
  const entities =
    facts.entityType === undefined ? Object.keys(FACTS.entityType.choices) : [facts.entityType];
  const audience = (size: readonly boolean[]) => [
    ...new Set(entities.flatMap((entity) => (entity === "enterprise" ? size : [entity === "individual"]))),
  ];
  const [small = [], medium = []] = sizes;
  const all = (...parts: (readonly boolean[])[]): Outcome => {
    if (parts.some((part) => !part.includes(true))) return "fails";
    return parts.every((part) => !part.includes(false)) ? "holds" : "unknown";
  };
  return {
    "M02.2": all(audience(medium), yesNo("affectedByEpidemic"), yesNo("goodProspects"), yesNo("hasBankLoan")),
    "M06.4": all(audience(small), yesNo("affectedByEpidemic")),
    size: all(small),
  };
}

function mingbai({ inquire, rulebook }: Assessor): Peer {
  const conditionOf = (id: string) => rulebook.rules.find(({ clause }) => clause.id === id)?.condition;
  const [renewal, supply] = [conditionOf("M02.2"), conditionOf("M06.4")];
  if (renewal === undefined || supply === undefined) throw new Error("M02.2 and M06.4 have conditions.");
  return async (facts) => {
    const inquiry = inquire(facts);
    const { possible } = inquiry.size();
    const small = possible.filter((size) => size === "micro" || size === "small").length;
    return {
      "M02.2": inquiry.outcomeOf(renewal),
      "M06.4": inquiry.outcomeOf(supply),
      size: small === possible.length ? "holds" : small === 0 ? "fails" : "unknown",
    };
  };
}

/** A fact as the others take it: a plain value, a date as a number. */
function plain(facts: Facts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => {
      if (typeof value === "object" && value !== null && "min" in value) return [key, value.min];
      return [key, key === "loanDueDate" ? dayNumber(value as string) : value];
    }),
  );
}

/** Days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

async function jsonRulesEngine(expressions: Record<RuleName, Expression>): Promise<Peer> {
  const { Engine } = await import("json-rules-engine");
  type Conditions = ConstructorParameters<typeof Engine>[0] extends (infer Rule)[] | undefined
    ? Rule extends { conditions: infer C }
      ? C
      : never
    : never;
  const write = (e: Expression): unknown => {
    if ("all" in e) return { all: e.all.map(write) };
    if ("any" in e) return { any: e.any.map(write) };
    return { fact: e.fact, operator: e.op === "=" ? "equal" : "lessThan", value: e.value };
  };
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const rule of RULES)
    engine.addRule({ conditions: write(expressions[rule]) as Conditions, event: { type: rule } });
  return async (facts) => {
    const { events } = await engine.run(plain(facts));
    const held = events.map(({ type }) => type);
    return verdictsFrom((rule) => (held.includes(rule) ? "holds" : "fails"));
  };
}

async function zenEngine(expressions: Record<RuleName, Expression>): Promise<Peer> {
  const { ZenEngine } = await import("@gorules/zen-engine");
  const write = (e: Expression): string => {
    if ("all" in e) return `(${e.all.map(write).join(" and ")})`;
    if ("any" in e) return `(${e.any.map(write).join(" or ")})`;
    return `${e.fact} ${e.op === "=" ? "==" : "<"} ${typeof e.value === "string" ? `"${e.value}"` : e.value}`;
  };
  const decisionOf = (rule: RuleName) =>
    new ZenEngine().createDecision({
      nodes: [
        { id: "in", name: "in", type: "inputNode" },
        {
          id: "rule",
          name: "rule",
          type: "expressionNode",
          content: { expressions: [{ id: "1", key: "holds", value: write(expressions[rule]) }] },
        },
        { id: "out", name: "out", type: "outputNode" },
      ],
      edges: [
        { id: "a", sourceId: "in", targetId: "rule", type: "edge" },
        { id: "b", sourceId: "rule", targetId: "out", type: "edge" },
      ],
    });
  const decisions = RULES.map((rule) => [rule, decisionOf(rule)] as const);
  return async (facts) => {
    const context = plain(facts);
    const said = new Map<RuleName, Outcome | "threw">();
    for (const [rule, decision] of decisions) {
      const answer = await decision.safeEvaluate(context);
      if (!answer.success) said.set(rule, "threw");
      else said.set(rule, outcomeFrom((answer.data.result as { holds?: unknown }).holds));
    }
    return verdictsFrom((rule) => said.get(rule) ?? "threw");
  };
}

async function publicodes(expressions: Record<RuleName, Expression>): Promise<Peer> {
  const { default: Engine } = await import("publicodes");
  const rules = RULES.map((rule) => [nameOf(rule), asPublicodes(expressions[rule])]);
  const engine = new Engine(publicodesModel(Object.fromEntries(rules)), { logger: SILENT });
  return async (facts) => {
    engine.setSituation(publicodesSituation(facts));
    return verdictsFrom((rule) => outcomeFrom(engine.evaluate(nameOf(rule)).nodeValue));
  };
}

/** publicodes reads no Chinese and no upper-case numbers in names. */
export const nameOf = (rule: string) => `rule ${rule.toLowerCase().replace(".", " ")}`;
export const SILENT = { log: () => {}, warn: () => {}, error: () => {} };

/** The rules and an entry for each fact. */
export function publicodesModel(rules: Record<string, unknown>): Record<string, { question: string }> {
  const facts = Object.keys(FACTS).map((key) => [key, { question: key }]);
  return { ...Object.fromEntries(facts), ...rules };
}

export function asPublicodes(e: Expression): unknown {
  if ("all" in e) return { "toutes ces conditions": e.all.map(asPublicodes) };
  if ("any" in e) return { "une de ces conditions": e.any.map(asPublicodes) };
  return `${e.fact} ${e.op} ${e.value === true ? "oui" : typeof e.value === "string" ? `'${e.value}'` : e.value}`;
}

export function publicodesSituation(facts: Facts): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(plain(facts)).map(([key, value]) => {
      if (typeof value === "boolean") return [key, value ? "oui" : "non"];
      return [key, typeof value === "string" ? `'${value}'` : (value as number)];
    }),
  );
}

function outcomeFrom(value: unknown): Outcome {
  return value === true ? "holds" : value === false ? "fails" : "unknown";
}

function verdictsFrom(verdictOf: (rule: RuleName) => Outcome | "threw"): Verdicts {
  return { "M02.2": verdictOf("M02.2"), "M06.4": verdictOf("M06.4"), size: verdictOf("size") };
}
