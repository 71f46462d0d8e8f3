/** 话题：what is under discussion: answers, the next question, verdicts given before that no longer hold. */
import { LRUCache } from "lru-cache";
import type { ClauseId } from "../knowledge/index.ts";
import type { Outcome } from "../retrieval/index.ts";
import { type Assessor, type FactKey, factsSchema, type Inquiry } from "../rules/index.ts";
import type { Block } from "./blocks.ts";
import { briefBlocks, clauseBlocks, textBlock } from "./clause-reply.ts";
import { fitList, progressBlock } from "./fit.ts";
import { assessmentOf, type Case, clauseOf, type Grounds, nextFact } from "./grounds.ts";
import { questionBlock } from "./question.ts";
import { invitation, type Reply } from "./reply.ts";
import { type Session, type Topic, unasked } from "./session.ts";
import { wording } from "./wording.ts";

/** Why a message could not be answered, for those who maintain the sayings. */
export type UnansweredReason = "near_miss" | "far" | "empty" | "ambiguous" | "handover" | "misheard";

export interface Turned {
  readonly session: Session;
  readonly reply: Reply;
  readonly unanswered?: UnansweredReason;
}

const MOST_TOPICS = 6;
/** Made once for each set of facts: a turn looks at its facts many times, and many owners have told the same, or nothing yet. */
const inquiries = new WeakMap<Assessor, LRUCache<string, Inquiry>>();
const MOST_INQUIRIES = 500;

export function caseOf({ facts }: Session, grounds: Grounds): Case {
  const known = inquiries.get(grounds.assessor) ?? new LRUCache({ max: MOST_INQUIRIES });
  inquiries.set(grounds.assessor, known);
  const key = JSON.stringify(facts);
  const inquiry = known.get(key) ?? grounds.assessor.inquire(factsSchema.parse(facts));
  known.set(key, inquiry);
  return { ...grounds, inquiry };
}

/** What the owner was told before and is so no more; what was open in the topic under discussion is answered in full instead. */
export function rejudged(before: Session, session: Session, grounds: Grounds): Block[] {
  const about = caseOf(session, grounds);
  return Object.entries(before.verdicts).flatMap(([id, old]) => {
    const { verdict } = assessmentOf(id, about);
    const isAnswered = old === "needs_info" && session.topics[0]?.clauses.includes(id) === true;
    if (old === undefined || isAnswered || verdict === old) return [];
    return [
      textBlock(
        wording.changed(clauseOf(id, grounds).title, wording.verdicts[old], wording.verdicts[verdict]),
      ),
    ];
  });
}

/** Remembers the verdicts the owner has been given. */
export function withVerdicts(session: Session, clauses: readonly ClauseId[], about: Case): Session {
  const given = Object.fromEntries(clauses.map((id) => [id, assessmentOf(id, about).verdict]));
  const known = Object.fromEntries(
    Object.keys(session.verdicts).map((id) => [id, assessmentOf(id, about).verdict]),
  );
  return { ...session, verdicts: { ...known, ...given } };
}

export function withTopic(session: Session, topic: Topic): Session {
  const others = session.topics.filter(
    ({ kind, clauses }) => kind !== topic.kind || clauses.join() !== topic.clauses.join(),
  );
  return { ...unasked(session), topics: [topic, ...others].slice(0, MOST_TOPICS), offered: [] };
}

/** Answers about clauses, in full where they were not just given, then the first question they leave. */
export function cite(
  clauses: readonly ClauseId[],
  session: Session,
  before: readonly Block[],
  grounds: Grounds,
): Turned {
  const about = caseOf(session, grounds);
  const isSeen = (id: ClauseId) =>
    session.cited.includes(id) && session.verdicts[id] === assessmentOf(id, about).verdict;
  const blocks = clauses.flatMap((id, index) => [
    ...(index > 0 ? [textBlock(wording.alsoNeeded)] : []),
    ...(isSeen(id) ? briefBlocks(id, about) : clauseBlocks(id, about)),
  ]);
  const opened = withVerdicts(
    { ...withTopic(session, { kind: "clauses", clauses }), cited: clauses },
    clauses,
    about,
  );
  return afterwards("answer", [...before, ...blocks], opened, grounds);
}

export function startFit(session: Session, before: readonly Block[], grounds: Grounds): Turned {
  const clauses = grounds.notice.clauses.map(({ id }) => id);
  const opened = withTopic(session, { kind: "fit", clauses });
  return proceed(opened, [...before, textBlock(wording.fit.start)], grounds);
}

/** Goes on with the newest topic: the next question, or what is now settled. */
export function proceed(session: Session, before: readonly Block[], grounds: Grounds): Turned {
  const [topic] = session.topics;
  if (topic === undefined) return invite(session, before);
  const about = caseOf(session, grounds);
  const fact = nextFact(topic.clauses, session.asked, about);
  if (topic.kind === "fit") {
    if (fact === undefined) return showFit(session, before, grounds);
    const blocks = [...before, progressBlock(topic.clauses, about), questionBlock(fact)];
    return { session: { ...ask(session, fact), offered: [] }, reply: { outcome: "overview", blocks } };
  }
  const settled = topic.clauses.filter((id) => assessmentOf(id, about).verdict !== session.verdicts[id]);
  const due = fact === undefined && settled.length === 0 ? topic.clauses : settled;
  const isSame = settled.length === 0 && fact === undefined && before.length === 0;
  const blocks = [
    ...before,
    ...due.flatMap((id) => (isSame ? briefBlocks(id, about) : clauseBlocks(id, about))),
  ];
  const told = withVerdicts({ ...session, ...(due.length > 0 && { cited: due }) }, due, about);
  return afterwards("answer", blocks, told, grounds);
}

export function showFit(session: Session, before: readonly Block[], grounds: Grounds): Turned {
  const list = fitList(caseOf(session, grounds));
  const topics = session.topics.filter(({ kind }) => kind !== "fit");
  return {
    session: { ...unasked(session), topics, offered: list.offered },
    reply: { outcome: "overview", blocks: [...before, ...list.blocks] },
  };
}

/** Closes a reply: the question that is open, of the newest topic that has one. */
export function afterwards(
  outcome: Outcome,
  blocks: readonly Block[],
  session: Session,
  grounds: Grounds,
): Turned {
  const about = caseOf(session, grounds);
  for (const [index, topic] of session.topics.entries()) {
    const fact = nextFact(topic.clauses, session.asked, about);
    if (fact === undefined) continue;
    const topics = [topic, ...session.topics.filter((other) => other !== topic)];
    const lead = index > 0 ? wording.backToTopic(titleOf(topic, grounds)) : undefined;
    return {
      session: { ...ask({ ...session, topics }, fact), offered: [] },
      reply: { outcome, blocks: [...blocks, questionBlock(fact, lead)] },
    };
  }
  if (blocks.length === 0) return invite(session, []);
  return { session: unasked(session), reply: { outcome, blocks } };
}

/** Nothing is open and nothing asked. */
export function invite(session: Session, before: readonly Block[]): Turned {
  return {
    session: { ...unasked(session), offered: invitation.offered },
    reply: { outcome: "smalltalk", blocks: [...before, ...invitation.blocks] },
  };
}

function titleOf({ kind, clauses }: Topic, grounds: Grounds): string {
  return kind === "fit" ? wording.fitChoice : clauseOf(clauses[0] ?? "", grounds).title;
}

export function ask(session: Session, fact: FactKey): Session {
  return session.asked === fact ? session : { ...session, asked: fact, misheard: 0 };
}
