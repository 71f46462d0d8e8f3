/** 所说：what a message tells, taken into the session, and said back. */
import { FACT_KEYS, FACTS, type FactKey, type FactSpec, factsSchema, valueText } from "../rules/index.ts";
import type { Block } from "./blocks.ts";
import { textBlock } from "./clause-reply.ts";
import type { Session, Step, WrittenFacts } from "./session.ts";
import { wording } from "./wording.ts";

/** 返回 goes back so far. */
export const MOST_STEPS = 10;

export interface Change {
  readonly fact: FactKey;
  readonly from?: WrittenFacts[FactKey];
  readonly to: WrittenFacts[FactKey];
}

/** Facts that only make sense where there is a loan. */
const OF_A_LOAN = FACT_KEYS.filter((key) => (FACTS[key] as FactSpec).presumes === "hasBankLoan");

/** The session with what was told, and what that changes. */
export function withTold(session: Session, told: WrittenFacts): { session: Session; changes: Change[] } {
  const changes = FACT_KEYS.flatMap((fact): Change[] => {
    const to = told[fact];
    if (to === undefined || JSON.stringify(to) === JSON.stringify(session.facts[fact])) return [];
    return [{ fact, to, ...(session.facts[fact] !== undefined && { from: session.facts[fact] }) }];
  });
  if (changes.length === 0) return { session, changes };
  const facts = { ...aboutLoans(session.facts, told), ...told };
  const answered = session.asked ?? changes.findLast(({ fact }) => FACTS[fact].kind === "yesNo")?.fact;
  const isAnswer = answered !== undefined && told[answered] !== undefined;
  return {
    session: {
      ...session,
      ...(isAnswer && { answered }),
      facts,
      past:
        session.asked === undefined ? session.past : [...session.past, stepOf(session)].slice(-MOST_STEPS),
    },
    changes,
  };
}

/** Whoever has no loan has none that was put off or guaranteed, and need not be asked; whoever has one after all is asked again. */
function aboutLoans(known: WrittenFacts, told: WrittenFacts): WrittenFacts {
  const isDenied = told.hasBankLoan === false;
  if (!isDenied && !(told.hasBankLoan === true && known.hasBankLoan === false)) return known;
  const others = Object.fromEntries(
    Object.entries(known).filter(([key]) => !OF_A_LOAN.includes(key as FactKey)),
  );
  if (!isDenied) return others;
  return {
    ...others,
    ...Object.fromEntries(OF_A_LOAN.flatMap((key) => (FACTS[key].kind === "yesNo" ? [[key, false]] : []))),
  };
}

export function stepOf({ facts, topics, asked }: Session): Step {
  return { facts, topics, ...(asked !== undefined && { asked }) };
}

export function notedBlocks(changes: readonly Change[]): Block[] {
  const isNew = ({ from }: Change) => from == null;
  const fresh = changes.filter((change) => isNew(change) && change.to !== null);
  const unsure = changes.filter((change) => isNew(change) && change.to === null);
  const text = ({ fact, to }: Change) => factText(fact, to);
  return [
    ...(fresh.length > 0 ? [textBlock(wording.noted(fresh.map(text).join("；")))] : []),
    ...unsure.map(({ fact }) => textBlock(wording.notedUnsure(FACTS[fact].label))),
    ...changes
      .filter((change) => !isNew(change))
      .map(({ fact, from, to }) =>
        textBlock(wording.corrected(FACTS[fact].label, spoken(fact, from), spoken(fact, to))),
      ),
  ];
}

function spoken(fact: FactKey, written: WrittenFacts[FactKey]): string {
  return valueText(fact, factsSchema.parse({ [fact]: written })[fact] ?? null);
}

/** What the owner has said so far; without what only follows from it. */
export function saidFacts(facts: WrittenFacts): FactKey[] {
  return FACT_KEYS.filter(
    (fact) => facts[fact] !== undefined && !(facts.hasBankLoan === false && OF_A_LOAN.includes(fact)),
  );
}

export function factsText({ facts }: Session): string {
  return saidFacts(facts)
    .map((fact) => factText(fact, facts[fact]))
    .join("；");
}

/** 主体类型：个体工商户 */
export function factText(fact: FactKey, written: WrittenFacts[FactKey]): string {
  return wording.factValue(FACTS[fact].label, spoken(fact, written));
}
