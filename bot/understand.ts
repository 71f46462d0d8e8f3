/** 理解：a message and the session it lands in → what is wanted, and what is told. The one step that looks at a question. */
import type { ClauseId, IsoDate, Knowledge } from "../knowledge/index.ts";
import { type Hit, normalise, type Retrieval, type Retriever } from "../retrieval/index.ts";
import { type Assessor, type FactKey, leavesOf } from "../rules/index.ts";
import type { Offer, Session, WrittenFacts } from "./session.ts";
import { optionIn } from "./understand/answers.ts";
import type { Command, CommandReader } from "./understand/commands.ts";
import { type Hearing, hear } from "./understand/hearing.ts";
import type { Lexicon } from "./understand/lexicon.ts";

export type Intent =
  | { readonly kind: "command"; readonly command: Command }
  /** One of the choices offered. */
  | { readonly kind: "pick"; readonly offer: Offer }
  /** A number or an answer where nothing waits for one. */
  | { readonly kind: "stale" }
  | Reference
  | { readonly kind: "question"; readonly text: string; readonly retrieval: Retrieval }
  /** Tells of the business, or answers what was asked. */
  | { readonly kind: "tell" }
  /** Neither an answer to what was asked nor a question. */
  | { readonly kind: "misheard" }
  /** Nothing was asked, and nothing is understood. */
  | { readonly kind: "nothing" };

/** A part of the notice named by its number: 第五条, M06.4. */
export interface Reference {
  readonly kind: "reference";
  readonly measure: number;
  readonly clause?: ClauseId;
}

export interface Understanding {
  readonly intent: Intent;
  readonly told: WrittenFacts;
}

export interface Listener {
  readonly knowledge: Knowledge;
  readonly assessor: Assessor;
  readonly retriever: Pick<Retriever, "retrieve">;
  readonly lexicon: Lexicon;
  readonly commandIn: CommandReader;
}

/** How sure retrieval has to be … */
const SURE = {
  /** … of a whole message, for nothing else to be tried. */
  clear: 0.6,
  /** … of a message without who is asking, to be preferred. */
  without: 0.75,
  /** … the same, where the whole message would have been refused. */
  despiteRefusal: 0.97,
  /** … of what is left of a message that told facts, to take it for a new matter. */
  newMatter: 0.75,
  /** … to leave a question that waits for its answer. */
  interruption: 0.85,
};
/** What is left of a message has to be as long, in characters, to be a matter of its own. */
const LEAST_MATTER = 5;

export async function understand(
  message: string,
  session: Session,
  asOf: IsoDate,
  listener: Listener,
): Promise<Understanding> {
  const { retriever, lexicon } = listener;
  const text = normalise(message);
  const order = orderIn(text, session, listener);
  if (order) return { intent: order, told: {} };

  const { asked } = session;
  const hearing = hear(message, asked, asOf, lexicon);
  const tell = (told = hearing.told): Understanding => ({ intent: { kind: "tell" }, told });
  const question = async (): Promise<Understanding> => {
    const retrieval = await clearest(message, hearing, session, retriever);
    return { intent: { kind: "question", text: message, retrieval }, told: hearing.told };
  };

  const corrected = correctionIn(message, hearing, session, asOf, lexicon);
  if (corrected) return tell(corrected);
  if (hearing.isAsking) return question();
  if (hearing.isAnswered) return tell();
  if (hearing.isTelling && session.topics.length > 0)
    return (await isNewMatter(hearing, session, listener)) ? question() : tell();
  if (asked !== undefined) return interruption(message, retriever);
  const found = await question();
  const isOnlyTelling = hearing.isTelling && hearing.isOnlyWho && hearing.matter.length < LEAST_MATTER;
  if (isOnlyTelling && foundNothing(found.intent)) return tell();
  const isRemark = session.topics.length > 0 && !hearing.isTelling && text.length <= LONGEST_REMARK;
  return isRemark && !(await standsAlone(message, retriever))
    ? { intent: { kind: "nothing" }, told: {} }
    : found;
}

