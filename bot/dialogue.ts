/**
 * 对话：a session and what was understood → the next session and the reply. Pure: the same in gives the same out. Repairs
 * follow the patterns of Rasa's dialogue: correction, skipped question, cancelled topic, interruption and return,
 * clarification, not understood, handover, repetition.
 */
import type { ClauseId } from "../knowledge/index.ts";
import type { Outcome, Retrieval } from "../retrieval/index.ts";
import {
  type Assessor,
  FACT_KEYS,
  FACTS,
  type FactKey,
  type FactSpec,
  factsSchema,
  type Inquiry,
  valueText,
} from "../rules/index.ts";
import type { Block } from "./blocks.ts";
import {
  briefBlocks,
  citationBlock,
  clauseBlocks,
  conclusionBlocks,
  departmentBlocks,
  textBlock,
} from "./clause-reply.ts";
import { fitList, progressBlock } from "./fit.ts";
import { assessmentOf, type Case, clauseOf, type Grounds, nextFact } from "./grounds.ts";
import { questionBlock, whyAsked } from "./question.ts";
import {
  clarification,
  documentBlocks,
  invitation,
  measureOffering,
  type Offering,
  overview,
  type Reply,
  refusal,
} from "./reply.ts";
import {
  newSession,
  type Offer,
  type Session,
  type Step,
  type Topic,
  unasked,
  type WrittenFacts,
} from "./session.ts";
import type { Command } from "./understand/commands.ts";
import type { Reference, Understanding } from "./understand.ts";
import { wording } from "./wording.ts";

/** Why a message could not be answered, for those who maintain the sayings. */
export type UnansweredReason = "near_miss" | "far" | "empty" | "ambiguous" | "handover" | "misheard";

export interface Turned {
  readonly session: Session;
  readonly reply: Reply;
  readonly unanswered?: UnansweredReason;
}

const MOST_TOPICS = 6;
const MOST_STEPS = 10;
const MOST_QUESTIONS = 4;

