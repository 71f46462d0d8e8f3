/** 口令：what is done when the owner gives an order: 为什么, 原文, 返回, 转人工. */
import {
  citationBlock,
  clauseBlocks,
  conclusionBlocks,
  departmentBlocks,
  textBlock,
} from "./clause-reply.ts";
import { clauseOf, type Grounds } from "./grounds.ts";
import { questionBlock, whyAsked } from "./question.ts";
import { documentBlocks } from "./reply.ts";
import { newSession, type Session, unasked } from "./session.ts";
import { factsText } from "./telling.ts";
import { afterwards, ask, caseOf, rejudged, showFit, startFit, type Turned, withVerdicts } from "./topics.ts";
import type { Command } from "./understand/commands.ts";
import { wording } from "./wording.ts";

export function obey(command: Command, session: Session, grounds: Grounds): Turned {
  const say = (words: string) => afterwards("smalltalk", [textBlock(words)], session, grounds);
  switch (command) {
    case "why":
      return why(session, grounds);
    case "original":
      return original(session, grounds);
    case "handover":
      // The message stands alone, so that it is seen; the question waits.
      return {
        session,
        reply: { outcome: "handover", blocks: [textBlock(wording.handover[grounds.person])] },
        unanswered: "handover",
      };
    case "leave":
      return say(grounds.isWaiting ? wording.person.left : wording.person.alone);
    case "fit":
      return startFit(session, [], grounds);
    case "departments":
      return departments(session, grounds);
    case "restart":
      return { session: newSession, reply: { outcome: "smalltalk", blocks: [textBlock(wording.restarted)] } };
    case "back":
      return goBack(session, grounds);
    case "help":
      return afterwards(
        "smalltalk",
        [textBlock(wording.help), { kind: "list", items: wording.helpItems }],
        session,
        grounds,
      );
    case "thanks":
      return say(wording.thanks);
    case "repeat":
      return repeat(session, grounds);
    case "cancel":
      return {
        session: { ...unasked(session), topics: [], offered: [] },
        reply: { outcome: "smalltalk", blocks: [textBlock(wording.cancelled)] },
      };
    case "facts":
      return say(factsText(session) === "" ? wording.noFactsYet : wording.knownFacts(factsText(session)));
    case "results":
      return showFit(session, [], grounds);
    case "more":
      if (session.rest.length === 0) return afterwards("answer", [], session, grounds);
      return { session, reply: { outcome: "answer", blocks: session.rest.slice(0, 1).map(textBlock) } };
  }
}

/** Who answers for the clauses last cited. */
function departments(session: Session, grounds: Grounds): Turned {
  const about = caseOf(session, grounds);
  const blocks = session.cited.flatMap((id) => departmentBlocks(id, about));
  return afterwards("answer", blocks, session, grounds);
}

/** Of a question that waits: why it is asked, and the question again. Of a verdict: what it rests on. */
function why(session: Session, grounds: Grounds): Turned {
  const about = caseOf(session, grounds);
  const { asked, topics, cited } = session;
  if (asked !== undefined)
    return afterwards("answer", whyAsked(asked, topics[0]?.clauses ?? [], about), session, grounds);
  if (cited.length === 0)
    return afterwards("smalltalk", [textBlock(wording.nothingToExplain)], session, grounds);
  const blocks = cited.flatMap((id) => clauseBlocks(id, about, "explained"));
  return afterwards("answer", blocks, withVerdicts(session, cited, about), grounds);
}

/** The words, in the measure they stand in, with the conclusion last given. */
function original(session: Session, grounds: Grounds): Turned {
  const about = caseOf(session, grounds);
  if (session.cited.length === 0)
    return afterwards("document", documentBlocks("", grounds), session, grounds);
  const blocks = session.cited.flatMap((id) => {
    const clause = clauseOf(id, grounds);
    return [citationBlock(clause, grounds, true), ...conclusionBlocks(clause, about)];
  });
  return afterwards("answer", blocks, session, grounds);
}

function repeat(session: Session, grounds: Grounds): Turned {
  const about = caseOf(session, grounds);
  return afterwards(
    "answer",
    session.cited.flatMap((id) => clauseBlocks(id, about)),
    session,
    grounds,
  );
}

function goBack(session: Session, grounds: Grounds): Turned {
  const step = session.past.at(-1);
  if (step === undefined)
    return afterwards("smalltalk", [textBlock(wording.nothingBefore)], session, grounds);
  const { asked, isList, ...earlier } = step;
  const restored: Session = { ...unasked(session), ...earlier, past: session.past.slice(0, -1), offered: [] };
  if (isList) return showFit(restored, [], grounds);
  const changed = rejudged(session, restored, grounds);
  if (asked === undefined)
    return afterwards("smalltalk", [textBlock(wording.backTo), ...changed], restored, grounds);
  return {
    session: ask(restored, asked),
    reply: { outcome: "answer", blocks: [textBlock(wording.backTo), ...changed, questionBlock(asked)] },
  };
}
