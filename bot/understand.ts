/** 理解：a message and the session it lands in → what is wanted, and what is told. The one step that looks at a question. */
import type { IsoDate } from "../knowledge/index.ts";
import { normalise, type Retrieval, type Retriever } from "../retrieval/index.ts";
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
  | { readonly kind: "question"; readonly text: string; readonly retrieval: Retrieval }
  /** Tells of the business, or answers what was asked. */
  | { readonly kind: "tell" }
  /** Neither an answer to what was asked nor a question. */
  | { readonly kind: "misheard" };

export interface Understanding {
  readonly intent: Intent;
  readonly told: WrittenFacts;
}

export interface Listener {
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
  { retriever, lexicon, commandIn }: Listener,
): Promise<Understanding> {
  const order = orderIn(normalise(message), session, commandIn);
  if (order) return { intent: order, told: {} };

  const hearing = hear(message, session.asked, asOf, lexicon);
  const { told } = hearing;
  const tell: Understanding = { intent: { kind: "tell" }, told };
  const question = async (): Promise<Understanding> => {
    const retrieval = await clearest(message, hearing, session, retriever);
    return { intent: { kind: "question", text: message, retrieval }, told };
  };

  if (hearing.isAsking) return question();
  if (hearing.isAnswered) return tell;
  if (hearing.isTelling && session.topics.length > 0)
    return (await isNewMatter(hearing, session, retriever)) ? question() : tell;
  if (session.asked !== undefined) return interruption(message, retriever);
  const asked = await question();
  const isOnlyTelling = hearing.isTelling && hearing.isOnlyWho && hearing.matter.length < LEAST_MATTER;
  return isOnlyTelling && foundNothing(asked.intent) ? tell : asked;
}

/** Answers something, but nothing was asked. */
const BARE_ANSWER = /^(?:是|是的|对|对的|有|有的|没有|没|不是|否|嗯+|不清楚|不知道|跳过)[。.!！啊呀的]?$/u;

/** What is no message but an order: a word for it, a number to pick by. */
function orderIn(text: string, session: Session, commandIn: CommandReader): Intent | undefined {
  const command = commandIn(text);
  // 0 and 继续 are orders only where something is left to be sent, 看结果 where there are results.
  const isMeant =
    (command !== "more" || session.rest.length > 0) &&
    (command !== "results" || session.topics[0]?.kind === "fit");
  if (command && isMeant) return { kind: "command", command };
  if (session.asked !== undefined) return undefined;
  const number = optionIn(text);
  if (number === undefined) return BARE_ANSWER.test(text) ? { kind: "stale" } : undefined;
  const offer = session.offered[number - 1];
  return offer ? { kind: "pick", offer } : { kind: "stale" };
}

/** What is asked; where the whole message leaves it unsure, without the words of who is asking, which can drown it. */
async function clearest(
  message: string,
  { question }: Hearing,
  { questions }: Session,
  retriever: Listener["retriever"],
): Promise<Retrieval> {
  const whole = await retriever.retrieve(message, questions);
  const isWhole = question.length < LEAST_MATTER || question.length >= normalise(message).length - 1;
  if (isWhole || sureness(whole) >= SURE.clear) return whole;
  const without = await retriever.retrieve(question, questions);
  if (whole.outcome === "out_of_scope") return sureness(without) >= SURE.despiteRefusal ? without : whole;
  return sureness(without) >= SURE.without || without.outcome === "out_of_scope" ? without : whole;
}

function sureness({ outcome, hits }: Retrieval): number {
  return outcome === "answer" || outcome === "clarify" ? (hits[0]?.score ?? 0) : 0;
}

/** Beside what it tells, the message is about another clause than the one spoken of. */
async function isNewMatter(
  { matter }: Hearing,
  { topics }: Session,
  retriever: Listener["retriever"],
): Promise<boolean> {
  if (matter.length < LEAST_MATTER) return false;
  const { outcome, hits } = await retriever.retrieve(matter);
  const [first] = hits;
  return (
    outcome === "answer" &&
    first !== undefined &&
    first.score >= SURE.newMatter &&
    topics[0]?.clauses.includes(first.clause) !== true
  );
}

/** No answer to the question that waits: a matter of its own, where that is sure. */
async function interruption(message: string, retriever: Listener["retriever"]): Promise<Understanding> {
  const retrieval = await retriever.retrieve(message);
  const { outcome } = retrieval;
  const isMatter = outcome === "answer" ? sureness(retrieval) >= SURE.interruption : !UNCERTAIN.has(outcome);
  return {
    intent: isMatter ? { kind: "question", text: message, retrieval } : { kind: "misheard" },
    told: {},
  };
}

const UNCERTAIN: ReadonlySet<Retrieval["outcome"]> = new Set(["out_of_scope", "clarify"]);

function foundNothing(intent: Intent): boolean {
  return (
    intent.kind === "question" &&
    (intent.retrieval.outcome === "out_of_scope" || intent.retrieval.outcome === "smalltalk")
  );
}
