/** 评价: a reaction to one of our messages, kept with the question that message answered. */
import { z } from "zod";
import { conversationKey, type Desk } from "../../handle-turn.ts";
import type { Feedback as Given } from "../activity-answer.ts";
import { conversationOf, type IncomingActivity, nameOf } from "../activity-received.ts";

export interface Feedback {
  /** What was sent in answer to an activity. */
  readonly remember: (activity: IncomingActivity, sent: readonly string[]) => Promise<void>;
  readonly give: (activity: IncomingActivity, given: Given) => Promise<void>;
}

/** After so long nobody reacts. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const answeredSchema = z.object({ conversation: z.string(), message: z.string() });

export function createFeedback({ store, now }: Desk): Feedback {
  // In a group anybody may react, so the conversation is the platform's.
  const key = ({ conversation }: IncomingActivity, sent: string) =>
    `bot-framework:sent:${nameOf([conversation.id, sent])}`;
  return {
    remember: async (activity, sent) => {
      if (activity.type !== "message" || activity.id === undefined) return;
      const answered = { conversation: conversationOf(activity), message: activity.id };
      for (const id of sent) await store.channelState.set(key(activity, id), answered, now() + KEPT_MS);
    },
    give: async (activity, { about, liked }) => {
      const kept = await store.channelState.get(key(activity, about), now());
      const answered = answeredSchema.safeParse(kept).data;
      if (!answered) return;
      const { conversation, message } = answered;
      const whole = conversationKey("bot-framework", conversation);
      await store.feedback.give({ conversation: whole, message, useful: liked, at: now() });
    },
  };
}