/** 不对，有的: a correction that names nothing is of the last answer. */
function correctionIn(
  message: string,
  { isCorrecting, isAsking, told }: Hearing,
  { asked, answered }: Session,
  asOf: IsoDate,
  lexicon: Lexicon,
): WrittenFacts | undefined {
  if (!isCorrecting || isAsking || answered === undefined || answered === asked) return undefined;
  const again = hear(message, answered, asOf, lexicon);
  const isElsewhere = Object.keys(told).some((fact) => fact !== answered);
  return again.isAnswered && !isElsewhere ? again.told : undefined;
}

/** A short remark leans on what was said before; one that means something on its own is a question. */
async function standsAlone(message: string, retriever: Listener["retriever"]): Promise<boolean> {
  const alone = await retriever.retrieve(message);
  return alone.outcome !== "out_of_scope" && (alone.outcome !== "answer" || sureness(alone) >= SURE.clear);
}

const LONGEST_REMARK = 8;

/** Answers something, but nothing was asked. */
const BARE_ANSWER = /^(?:是|是的|对|对的|有|有的|没有|没|不是|否|嗯+|不清楚|不知道|跳过)[。.!！啊呀的]?$/u;

/** What is no message but an order: a word for it, a number to pick by, a part of the notice. */
function orderIn(text: string, session: Session, { commandIn, knowledge }: Listener): Intent | undefined {
  const command = commandIn(text);
  if (command && isMeant(command, text, session)) return { kind: "command", command };
  const reference = referenceIn(text, knowledge);
  if (reference) return reference;
  if (session.asked !== undefined) return undefined;
  const number = optionIn(text);
  if (number === undefined) return BARE_ANSWER.test(text) ? { kind: "stale" } : undefined;
  const offer = session.offered[number - 1];
  return offer ? { kind: "pick", offer } : { kind: "stale" };
}

/** 0 and 继续 are orders only where something is left to be sent or asked, 哪个部门负责 where a clause was cited. */
function isMeant(command: Command, text: string, { rest, asked, cited }: Session): boolean {
  if (command === "more") return rest.length > 0 || (asked !== undefined && text !== "0");
  return command !== "departments" || cited.length > 0;
}

const REFERENCE =
  /^(?:请问|我?[想要]?[看查问]|说说|讲讲)*(?:通知|文件|措施)?(?:的)?(?:(?<clause>m\d{2}\.\d)|第(?<measure>[一二三四五六七八九十]|10|[1-9])条)(?:措施|条款)?(?:的)?(?:原文|全文|内容|说的?(?:是)?什么|写的?(?:是)?什么|是什么|讲的?什么|怎么说的?|怎么写的?)*[?？。]?$/u;
const NUMERALS = "一二三四五六七八九十";

function referenceIn(text: string, { notice }: Knowledge): Reference | undefined {
  const { clause, measure } = REFERENCE.exec(text.replaceAll(" ", ""))?.groups ?? {};
  if (clause !== undefined) {
    const named = notice.clauses.find(({ id }) => id.toLowerCase() === clause);
    return named && { kind: "reference", measure: named.measure, clause: named.id };
  }
  if (measure === undefined) return undefined;
  return { kind: "reference", measure: NUMERALS.indexOf(measure) + 1 || Number(measure) };
}

