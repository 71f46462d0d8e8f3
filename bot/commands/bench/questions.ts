/** How many questions until four clauses are decided: ours, the fewest possible, the table's order, publicodes' score. */
import type { ClauseId, IsoDate } from "../../../knowledge/index.ts";
import {
  type Assessor,
  type Condition,
  createQuestioner,
  Diagrams,
  FACT_KEYS,
  FACTS,
  type FactKey,
  type Facts,
  isGroup,
  isResult,
  type Node,
} from "../../../rules/index.ts";
import { randomOwner, seeded } from "./owners.ts";
import {
  asPublicodes,
  dayNumber,
  type Expression,
  nameOf,
  publicodesModel,
  publicodesSituation,
  SILENT,
  sizeAtMost,
} from "./rules-peers.ts";
import { type Distribution, distributionOf } from "./timing.ts";

export interface QuestionsResult {
  /** Mean questions an owner is asked. */
  readonly ours: number;
  /** The fewest on average that any order of questions needs, found by search over all of them. */
  readonly optimum: number;
  readonly tableOrder: number;
  readonly publicodes: number;
  /** One choice of a question by ours, ms. */
  readonly choiceMs: Distribution;
}

const OWNERS = 1500;
const CLAUSES = ["M02.2", "M02.3", "M06.3", "M06.4"];
const DAY: IsoDate = "2022-06-15";

/** The next fact to ask, of those told so far; none when all is decided. */
type Policy = (told: Facts) => FactKey | undefined;

export async function measureQuestions(assessor: Assessor): Promise<QuestionsResult> {
  const random = seeded(37);
  const owners = Array.from({ length: OWNERS }, () => randomOwner(random));
  const questioner = createQuestioner(assessor);
  const times: number[] = [];
  const ours: Policy = (told) => {
    const inquiry = assessor.inquire(told);
    const start = performance.now();
    const fact = questioner.next(inquiry, CLAUSES);
    times.push(performance.now() - start);
    return fact;
  };
  const open = (told: Facts) => {
    const inquiry = assessor.inquire(told);
    return CLAUSES.map((clause) => inquiry.assessClause(clause, DAY));
  };
  const tableOrder: Policy = (told) => {
    const missing = open(told).flatMap((assessment) => assessment.missing);
    return FACT_KEYS.find((key) => missing.includes(key));
  };
  const mean = (policy: Policy) => owners.reduce((sum, owner) => sum + asked(owner, policy), 0) / OWNERS;
  return {
    ours: mean(ours),
    optimum: mean(optimalPolicy(CLAUSES, assessor)),
    tableOrder: mean(tableOrder),
    publicodes: mean(await publicodesPolicy(assessor, open)),
    choiceMs: distributionOf(times),
  };
}

/** How many questions a policy asks one owner. */
export function asked(owner: Facts, policy: Policy): number {
  let told: Facts = {};
  for (let count = 0; ; count++) {
    const fact = policy(told);
    if (fact === undefined) return count;
    if (told[fact] !== undefined) throw new Error(`${fact} is asked twice.`);
    told = { ...told, [fact]: owner[fact] ?? null };
  }
}

/** Looks at every order of questions; what is left of the four functions is remembered, so each rest is weighed once. */
export function optimalPolicy(clauses: readonly ClauseId[], { model, rulebook, inquire }: Assessor): Policy {
  const { variables, cells, diagrams } = model;
  const space = new Diagrams(variables.map((key) => cells[key].count));
  const roots = clauses.flatMap((id) => {
    const condition = rulebook.rules.find(({ clause }) => clause.id === id)?.condition;
    return condition ? [space.copy(diagrams, model.functions.get(condition) as Node)] : [];
  });
  const best = new Map<string, { questions: number; variable: number }>();
  const rest = (functions: readonly Node[]) =>
    [...new Set(functions.filter((f) => !isResult(f)))].toSorted((a, b) => a - b);
  const answers = (functions: readonly Node[], variable: number) => {
    const found = new Map<string, { functions: Node[]; weight: number }>();
    cells[variables[variable] as FactKey].weights.forEach((weight, cell) => {
      const left = rest(functions.map((f) => space.narrow(f, variable, 1 << cell)));
      const answer = found.get(left.join()) ?? { functions: left, weight: 0 };
      answer.weight += weight;
      found.set(left.join(), answer);
    });
    return found.values();
  };
  const search = (functions: readonly Node[]): { questions: number; variable: number } => {
    const key = functions.join();
    const before = best.get(key);
    if (before) return before;
    let fewest = { questions: functions.length === 0 ? 0 : Number.POSITIVE_INFINITY, variable: -1 };
    const support = functions.reduce((bits, f) => bits | space.supportOf(f), 0);
    for (const variable of variables.keys()) {
      if ((support & (1 << variable)) === 0) continue;
      let questions = 1;
      for (const { functions: left, weight } of answers(functions, variable)) {
        if (weight > 0) questions += weight * search(left).questions;
        if (questions >= fewest.questions) break;
      }
      if (questions < fewest.questions) fewest = { questions, variable };
    }
    best.set(key, fewest);
    return fewest;
  };
  return (told) => {
    const { possible } = inquire(told);
    const left = roots.map((root) =>
      possible.reduce((f, within, variable) => space.narrow(f, variable, within), root),
    );
    return variables[search(rest(left)).variable];
  };
}

/** publicodes' own order: the variable most often mentioned in what is still open. */
async function publicodesPolicy(
  { rulebook }: Assessor,
  open: (told: Facts) => readonly { clause: string; verdict: string }[],
): Promise<Policy> {
  const { default: Engine } = await import("publicodes");
  const written = (condition: Condition): Expression => {
    if (isGroup(condition)) {
      const parts = condition.of.map(written);
      return condition.kind === "all" ? { all: parts } : { any: parts };
    }
    if (condition.kind === "size")
      return sizeAtMost(rulebook.standard, condition.sizes.includes("medium") ? 2 : 1);
    const { fact, test } = condition;
    if ("in" in test) return { any: test.in.map((value) => ({ fact, op: "=", value })) };
    if ("atMost" in test) return { fact, op: "<", value: test.atMost + 0.005 };
    if ("until" in test) return { fact, op: "<", value: dayNumber(test.until) + 1 };
    return { fact, op: "=", value: true };
  };
  const rules = rulebook.rules.flatMap(({ clause, condition }) =>
    condition && CLAUSES.includes(clause.id) ? [[nameOf(clause.id), asPublicodes(written(condition))]] : [],
  );
  const engine = new Engine(publicodesModel(Object.fromEntries(rules)), { logger: SILENT });
  return (told) => {
    const undecided = open(told).filter(({ verdict }) => verdict === "needs_info");
    if (undecided.length === 0) return undefined;
    engine.setSituation(publicodesSituation(told));
    const scores = new Map<string, number>();
    for (const { clause } of undecided) {
      for (const [fact, score] of Object.entries(engine.evaluate(nameOf(clause)).missingVariables))
        if (fact in FACTS) scores.set(fact, (scores.get(fact) ?? 0) + (score ?? 0));
    }
    const [top] = [...scores]
      .filter(([fact]) => told[fact as FactKey] === undefined)
      .toSorted((a, b) => b[1] - a[1]);
    return top?.[0] as FactKey | undefined;
  };
}
