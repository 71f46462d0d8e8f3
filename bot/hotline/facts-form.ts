/** 情况表：a caller's facts, answered one key each, and what all clauses come to meanwhile. Holds nothing: the facts are sent in. */
import type { ClauseId, IsoDate } from "../../knowledge/index.ts";
import { FACT_KEYS, FACTS, type FactKey, type FactSpec, type Verdict } from "../../rules/index.ts";
import { assessmentOf, type Case, nextFact, openOf } from "../grounds.ts";
import { answersTo } from "../question.ts";
import type { Services } from "../respond.ts";
import { newSession, type WrittenFacts } from "../session.ts";
import { factText, saidFacts, withTold } from "../telling.ts";
import { caseOf } from "../topics.ts";
import { answerTo } from "../understand/answers.ts";
import { wording } from "../wording.ts";

/** What the operator typed for a fact: the number of an option, a figure, a date, words; 0 is 不清楚. */
export interface FormAnswer {
  readonly fact: FactKey;
  readonly said: string;
}

export interface FormRequest {
  readonly facts: WrittenFacts;
  readonly answer?: FormAnswer | undefined;
  /** The clause on the desk: its facts are asked for first. */
  readonly focus?: ClauseId | undefined;
  readonly asOf: IsoDate;
}

export interface KnownFact {
  readonly fact: FactKey;
  readonly text: string;
  readonly isUnsure: boolean;
}

export interface VerdictNow {
  readonly clause: ClauseId;
  readonly verdict: Verdict;
  /** What it was before the answer, where that was something else. */
  readonly before?: Verdict;
}

export interface FormState {
  readonly facts: WrittenFacts;
  /** The answer was not understood: why, for the operator. */
  readonly misheard?: string;
  readonly known: readonly KnownFact[];
  /** What can still change a verdict, in the order that settles most with least; the first is to be asked now. */
  readonly open: readonly FactKey[];
  /** All clauses, in the order of the text. */
  readonly verdicts: readonly VerdictNow[];
}

export function formState(request: FormRequest, services: Services): FormState {
  const { answer, asOf } = request;
  const said = answer && readAnswer(answer, asOf, services);
  const told = answer && said !== undefined ? { [answer.fact]: said } : {};
  const { facts } = withTold({ ...newSession, facts: request.facts }, told).session;
  const before = caseFor(request.facts, asOf, services);
  const now = caseFor(facts, asOf, services);
  const isFigure = answer !== undefined && answersTo(answer.fact).length === 0;
  return {
    facts,
    ...(answer &&
      said === undefined && { misheard: isFigure ? wording.misheardFigure : wording.hotline.misheardOption }),
    known: knownFacts(facts),
    open: openFacts(facts, request, now, services),
    verdicts: now.inquiry.assess(asOf).map(({ clause, verdict }) => {
      const old = assessmentOf(clause, before).verdict;
      return { clause, verdict, ...(old !== verdict && { before: old }) };
    }),
  };
}

export function caseFor(
  facts: WrittenFacts,
  asOf: IsoDate,
  { knowledge, assessor, questioner }: Services,
): Case {
  const grounds = { notice: knowledge.notice, assessor, questioner, asOf };
  return caseOf({ ...newSession, facts }, { ...grounds, person: "telephone", isWaiting: false });
}

const UNSURE_KEY = "0";

/** undefined where it is no answer to the fact's question */
function readAnswer({ fact, said }: FormAnswer, asOf: IsoDate, { lexicon }: Services) {
  const text = said.normalize("NFKC").trim();
  if (text === UNSURE_KEY) return null;
  const spec: FactSpec = FACTS[fact];
  // In the unit that stands beside the field.
  if (spec.kind === "number" && /^\d+(?:\.\d+)?$/u.test(text)) {
    const figure = Number(text);
    return spec.whole && !Number.isInteger(figure) ? undefined : figure;
  }
  const options = answersTo(fact).map(({ value }) => value);
  return answerTo(fact, text, options, asOf, lexicon);
}

function knownFacts(facts: WrittenFacts): KnownFact[] {
  return saidFacts(facts).map((fact) => {
    return { fact, text: factText(fact, facts[fact]), isUnsure: facts[fact] === null };
  });
}

/** First what the clause on the desk turns on, then what settles most of the others. */
function openFacts(
  facts: WrittenFacts,
  { focus, asOf }: FormRequest,
  about: Case,
  services: Services,
): FactKey[] {
  const first = focus === undefined ? [] : inOrder([focus], facts, asOf, services);
  const clauses = services.knowledge.notice.clauses.map(({ id }) => id);
  const next = first.length > 0 ? undefined : nextFact(clauses, undefined, about);
  const missing = openOf(clauses, about)
    .flatMap((id) => assessmentOf(id, about).missing)
    .filter((fact) => facts[fact] === undefined);
  const others = FACT_KEYS.filter((fact) => missing.includes(fact) && isAsked(fact, missing)).sort(
    (a, b) => count(missing, b) - count(missing, a),
  );
  return [...new Set([...first, ...(next === undefined ? [] : [next]), ...others])];
}

/** The questions in the order they come where none of the answers is known. */
function inOrder(
  clauses: readonly ClauseId[],
  facts: WrittenFacts,
  asOf: IsoDate,
  services: Services,
): FactKey[] {
  const next = nextFact(clauses, undefined, caseFor(facts, asOf, services));
  if (next === undefined) return [];
  return [next, ...inOrder(clauses, { ...facts, [next]: null }, asOf, services)];
}

/** Nobody is asked when a loan falls due before it is known that there is one. */
function isAsked(fact: FactKey, missing: readonly FactKey[]): boolean {
  const { question, presumes }: FactSpec = FACTS[fact];
  return question !== undefined && !missing.some((other) => other === presumes);
}

function count(missing: readonly FactKey[], fact: FactKey): number {
  return missing.filter((other) => other === fact).length;
}