export function reduce(before: Session, understanding: Understanding, grounds: Grounds): Turned {
  const turned = turn(before, understanding, grounds);
  return { ...turned, session: withVerdicts(turned.session, [], caseOf(turned.session, grounds)) };
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

/* ---------- facts ---------- */

interface Change {
  readonly fact: FactKey;
  readonly from?: WrittenFacts[FactKey];
  readonly to: WrittenFacts[FactKey];
}

/** Facts that only make sense where there is a loan. */
const OF_A_LOAN = FACT_KEYS.filter((key) => (FACTS[key] as FactSpec).presumes === "hasBankLoan");

function withTold(session: Session, told: WrittenFacts): { session: Session; changes: Change[] } {
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

function stepOf({ facts, topics, asked }: Session): Step {
  return { facts, topics, ...(asked !== undefined && { asked }) };
}

function notedBlocks(changes: readonly Change[]): Block[] {
  const isNew = ({ from }: Change) => from == null;
  const fresh = changes.filter((change) => isNew(change) && change.to !== null);
  const unsure = changes.filter((change) => isNew(change) && change.to === null);
  const text = ({ fact, to }: Change) => wording.factValue(FACTS[fact].label, spoken(fact, to));
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

/** 甲：一；乙：二 */
export function factsText(session: Session): string {
  return FACT_KEYS.flatMap((fact) => {
    const written = session.facts[fact];
    const isSaid =
      written !== undefined && !(session.facts.hasBankLoan === false && OF_A_LOAN.includes(fact));
    return !isSaid ? [] : [wording.factValue(FACTS[fact].label, spoken(fact, written))];
  }).join("；");
}

/* ---------- verdicts ---------- */

/** Made once for each set of facts: a turn looks at its facts many times. */
const inquiries = new WeakMap<Assessor, WeakMap<WrittenFacts, Inquiry>>();

function caseOf({ facts }: Session, grounds: Grounds): Case {
  const known = inquiries.get(grounds.assessor) ?? new WeakMap<WrittenFacts, Inquiry>();
  inquiries.set(grounds.assessor, known);
  const inquiry = known.get(facts) ?? grounds.assessor.inquire(factsSchema.parse(facts));
  known.set(facts, inquiry);
  return { ...grounds, inquiry };
}

/** What the owner was told before and is so no more; what was open in the topic under discussion is answered in full instead. */
function rejudged(before: Session, session: Session, grounds: Grounds): Block[] {
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
function withVerdicts(session: Session, clauses: readonly ClauseId[], about: Case): Session {
  const given = Object.fromEntries(clauses.map((id) => [id, assessmentOf(id, about).verdict]));
  const known = Object.fromEntries(
    Object.keys(session.verdicts).map((id) => [id, assessmentOf(id, about).verdict]),
  );
  return { ...session, verdicts: { ...known, ...given } };
}

/* ---------- topics ---------- */

function withTopic(session: Session, topic: Topic): Session {
  const others = session.topics.filter(
    ({ kind, clauses }) => kind !== topic.kind || clauses.join() !== topic.clauses.join(),
  );
  return { ...unasked(session), topics: [topic, ...others].slice(0, MOST_TOPICS), offered: [] };
}

/** What was offered can be picked from again, as long as no question needs the numbers. */
function picked(offer: Offer, session: Session, grounds: Grounds): Turned {
  if ("fit" in offer) return startFit(session, [], grounds);
  const step: Step = { ...stepOf(session), isList: true };
  const past = session.offered.length > 3 ? [...session.past, step].slice(-MOST_STEPS) : session.past;
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

/** Answers about clauses, in full where they were not just given, then the first question they leave. */
function cite(
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

function startFit(session: Session, before: readonly Block[], grounds: Grounds): Turned {
  const clauses = grounds.notice.clauses.map(({ id }) => id);
  const opened = withTopic(session, { kind: "fit", clauses });
  return proceed(opened, [...before, textBlock(wording.fit.start)], grounds);
}

/** Goes on with the newest topic: the next question, or what is now settled. */
function proceed(session: Session, before: readonly Block[], grounds: Grounds): Turned {
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

function showFit(session: Session, before: readonly Block[], grounds: Grounds): Turned {
  const list = fitList(caseOf(session, grounds));
  const topics = session.topics.filter(({ kind }) => kind !== "fit");
  return {
    session: { ...unasked(session), topics, offered: list.offered },
    reply: { outcome: "overview", blocks: [...before, ...list.blocks] },
  };
}

/** Closes a reply: the question that is open, of the newest topic that has one. */
function afterwards(outcome: Outcome, blocks: readonly Block[], session: Session, grounds: Grounds): Turned {
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
function invite(session: Session, before: readonly Block[]): Turned {
  return {
    session: { ...unasked(session), offered: invitation.offered },
    reply: { outcome: "smalltalk", blocks: [...before, ...invitation.blocks] },
  };
}

function titleOf({ kind, clauses }: Topic, grounds: Grounds): string {
  return kind === "fit" ? wording.fitChoice : clauseOf(clauses[0] ?? "", grounds).title;
}

function ask(session: Session, fact: FactKey): Session {
  return session.asked === fact ? session : { ...session, asked: fact, misheard: 0 };
}

/** The answer was not understood: the question again, with its choices. */
function misheard(session: Session, grounds: Grounds): Turned {
  const isFigure = session.asked !== undefined && questionBlock(session.asked).options.length === 0;
  const blocks = [textBlock(isFigure ? wording.misheardFigure : wording.misheard)];
  const again = { ...session, misheard: session.misheard + 1 };
  const outcome = session.topics[0]?.kind === "fit" ? "overview" : "answer";
  return { ...afterwards(outcome, blocks, again, grounds), unanswered: "misheard" };
}

/* ---------- questions ---------- */

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

/* ---------- orders ---------- */

function obey(command: Command, session: Session, grounds: Grounds): Turned {
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
        reply: { outcome: "handover", blocks: [textBlock(wording.handover)] },
        unanswered: "handover",
      };
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
