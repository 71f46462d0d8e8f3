/** One question, one answer: retrieve → reply. */
import type { ClauseId, IsoDate, Knowledge } from "../knowledge/index.ts";
import type { ExplainedRetrieval, OpenedRetriever, Outcome, Retrieval } from "../retrieval/index.ts";
import { type Reply, replyWith } from "./reply.ts";

export interface Services {
  readonly knowledge: Knowledge;
  readonly retriever: OpenedRetriever;
  /** Today's date in Asia/Shanghai. */
  readonly today: () => IsoDate;
}

export interface Question {
  readonly question: string;
  /** Earlier turns of the owner, oldest first. */
  readonly context?: readonly string[] | undefined;
  readonly asOf?: IsoDate | undefined;
}

export interface Answer {
  readonly outcome: Outcome;
  readonly retrieval: Retrieval;
  readonly reply: Reply;
}

export async function ask({ question, context, asOf }: Question, services: Services): Promise<Answer> {
  const { knowledge, retriever, today } = services;
  const retrieval = await retriever.retrieve(question, context);
  const reply = replyWith(question, retrieval, knowledge.notice, asOf ?? today());
  return { outcome: retrieval.outcome, retrieval, reply };
}

/** The answer that cites one clause the owner has picked. */
export function citing(clause: ClauseId, asOf: IsoDate | undefined, { knowledge, today }: Services): Answer {
  const hits = [{ clause, score: 1 }];
  const retrieval: Retrieval = { outcome: "answer", hits, nearest: hits, needs: [] };
  return { outcome: "answer", retrieval, reply: replyWith("", retrieval, knowledge.notice, asOf ?? today()) };
}

export function explain(
  { question, context }: Question,
  { retriever }: Services,
): Promise<ExplainedRetrieval> {
  return retriever.explain(question, context);
}

/** Asia/Shanghai is eight hours ahead of UTC all year. */
const SHANGHAI_AHEAD_MS = 8 * 60 * 60 * 1000;

/** Today in Asia/Shanghai, whatever the server's time zone. */
export function todayInShanghai(now: Date = new Date()): IsoDate {
  return new Date(now.getTime() + SHANGHAI_AHEAD_MS).toISOString().slice(0, 10);
}
