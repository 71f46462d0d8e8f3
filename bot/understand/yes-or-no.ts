/** 是与否：what people say that settles a yes-or-no fact, clause by clause; what is said last counts. */
import { BUSINESS_SAYINGS } from "./business-sayings.ts";
import { LOAN_SAYINGS } from "./loan-sayings.ts";
import type { Saying } from "./saying.ts";
import type { ToldFacts } from "./told.ts";

const SAYINGS: readonly Saying[] = [...LOAN_SAYINGS, ...BUSINESS_SAYINGS];
/** For how many clauses a topic lasts. */
const LASTS = 3;

/** @param phrases what is told, clause by clause */
export function sayingsOf(phrases: readonly string[]): ToldFacts {
  const facts: ToldFacts = {};
  for (const saying of SAYINGS) {
    const settled = settledBy(saying, phrases);
    if (settled !== undefined) facts[saying.fact] = settled;
  }
  // Whoever speaks of putting off his repayment, or of who stands surety, has a loan.
  const impliesLoan = facts.loanRescheduled !== undefined || facts.guaranteedLoan === true;
  if (impliesLoan && facts.hasBankLoan === undefined) facts.hasBankLoan = true;
  return facts;
}

function settledBy(saying: Saying, phrases: readonly string[]): boolean | undefined {
  let settled: boolean | undefined;
  let spokenAt = Number.NEGATIVE_INFINITY;
  for (const [at, phrase] of phrases.entries()) {
    settled = saidIn(saying, phrase, at - spokenAt <= LASTS) ?? settled;
    if (saying.topic?.test(phrase)) spokenAt = at;
  }
  return settled;
}

function saidIn({ no, neither, yes, thenNo, thenYes }: Saying, phrase: string, isTopic: boolean) {
  if (no.test(phrase)) return false;
  if (neither?.test(phrase)) return undefined;
  if (yes.test(phrase)) return true;
  if (!isTopic) return undefined;
  if (thenNo?.test(phrase)) return false;
  return thenYes?.test(phrase) ? true : undefined;
}
