/** The one path of a message: understand → retrieve → facts → rules → reply. Looks at nothing but what it is given. */
import type { IsoDate } from "../knowledge/index.ts";
import type { OpenedRetriever, Retrieval } from "../retrieval/index.ts";
import type { Questioner } from "../rules/index.ts";
import type { Block } from "./blocks.ts";
import { textBlock } from "./clause-reply.ts";
import { reduce } from "./dialogue.ts";
import type { PersonWay } from "./person-way.ts";
import {
  digestOf,
  type ReceiptCode,
  type ReceiptRecord,
  receiptBlock,
  receiptCode,
  type Versions,
} from "./receipt.ts";
import type { Reply } from "./reply.ts";
import { type Session, unasked } from "./session.ts";
import { factsText } from "./telling.ts";
import type { UnansweredReason } from "./topics.ts";
import { type Listener, type Understanding, understand } from "./understand.ts";
import { wording } from "./wording.ts";

export interface Services extends Listener {
  readonly retriever: OpenedRetriever;
  readonly questioner: Questioner;
  readonly versions: Versions;
  /** Today's date in Asia/Shanghai. */
  readonly today: () => IsoDate;
}

/** A message of an owner, with what its answer depends on. */
export interface Message {
  readonly text: string;
  readonly session: Session;
  /** The date judged for, Asia/Shanghai. */
  readonly asOf: IsoDate;
  /** The conversation lay idle so long that numbers and the open question no longer hold. */
  readonly isResumed?: boolean;
  /** Tries for a receipt code, where others had it. */
  readonly attempt?: number;
  readonly person?: PersonWay;
  readonly isWaiting?: boolean;
}

export interface Answer {
  readonly session: Session;
  readonly reply: Reply;
  readonly retrieval?: Retrieval;
  readonly receipt?: { readonly code: ReceiptCode; readonly record: ReceiptRecord };
  readonly unanswered?: UnansweredReason;
  /** Not an answer of its own but the next part of the one before. */
  readonly isNextPage: boolean;
}

export type Respond = (message: Message) => Promise<Answer>;

export async function respond(message: Message, services: Services): Promise<Answer> {
  const {
    text,
    session,
    asOf,
    isResumed = false,
    attempt = 0,
    person = "telephone",
    isWaiting = false,
  } = message;
  const { knowledge, assessor, questioner, versions } = services;
  const current = isResumed ? { ...unasked(session), offered: [], rest: [] } : session;
  const understanding = await understand(text, current, asOf, services);
  const turned = reduce(current, understanding, {
    notice: knowledge.notice,
    assessor,
    questioner,
    asOf,
    person,
    isWaiting,
  });
  const known = isResumed ? factsText(session) : "";
  const blocks =
    known === "" ? turned.reply.blocks : [textBlock(wording.resumed(known)), ...turned.reply.blocks];
  const retrieval = retrievalOf(understanding);
  const answer: Answer = {
    session: turned.session,
    reply: { outcome: turned.reply.outcome, blocks },
    isNextPage: understanding.intent.kind === "command" && understanding.intent.command === "more",
    ...(retrieval && { retrieval }),
    ...(turned.unanswered && { unanswered: turned.unanswered }),
  };
  if (!blocks.some(({ kind }) => kind === "conclusion" || kind === "verdicts")) return answer;
  // What a channel had still to send is no part of the answer.
  const before = { ...session, rest: [] };
  const record = { versions, asOf, session: before, text, isResumed, digest: digestOf(blocks) };
  const code = receiptCode(record, attempt);
  return {
    ...answer,
    reply: { ...answer.reply, blocks: withReceipt(blocks, code) },
    receipt: { code, record },
  };
}

/** What is asked comes last, so that it stands where the answer is typed. */
export function withReceipt(blocks: readonly Block[], code: ReceiptCode): Block[] {
  const receipt = receiptBlock(code);
  const last = blocks.at(-1);
  return last?.kind === "question" ? [...blocks.slice(0, -1), receipt, last] : [...blocks, receipt];
}

function retrievalOf({ intent }: Understanding): Retrieval | undefined {
  return intent.kind === "question" ? intent.retrieval : undefined;
}
