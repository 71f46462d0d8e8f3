/**
 * 对话：a session and what was understood → the next session and the reply. Pure: the same in gives the same out. Repairs
 * follow the patterns of Rasa's dialogue: correction, skipped question, cancelled topic, interruption and return,
 * clarification, not understood, handover, repetition.
 */
import type { Retrieval } from "../retrieval/index.ts";
import type { Block } from "./blocks.ts";
import { textBlock } from "./clause-reply.ts";
import { fitList } from "./fit.ts";
import type { Grounds } from "./grounds.ts";
import { obey } from "./orders.ts";
import { questionBlock } from "./question.ts";
import { clarification, documentBlocks, measureOffering, type Offering, overview, refusal } from "./reply.ts";
import { type Offer, type Session, type Step, unasked } from "./session.ts";
import { MOST_STEPS, notedBlocks, stepOf, withTold } from "./telling.ts";
import {
  afterwards,
  caseOf,
  cite,
  proceed,
  rejudged,
  startFit,
  type Turned,
  withVerdicts,
} from "./topics.ts";
import type { Reference, Understanding } from "./understand.ts";
import { wording } from "./wording.ts";

const MOST_QUESTIONS = 4;

export function reduce(before: Session, understanding: Understanding, grounds: Grounds): Turned {
  const turned = turn(before, understanding, grounds);
  const { asked, facts } = turned.session;
  const isKnown = asked !== undefined && facts[asked] !== undefined;
  const session = isKnown ? unasked(turned.session) : turned.session;
  return { ...turned, session: withVerdicts(session, [], caseOf(session, grounds)) };
}

function turn(before: Session, { intent, told }: Understanding, grounds: Grounds): Turned {
  const { session, changes } = withTold(before, told);
  const noted = notedBlocks(changes);
  switch (intent.kind) {
    case "command":
      return obey(intent.command, session, grounds);
    case "pick":
      return picked(intent.offer, session, grounds);
    case "stale":
      return afterwards("smalltalk", [textBlock(wording.stale)], session, grounds);
    case "misheard":
      return misheard(session, grounds);
    case "reference":
      return refer(intent, session, grounds);
    case "nothing":
      return afterwards("smalltalk", [textBlock(wording.notUnderstood)], session, grounds);
    case "tell":
      return proceed(session, [...noted, ...rejudged(before, session, grounds)], grounds);
    case "question":
      return answered(intent.text, intent.retrieval, session, noted, grounds, before);
  }
}

/** What was offered can be picked from again, as long as no question needs the numbers. */
function picked(offer: Offer, session: Session, grounds: Grounds): Turned {
  if ("fit" in offer) return startFit(session, [], grounds);
  const list = fitList(caseOf(session, grounds)).offered;
  const step: Step = { ...stepOf(session), isList: true };
  const isFromList = JSON.stringify(list) === JSON.stringify(session.offered);
  const past = isFromList ? [...session.past, step].slice(-MOST_STEPS) : session.past;
  const turned = cite([offer.clause], { ...session, past }, [], grounds);
  const isFree = turned.session.asked === undefined;
  return { ...turned, session: { ...turned.session, offered: isFree ? session.offered : [] } };
}

/** 第五条, M06.4: a part of the notice named by its number. */
function refer({ measure, clause }: Reference, session: Session, grounds: Grounds): Turned {
  if (clause !== undefined) return cite([clause], session, [], grounds);
  const offering = measureOffering(measure, grounds);
  if (offering === undefined) return afterwards("document", documentBlocks("", grounds), session, grounds);
  return {
    session: { ...unasked(session), offered: offering.offered },
    reply: { outcome: "overview", blocks: offering.blocks },
  };
}

/** The answer was not understood: the question again, with its choices. */
function misheard(session: Session, grounds: Grounds): Turned {
  const isFigure = session.asked !== undefined && questionBlock(session.asked).options.length === 0;
  const blocks = [textBlock(isFigure ? wording.misheardFigure : wording.misheard)];
  const again = { ...session, misheard: session.misheard + 1 };
  const outcome = session.topics[0]?.kind === "fit" ? "overview" : "answer";
  return { ...afterwards(outcome, blocks, again, grounds), unanswered: "misheard" };
}

/** The owner wants to know what fits him, not what there is. */
const FOR_ME = /我|咱|俺|本店|本公司|享受|符合|适合|够(?:得上|条件|格)|能(?:拿|领|申请|办|用)|轮得?到|沾光/u;

function answered(
  text: string,
  retrieval: Retrieval,
  session: Session,
  noted: readonly Block[],
  grounds: Grounds,
  before: Session,
): Turned {
  const { outcome, hits, needs, refusal: why } = retrieval;
  const asking = { ...session, questions: [...session.questions, text].slice(-MOST_QUESTIONS) };
  const lead = [...noted, ...rejudged(before, session, grounds)];
  const then = (blocks: readonly Block[]) => afterwards(outcome, [...lead, ...blocks], session, grounds);
  const offering = ({ blocks, offered }: Offering): Turned => {
    if (offered.length === 0) return then(blocks);
    return { session: { ...unasked(asking), offered }, reply: { outcome, blocks: [...lead, ...blocks] } };
  };
  switch (outcome) {
    case "answer": {
      const clauses = needs.length > 1 ? needs.slice(0, 2) : hits.slice(0, 1).map(({ clause }) => clause);
      return cite(clauses, asking, lead, grounds);
    }
    case "clarify":
      return { ...offering(clarification(retrieval, grounds)), unanswered: "ambiguous" };
    case "document":
      return then(documentBlocks(text, grounds));
    case "overview":
      return FOR_ME.test(text) || noted.length > 0
        ? startFit(asking, lead, grounds)
        : offering(overview(grounds));
    case "smalltalk":
      return then([textBlock(wording.smalltalk)]);
    case "handover":
      return obey("handover", session, grounds);
    case "out_of_scope": {
      const refused = refusal(retrieval, grounds);
      const reason = why === "near-miss" ? "near_miss" : (why ?? "far");
      // A question that waits keeps its numbers.
      const turned = session.asked === undefined ? offering(refused) : then(withoutChoices(refused.blocks));
      return { ...turned, unanswered: reason };
    }
  }
}

function withoutChoices(blocks: readonly Block[]): Block[] {
  return blocks.map((block) => {
    if (block.kind !== "choice") return block;
    return { kind: "list", items: block.choices.map(({ label }) => label) };
  });
}
