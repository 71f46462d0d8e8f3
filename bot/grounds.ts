/** 判断依据：what the answers of one turn rest on: the notice, the rules, the day judged for. */
import type { Clause, ClauseId, IsoDate, Notice } from "../knowledge/index.ts";
import type { Assessment, Assessor, FactKey, Inquiry, Questioner, Rule } from "../rules/index.ts";
import type { PersonWay } from "./person-way.ts";
import { wording } from "./wording.ts";

export interface Grounds {
  readonly notice: Notice;
  readonly assessor: Assessor;
  readonly questioner: Questioner;
  /** The date judged for, Asia/Shanghai. */
  readonly asOf: IsoDate;
  /** Who takes over where a person is wanted. */
  readonly person: PersonWay;
  /** The owner waits for a person, or is with one. */
  readonly isWaiting: boolean;
}

/** The grounds with one owner's facts. */
export interface Case extends Grounds {
  readonly inquiry: Inquiry;
}

export function clauseOf(id: ClauseId, { notice }: Grounds): Clause {
  const clause = notice.clauses.find((candidate) => candidate.id === id);
  if (clause === undefined) throw new RangeError(`There is no clause ${id}.`);
  return clause;
}

export function ruleOf(id: ClauseId, { assessor }: Grounds): Rule | undefined {
  return assessor.rulebook.rules.find(({ clause }) => clause.id === id);
}

export function assessmentOf(id: ClauseId, { inquiry, asOf }: Case): Assessment {
  return inquiry.assessClause(id, asOf);
}

/** Those of the clauses whose verdict still hangs on a fact. */
export function openOf(clauses: readonly ClauseId[], about: Case): ClauseId[] {
  return clauses.filter((id) => assessmentOf(id, about).verdict === "needs_info");
}

/** The fact to ask for so that the clauses can be judged; the one that waits for its answer where it still matters. */
export function nextFact(
  clauses: readonly ClauseId[],
  waiting: FactKey | undefined,
  about: Case,
): FactKey | undefined {
  const open = openOf(clauses, about);
  if (open.length === 0) return undefined;
  const stillMatters =
    waiting !== undefined &&
    about.inquiry.facts[waiting] === undefined &&
    open.some((id) => assessmentOf(id, about).missing.includes(waiting));
  return stillMatters ? waiting : about.questioner.next(about.inquiry, open);
}

const DIGITS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/** 第六条 */
export function measureName(number: number): string {
  const tens = Math.floor(number / 10);
  return wording.measureNumber(
    `${tens > 1 ? DIGITS[tens] : ""}${tens > 0 ? "十" : ""}${DIGITS[number % 10]}`,
  );
}
