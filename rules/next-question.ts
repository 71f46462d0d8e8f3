/**
 * 追问：of all clauses under discussion, the fact that leaves least to ask. Each candidate is weighed by the effort it
 * takes and the effort expected afterwards, were the rest then asked in the order of the fact table (a rollout; Bertsekas
 * and Tsitsiklis 1997). Never a fact that cannot change anything, never one answered or not known to the owner.
 */
import type { ClauseId } from "../knowledge/index.ts";
import type { Assessor, Inquiry } from "./assess.ts";
import { Diagrams, isResult, type Node } from "./diagram.ts";
import { FACT_KEYS, FACTS, type FactKey, type FactSpec } from "./facts.ts";

export interface Questioner {
  /**
   * The fact to ask for next, or none where nothing the owner can be asked changes any of the clauses.
   * @param clauses those under discussion; the ones whose verdict the date decides are the caller's to leave out
   */
  next(inquiry: Inquiry, clauses: readonly ClauseId[]): FactKey | undefined;
}

/** Nodes kept from question to question before starting afresh. */
const MOST_NODES = 100_000;

export function createQuestioner({ rulebook, model }: Assessor): Questioner {
  const { variables, cells, diagrams } = model;
  const specs = variables.map((key): FactSpec => FACTS[key]);
  const order = FACT_KEYS.map((key) => variables.indexOf(key));
  // Stryker disable next-line ArrowFunction: copied and narrowed, a function never looks at how many cells there are.
  const counts = variables.map((key) => cells[key].count);
  let space = new Diagrams(counts);
  let efforts = new Map<string, number>();
  /** What was found before, by the clauses: an inquiry does not change. */
  const found = new WeakMap<Inquiry, Map<string, FactKey | undefined>>();

  /** The facts that still matter to some function and may be asked, in the order of the table. */
  const candidatesOf = (functions: readonly Node[], askable: number): number[] => {
    const relevant = functions.reduce((bits, f) => bits | space.supportOf(f), 0) & askable;
    const open = order.filter((variable) => (relevant & (1 << variable)) !== 0);
    return open.filter((variable) => {
      const { presumes } = specs[variable] as FactSpec;
      return !open.some((other) => variables[other] === presumes);
    });
  };

  /** What the functions become, and how likely, for each answer to a fact. */
  const answersOf = (functions: readonly Node[], variable: number) => {
    const weights = cells[variables[variable] as FactKey].weights;
    const answers = new Map<string, { functions: Node[]; weight: number }>();
    weights.forEach((weight, cell) => {
      const narrowed = functions.map((f) => space.narrow(f, variable, 1 << cell));
      // Stryker disable next-line MethodExpression: nothing is asked of a result, so it adds nothing to the effort.
      const left = [...new Set(narrowed.filter((f) => !isResult(f)))];
      const answer = answers.get(left.join()) ?? { functions: left, weight: 0 };
      answer.weight += weight;
      answers.set(left.join(), answer);
    });
    return [...answers.values()];
  };

  const effortAfter = (functions: readonly Node[], variable: number, askable: number): number =>
    answersOf(functions, variable).reduce(
      (sum, answer) => sum + answer.weight * effortInOrder(answer.functions, askable & ~(1 << variable)),
      (specs[variable] as FactSpec).effort,
    );

  /** The effort to expect when everything that still matters is asked in the order of the table. */
  const effortInOrder = (functions: readonly Node[], askable: number): number => {
    const [first] = candidatesOf(functions, askable);
    if (first === undefined) return 0;
    const relevant = functions.reduce((bits, f) => bits | space.supportOf(f), 0);
    const key = `${functions.join()}|${relevant & askable}`;
    const before = efforts.get(key);
    if (before !== undefined) return before;
    const effort = effortAfter(functions, first, askable);
    efforts.set(key, effort);
    return effort;
  };

  const cheapest = (inquiry: Inquiry, clauses: readonly ClauseId[]): FactKey | undefined => {
    // Stryker disable next-line ConditionalExpression,EqualityOperator,BlockStatement: what is kept saves work, and changes no answer.
    if (space.size > MOST_NODES) {
      space = new Diagrams(counts);
      efforts = new Map();
    }
    const open = rulebook.rules.flatMap(({ clause, condition }) =>
      condition && clauses.includes(clause.id) && inquiry.outcomeOf(condition) === "unknown"
        ? [condition]
        : [],
    );
    const missing = new Set(open.flatMap((condition) => inquiry.missingOf(condition)));
    const askable = specs.reduce((bits, { question }, variable) => {
      const key = variables[variable] as FactKey;
      const isOpen = inquiry.facts[key] === undefined && question !== undefined;
      return isOpen && missing.has(key) ? bits | (1 << variable) : bits;
    }, 0);
    const functions = open.map((condition) =>
      inquiry.possible.reduce(
        (f, possible, variable) => space.narrow(f, variable, possible),
        space.copy(diagrams, inquiry.functionOf(condition)),
      ),
    );
    let best: { variable: number; effort: number } | undefined;
    for (const variable of candidatesOf(functions, askable)) {
      const effort = effortAfter(functions, variable, askable);
      if (best === undefined || effort < best.effort - 1e-9) best = { variable, effort };
    }
    return best && variables[best.variable];
  };

  return {
    next: (inquiry, clauses) => {
      const before = found.get(inquiry) ?? new Map<string, FactKey | undefined>();
      found.set(inquiry, before);
      const key = clauses.join();
      // Stryker disable next-line ConditionalExpression,BlockStatement: what is kept saves work, and changes no answer.
      if (!before.has(key)) before.set(key, cheapest(inquiry, clauses));
      return before.get(key);
    },
  };
}
