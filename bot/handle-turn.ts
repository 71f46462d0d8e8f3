/** 接待：a message in, its reply out, kept before it is given. The same message always gets the same reply. */
import { randomUUID } from "node:crypto";
import type { ClauseId, IsoDate } from "../knowledge/index.ts";
import type { Outcome } from "../retrieval/index.ts";
import type { FactKey, Verdict } from "../rules/index.ts";
import type { Block } from "./blocks.ts";
import { masked } from "./privacy.ts";
import type { ReceiptCode } from "./receipt.ts";
import { type Answer, respond, type Services } from "./respond.ts";
import { newSession, type Session, type WrittenFacts } from "./session.ts";
import { type Store, takeTurn } from "./store/index.ts";

/** 来信：one message, verified and parsed. */
export interface Inbound {
  readonly channel: string;
  readonly conversation: string;
  /** The platform's id of the message. */
  readonly message?: string;
  readonly text: string;
  readonly asOf?: IsoDate | undefined;
  /** What the channel sends in one message; where it cuts, the rest is kept for 下一段. */
  readonly pages?: (blocks: readonly Block[]) => readonly string[];
}

/** 答复 as it is given and kept: the stable form programs read. */
export interface Delivery {
  readonly conversation: string;
  readonly outcome: Outcome;
  /** Clauses quoted, first the one the message is about. */
  readonly cites: readonly ClauseId[];
  /** The one fact the reply asks for. */
  readonly asks: FactKey | null;
  /** What can be picked by number, in order. */
  readonly choices: readonly string[];
  /** Of the clauses spoken of so far. */
  readonly verdicts: Readonly<Partial<Record<ClauseId, Verdict>>>;
  readonly facts: WrittenFacts;
  readonly receipt: ReceiptCode | null;
  readonly blocks: readonly Block[];
  /** What the channel sends now; absent where it renders blocks. */
  readonly page?: string;
}

export interface Desk {
  readonly services: Services;
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** After so long numbers and the open question no longer hold; facts do, and it is said. */
const IDLE_MS = 2 * 60 * 60 * 1000;

export function newConversation(): string {
  return randomUUID();
}

/** @throws StoreError when the turn could not be kept */
export async function handleTurn(inbound: Inbound, { services, store, now }: Desk): Promise<Delivery> {
  const { conversation, channel, message, pages } = inbound;
  const at = now();
  const text = masked(inbound.text);
  const asOf = inbound.asOf ?? services.today();
  const incoming = { conversation, channel, at, text, ...(message !== undefined && { message }) };
  const { reply } = await takeTurn<Session, Delivery>(store, incoming, async (saved, lastAt, taken) => {
    const session = saved ?? newSession;
    const isResumed = lastAt !== undefined && at - lastAt > IDLE_MS;
    const answer = await respond({ text, session, asOf, isResumed, attempt: taken.length }, services);
    const [page, ...rest] = pages ? pages(answer.reply.blocks) : [];
    const delivery = { ...deliveryOf(conversation, answer), ...(page !== undefined && { page }) };
    return {
      state: { ...answer.session, rest: pages ? restAfter(session, answer, rest) : [] },
      reply: delivery,
      outcome: answer.reply.outcome,
      ...(answer.receipt && { receipt: answer.receipt }),
      ...(answer.unanswered && {
        unanswered: { reason: answer.unanswered, nearest: answer.retrieval?.nearest ?? [] },
      }),
    };
  });
  return reply;
}

/** 下一段 has been sent: one less is left. */
function restAfter(before: Session, { isNextPage }: Answer, rest: readonly string[]): readonly string[] {
  return isNextPage ? before.rest.slice(1) : rest;
}

/** @param conversation as the caller knows it */
export function deliveryOf(conversation: string, { session, reply, receipt }: Answer): Delivery {
  const { blocks, outcome } = reply;
  return {
    conversation,
    outcome,
    cites: blocks.flatMap((block) => (block.kind === "citation" ? [block.citation.clause] : [])),
    asks: session.asked ?? null,
    choices: blocks.flatMap((block) => {
      if (block.kind === "question") return block.options.map(({ label }) => label);
      if (block.kind === "verdicts") return block.lines.map(({ label }) => label);
      return block.kind === "choice" ? block.choices.map(({ label }) => label) : [];
    }),
    verdicts: { ...session.verdicts, ...listedVerdicts(blocks) },
    facts: session.facts,
    receipt: receipt?.code ?? null,
    blocks,
  };
}

function listedVerdicts(blocks: readonly Block[]): Partial<Record<ClauseId, Verdict>> {
  const listed = blocks.flatMap((block) => (block.kind === "verdicts" ? Object.entries(block.all) : []));
  return Object.fromEntries(listed) as Partial<Record<ClauseId, Verdict>>;
}
