/** Where each conversation is held, so that a person's words reach it outside a reply. Ids only, no names. */
import type { Activity, ConversationReference } from "@microsoft/agents-activity";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { conversationOf, type IncomingActivity } from "../activity-received.ts";

export interface References {
  readonly keep: (incoming: {
    readonly activity: IncomingActivity;
    readonly whole: Activity;
  }) => Promise<void>;
  readonly find: (conversation: string) => Promise<ConversationReference | undefined>;
}

/** A person may answer days later. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const account = z.object({ id: z.string() });
const referenceSchema = z.object({
  serviceUrl: z.string(),
  channelId: z.string(),
  conversation: account,
  user: account,
  agent: account,
});

export function createReferences({ store, now }: Desk): References {
  const key = (conversation: string) => `bot-framework:reference:${conversation}`;
  return {
    keep: async ({ activity, whole }) => {
      if (activity.type !== "message") return;
      const reference = referenceSchema.safeParse(whole.getConversationReference()).data;
      if (reference) await store.channelState.set(key(conversationOf(activity)), reference, now() + KEPT_MS);
    },
    find: async (conversation) => {
      const kept = await store.channelState.get(key(conversation), now());
      return referenceSchema.safeParse(kept).data;
    },
  };
}
