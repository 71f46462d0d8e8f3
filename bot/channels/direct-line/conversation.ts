/** A Direct Line conversation: begun with the greeting, what is posted kept and answered, a person's words in between. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { NotDelivered, type Send } from "../../handover.ts";
import { wording } from "../../wording.ts";
import { textActivity } from "../activity.ts";
import { type Answering, answerActivity, greeting } from "../activity-answer.ts";
import { incomingSchema } from "../activity-received.ts";
import type { Streams } from "./streams.ts";
import type { Transcript } from "./transcript.ts";

export interface Conversations {
  /** Greets; begun again, nothing happens. */
  readonly begin: (conversation: string) => Promise<void>;
  /** @returns the id of the activity; its answer is in the conversation. @throws StoreError */
  readonly post: (conversation: string, posted: Posted, user: string) => Promise<string>;
  readonly refuseUpload: (conversation: string) => Promise<void>;
  /** A person's words. */
  readonly send: Send;
  /** False where too much comes in. */
  readonly mayPost: (conversation: string) => Promise<boolean>;
}

/** What a client may send; whom it is from and to is known already. */
export const postedSchema = incomingSchema.omit({ conversation: true, id: true }).extend({
  channelData: z.object({ clientActivityID: incomingSchema.shape.id }).nullish().catch(undefined),
});

export type Posted = z.infer<typeof postedSchema>;

const QUOTA = { limit: 30, windowMs: 60_000 };

export function createConversations(
  desk: Desk,
  { transcript, streams, cards }: { transcript: Transcript; streams: Streams; cards: boolean },
): Conversations {
  const answering: Answering = {
    desk,
    channel: "direct-line",
    conversationOf: ({ conversation }) => conversation.id,
    screenOf: () => ({ cards, mostActions: Number.POSITIVE_INFINITY }),
  };
  const woken = async <T>(conversation: string, work: Promise<T>): Promise<T> => {
    const done = await work;
    streams.wake(conversation);
    return done;
  };
  return {
    begin: (conversation) =>
      woken(conversation, transcript.addBot(conversation, greeting(), { kind: "greeting" })),
    post: async (conversation, posted, user) => {
      // Typing, events and what else clients tell each other is not for us.
      if (posted.type !== "message") return `${conversation}|${randomUUID()}`;
      const clientId = posted.channelData?.clientActivityID;
      const id = await woken(
        conversation,
        transcript.addOwner(conversation, { text: posted.text, user, clientId }),
      );
      const { activities } = await answerActivity(
        { ...posted, id, conversation: { id: conversation } },
        answering,
      );
      for (const [index, activity] of activities.entries()) {
        await transcript.addBot(conversation, activity, { kind: "reply", to: id, index });
      }
      streams.wake(conversation);
      return id;
    },
    refuseUpload: (conversation) => {
      const refusal = textActivity(wording.activity.unreadable);
      return woken(conversation, transcript.addBot(conversation, refusal, { kind: "notice" }));
    },
    send: async (conversation, text) => {
      if (!(await transcript.has(conversation)))
        throw new NotDelivered("The conversation is not known here, or was held too long ago.");
      await woken(conversation, transcript.addBot(conversation, textActivity(text), { kind: "notice" }));
    },
    mayPost: (conversation) =>
      desk.store.channelState.spend(`direct-line:posts:${conversation}`, QUOTA, desk.now()),
  };
}