/** What is asked; where the whole message leaves it unsure, without the words of who is asking, which can drown it. */
async function clearest(
  message: string,
  { question }: Hearing,
  { questions }: Session,
  retriever: Listener["retriever"],
): Promise<Retrieval> {
  const text = normalise(message);
  const turnedTo = TURNS_TO.exec(text)?.groups?.["matter"];
  if (turnedTo !== undefined) {
    const found = await retriever.retrieve(turnedTo);
    if (sureness(found) >= SURE.newMatter) return found;
  }
  const whole = await retriever.retrieve(message, questions);
  const two = whole.needs.length < 2 ? await twoQuestions(text, retriever) : undefined;
  if (two) return { ...whole, outcome: "answer", hits: two, needs: two.map(({ clause }) => clause) };
  if (sureness(whole) >= SURE.clear && whole.needs.length < 2) return whole;
  if (question.length < LEAST_MATTER || question.length >= text.length - 1) return whole;
  const found = await retriever.retrieve(question, questions);
  // 受疫情影响 is no need of its own.
  if (sureness(whole) >= SURE.clear && found.outcome !== "answer") return whole;
  if (whole.outcome === "out_of_scope") return sureness(found) >= SURE.despiteRefusal ? found : whole;
  return sureness(found) >= SURE.without || found.outcome === "out_of_scope" ? found : whole;
}

/** 那宽带呢 */
const TURNS_TO = /^那么?(?<matter>[^，,?？]{2,8}?)(?:的事)?呢[?？]?$/u;

/** 宽带降价吗？贷款能展期吗？ Each is asked for itself. */
async function twoQuestions(text: string, retriever: Listener["retriever"]): Promise<Hit[] | undefined> {
  const asked = text.split(/(?<=[?？])/u).map((part) => part.trim());
  if (asked.length !== 2 || asked.some((part) => part.length < LEAST_MATTER || !/[?？]$/u.test(part)))
    return undefined;
  const hits: Hit[] = [];
  for (const part of asked) {
    const found = await retriever.retrieve(part);
    const [first] = found.hits;
    if (first === undefined || sureness(found) < SURE.clear) return undefined;
    hits.push(first);
  }
  return hits[0]?.clause === hits[1]?.clause ? undefined : hits;
}

function sureness({ outcome, hits }: Retrieval): number {
  return outcome === "answer" || outcome === "clarify" ? (hits[0]?.score ?? 0) : 0;
}

/** The message is about another clause than the one spoken of: beside what it tells, or by a fact that matters to no topic. */
async function isNewMatter(
  { matter, topical }: Hearing,
  { topics }: Session,
  { retriever, assessor }: Listener,
): Promise<boolean> {
  const spoken = topics.flatMap(({ clauses }) => clauses);
  const isElsewhere = topical.facts.some((fact) => !spoken.some((id) => looksAt(id, fact, assessor)));
  const words = [matter, ...(isElsewhere ? [topical.words] : [])].filter((part) => part !== "").join("，");
  if (words.length < LEAST_MATTER) return false;
  const { outcome, hits } = await retriever.retrieve(words);
  const [first] = hits;
  return (
    outcome === "answer" &&
    first !== undefined &&
    first.score >= SURE.newMatter &&
    topics[0]?.clauses.includes(first.clause) !== true
  );
}

function looksAt(id: ClauseId, fact: FactKey, { rulebook }: Assessor): boolean {
  const condition = rulebook.rules.find(({ clause }) => clause.id === id)?.condition;
  return (
    condition !== undefined && leavesOf(condition).some((leaf) => leaf.kind === "fact" && leaf.fact === fact)
  );
}

/** No answer to the question that waits: a matter of its own, where that is sure. */
async function interruption(message: string, retriever: Listener["retriever"]): Promise<Understanding> {
  const retrieval = await retriever.retrieve(message);
  const { outcome } = retrieval;
  const isMatter =
    outcome === "answer"
      ? sureness(retrieval) >= SURE.interruption
      : PLAIN.has(outcome) && message.length > 1;
  return {
    intent: isMatter ? { kind: "question", text: message, retrieval } : { kind: "misheard" },
    told: {},
  };
}

/** What no answer to a question looks like. */
const PLAIN: ReadonlySet<Retrieval["outcome"]> = new Set(["smalltalk", "handover"]);

function foundNothing(intent: Intent): boolean {
  return (
    intent.kind === "question" &&
    (intent.retrieval.outcome === "out_of_scope" || intent.retrieval.outcome === "smalltalk")
  );
}
