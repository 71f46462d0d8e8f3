/** 接待：a message in, its reply out, kept before it is given. The same message always gets the same reply. */
import { randomUUID } from "node:crypto";
import type { ClauseId, IsoDate } from "../knowledge/index.ts";
import { normalise, type Outcome } from "../retrieval/index.ts";
import type { FactKey, Verdict } from "../rules/index.ts";
import type { Block } from "./blocks.ts";
import { currentHandover, isStaffed } from "./handover.ts";
import type { Metrics } from "./metrics.ts";
import type { PersonWay } from "./person-way.ts";
import { masked } from "./privacy.ts";
import type { ReceiptCode } from "./receipt.ts";
import { type Answer, type Respond, respond, type Services } from "./respond.ts";
import { newSession, type Session, type WrittenFacts } from "./session.ts";
import { type Handover, type Store, takeTurn } from "./store/index.ts";

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
  /** Who takes over where a person is wanted; 12345 where it is absent. */
  readonly person?: PersonWay;
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
  /** The owner waits for a person; or a person has the conversation, and the bot says nothing. */
  readonly handover?: "waiting" | "taken";
}

export interface Desk {
  readonly services: Services;
  /** Where answers are worked out; here, where it is absent. */
  readonly respond?: Respond;
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly metrics?: Metrics;
}

/** After so long numbers and the open question no longer hold; facts do, and it is said. */
const IDLE_MS = 2 * 60 * 60 * 1000;

export function newConversation(): string {
  return randomUUID();
}

/** As conversations are kept: those of one channel cannot be reached through another. */
export function conversationKey(channel: string, conversation: string): string {
  return `${channel}:${conversation}`;
}

/** @throws StoreError when the turn could not be kept */
export async function handleTurn(inbound: Inbound, desk: Desk): Promise<Delivery> {
  const { channel } = inbound;
  const begun = performance.now();
  let handled: Handled | undefined;
  try {
    handled = await handle(inbound, desk);
    return handled.delivery;
  } finally {
    desk.metrics?.turn({
      channel,
      outcome: handled?.delivery.outcome ?? "error",
      seconds: (performance.now() - begun) / 1000,
      isRepeated: handled?.isRepeated ?? false,
      ...(handled?.way && { handover: handled.way }),
    });
  }
}

interface Handled {
  readonly delivery: Delivery;
  /** It was answered before. */
  readonly isRepeated: boolean;
  /** A person is asked for, and who takes over. */
  readonly way?: PersonWay;
}

async function handle(inbound: Inbound, desk: Desk): Promise<Handled> {
  const { services, store, now } = desk;
  const { person = "telephone", channel, conversation, text } = inbound;
  if (person !== "console") return answered(inbound, { person }, desk);
  const open = await currentHandover(store, conversationKey(channel, conversation), now());
  const isLeaving = open !== undefined && services.commandIn(normalise(text)) === "leave";
  if (isLeaving) await store.handovers.end(open.id, "owner", now());
  else if (open?.taken) return heardByPerson(inbound, open, desk);
  // Nobody is sent to wait where nobody is there.
  const way = (await isStaffed(store, now())) ? "console" : "telephone";
  return answered(inbound, { person: way, isWaiting: open !== undefined, isLeaving }, desk);
}

/** The bot is silent: the words go to the person. */
async function heardByPerson(
  { conversation, message, text }: Inbound,
  handover: Handover,
  { store, now }: Desk,
): Promise<Handled> {
  const said = { from: "owner", text, at: now(), ...(message !== undefined && { message }) } as const;
  await store.handovers.say(handover.id, said);
  const delivery: Delivery = {
    conversation,
    outcome: "handover",
    cites: [],
    asks: null,
    choices: [],
    verdicts: {},
    facts: {},
    receipt: null,
    blocks: [],
    handover: "taken",
  };
  return { delivery, isRepeated: false };
}

interface Waiting {
  readonly person: PersonWay;
  /** For a person, when the message came. */
  readonly isWaiting?: boolean;
  /** It says that no person is wanted any more. */
  readonly isLeaving?: boolean;
}

async function answered(
  inbound: Inbound,
  { person, isWaiting = false, isLeaving = false }: Waiting,
  { services, store, now, respond: respondTo = (given) => respond(given, services) }: Desk,
): Promise<Handled> {
  const { conversation, channel, message, pages } = inbound;
  const at = now();
  const text = masked(inbound.text);
  const asOf = inbound.asOf ?? services.today();
  const incoming = {
    conversation: conversationKey(channel, conversation),
    channel,
    at,
    text,
    ...(message !== undefined && { message }),
  };
  const { reply, repeated } = await takeTurn<Session, Delivery>(
    store,
    incoming,
    async (saved, lastAt, taken) => {
      const session = saved ?? newSession;
      const isResumed = lastAt !== undefined && at - lastAt > IDLE_MS;
      const attempt = taken.length;
      const answer = await respondTo({ text, session, asOf, isResumed, attempt, person, isWaiting });
      const wantsPerson = person === "console" && answer.reply.outcome === "handover";
      const [page, ...rest] = pages ? pages(answer.reply.blocks) : [];
      const delivery: Delivery = {
        ...deliveryOf(conversation, answer),
        ...(page !== undefined && { page }),
        ...((wantsPerson || (isWaiting && !isLeaving)) && { handover: "waiting" }),
      };
      return {
        state: { ...answer.session, rest: pages ? restAfter(session, answer, rest) : [] },
        reply: delivery,
        outcome: answer.reply.outcome,
        wantsPerson,
        cites: delivery.cites,
        tookMs: now() - at,
        ...(answer.receipt && { receipt: answer.receipt }),
        ...(answer.unanswered && {
          unanswered: { reason: answer.unanswered, nearest: answer.retrieval?.nearest ?? [] },
        }),
      };
    },
  );
  return { delivery: reply, isRepeated: repeated, ...(reply.outcome === "handover" && { way: person }) };
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
