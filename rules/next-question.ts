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
  const counts = variables.map((key) => cells[key].count);
  let space = new Diagrams(counts);
  let efforts = new Map<string, number>();

  /** The facts that still matter to some function and may be asked, in the order of the table. */
  const candidatesOf = (functions: readonly Node[], askable: number): number[] => {
    const relevant = functions.reduce((bits, f) => bits | space.supportOf(f), 0);
    return order.filter((variable) => {
      const presumed = variables.indexOf(specs[variable]?.presumes as FactKey);
      const waits = presumed >= 0 && (relevant & askable & (1 << presumed)) !== 0;
      return (relevant & askable & (1 << variable)) !== 0 && !waits;
    });
  };

  /** What the functions become, and how likely, for each answer to a fact. */
  const answersOf = (functions: readonly Node[], variable: number) => {
    const weights = cells[variables[variable] as FactKey].weights;
    const answers = new Map<string, { functions: Node[]; weight: number }>();
    weights.forEach((weight, cell) => {
      const narrowed = functions.map((f) => space.narrow(f, variable, 1 << cell));
      const left = [...new Set(narrowed.filter((f) => !isResult(f)))].toSorted((a, b) => a - b);
      const answer = answers.get(left.join()) ?? { functions: left, weight: 0 };
      answer.weight += weight;
      answers.set(left.join(), answer);
    });
    return [...answers.values()].filter(({ weight }) => weight > 0);
  };

  const effortAfter = (functions: readonly Node[], variable: number, askable: number): number =>
    answersOf(functions, variable).reduce(
      (sum, answer) => sum + answer.weight * effortInOrder(answer.functions, askable & ~(1 << variable)),
      specs[variable]?.effort ?? 1,
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

  return {
    next: (inquiry, clauses) => {
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
      const askable = variables.reduce((bits, key, variable) => {
        const isOpen = inquiry.facts[key] === undefined && specs[variable]?.question !== undefined;
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
    },
  };
}
