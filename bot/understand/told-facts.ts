/**
 * 听出事实：facts out of what somebody writes. Deterministic, and careful: what is not certain, asked, supposed or about
 * somebody else is not a fact.
 */
import type { IsoDate } from "../../knowledge/index.ts";
import { amountsIn } from "./amounts.ts";
import { cityIn } from "./cities.ts";
import { clausesOf, withLists } from "./clauses.ts";
import { dueDateOf } from "./due-date.ts";
import { entityOf } from "./entity.ts";
import { industryOf } from "./industry.ts";
import type { Lexicon } from "./lexicon.ts";
import { sizeOf } from "./size.ts";
import type { ToldFacts } from "./told.ts";
import { sayingsOf } from "./yes-or-no.ts";

/** @param asOf the day relative dates are meant from */
export function toldFacts(message: string, asOf: IsoDate, lexicon: Lexicon): ToldFacts {
  const clauses = clausesOf(message);
  const texts = clauses.map(({ text }) => text);
  const facts: ToldFacts = {
    ...sizeOf(clauses),
    ...entityOf(clauses),
    ...industryOf(clauses, lexicon.trades),
    ...cityIn(texts, lexicon.cities),
    ...amountsIn(clauses),
    ...sayingsOf(withLists(clauses)),
    ...dueDateOf(clauses, asOf),
  };
  const { hasBankLoan } = facts;
  if (hasBankLoan === undefined && facts.loanDueDate !== undefined) facts.hasBankLoan = true;
  // A loan that is denied has no amount and no date.
  if (hasBankLoan === false) for (const key of ["creditLine", "loanDueDate"] as const) delete facts[key];
  return facts;
}
