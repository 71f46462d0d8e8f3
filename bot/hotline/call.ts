/** 来电：what is noted of a call, saved as it is noted; what the caller was told, with receipts; how it ends. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { ClauseId, IsoDate } from "../../knowledge/index.ts";
import { factsSchema } from "../../rules/index.ts";
import { conversationKey, type Delivery, type Desk, deliveryOf } from "../handle-turn.ts";
import { masked } from "../privacy.ts";
import { respond } from "../respond.ts";
import { newSession, type WrittenFacts } from "../session.ts";
import { type SavedCall, takeTurn, type WhyUnanswered } from "../store/index.ts";

export const CHANNEL = "hotline";

export interface CallContent {
  /** The words the caller's matter was looked up by. */
  readonly asked: readonly string[];
  readonly notes: string;
  readonly facts: WrittenFacts;
  /** The clauses the caller was told of, in that order. */
  readonly clauses: readonly ClauseId[];
  readonly isUnresolved: boolean;
}

/** Facts as they were written, refused where the rules could not read them. */
export const writtenFacts = z
  .record(z.string(), z.unknown())
  .refine((facts) => factsSchema.safeParse(facts).success)
  .transform((facts) => facts as WrittenFacts);

const NOTES = 5_000;
const ASKED = 400;
const MOST = 40;

export const callContentSchema: z.ZodType<CallContent> = z.object({
  asked: z.array(z.string().max(ASKED)).max(MOST),
  notes: z.string().max(NOTES),
  facts: writtenFacts,
  clauses: z.array(z.string().max(20)).max(MOST),
  isUnresolved: z.boolean(),
});

export function contentOf({ content }: SavedCall): CallContent {
  return content as CallContent;
}

/** Numbers that point to a person lose their middle before they are kept. */
export function withoutPersonalNumbers(content: CallContent): CallContent {
  return { ...content, asked: content.asked.map(masked), notes: masked(content.notes) };
}

/**
 * The answer about a clause for the caller's facts, kept with its receipt: the very answer an owner with these facts gets who
 * asks for the clause. The same answer in the same call is kept once.
 */
export function tellCaller(
  call: string,
  clause: ClauseId,
  facts: WrittenFacts,
  asOf: IsoDate,
  desk: Desk,
): Promise<Delivery> {
  const message = createHash("sha256")
    .update(JSON.stringify([clause, facts, asOf]))
    .digest("base64url");
  return takeDeskTurn({ call, message, text: clause, facts, asOf }, desk);
}

/** A call that helped nobody is looked at by those who maintain the sayings. */
export async function noteUnresolved(call: SavedCall, asOf: IsoDate, desk: Desk): Promise<void> {
  const { asked, notes, facts, clauses } = contentOf(call);
  const text = [...asked, notes].join("；").replace(/；$/u, "") || clauses.join("、");
  const { nearest } = await desk.services.retriever.retrieve(text);
  const unanswered = { reason: UNRESOLVED, nearest };
  await takeDeskTurn({ call: call.id, message: UNRESOLVED, text, facts, asOf, unanswered }, desk);
}

/** As it stands among the reasons of what was not answered. */
const UNRESOLVED = "unresolved";

interface DeskTurn {
  readonly call: string;
  readonly message: string;
  readonly text: string;
  readonly facts: WrittenFacts;
  readonly asOf: IsoDate;
  readonly unanswered?: WhyUnanswered;
}

async function takeDeskTurn(
  { call, message, text, facts, asOf, unanswered }: DeskTurn,
  { services, store, now }: Desk,
): Promise<Delivery> {
  const incoming = {
    conversation: conversationKey(CHANNEL, call),
    channel: CHANNEL,
    message,
    at: now(),
    text,
  };
  const { reply } = await takeTurn<unknown, Delivery>(store, incoming, async (_state, _lastAt, taken) => {
    const session = { ...newSession, facts };
    const answer = await respond({ text, session, asOf, attempt: taken.length }, services);
    return {
      state: answer.session,
      reply: deliveryOf(call, answer),
      outcome: answer.reply.outcome,
      ...(answer.receipt && { receipt: answer.receipt }),
      ...(unanswered && { unanswered }),
    };
  });
  return reply;
}
