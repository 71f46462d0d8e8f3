/** 去重：what a platform sends twice is answered once; what could not be delivered may be sent again. */
import type { Desk } from "../../handle-turn.ts";
import { conversationOf, type IncomingActivity, readActivity } from "../activity-received.ts";

export interface Deliveries {
  /** Nothing, and undefined, where it was done, or another is at it. */
  readonly once: <T>(activity: IncomingActivity, work: () => Promise<T>) => Promise<T | undefined>;
}

/** Longer than answer and deliveries can take: then whoever held it has died. */
const CLAIM_MS = 3 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Platforms try again for minutes. */
const REPEATED_MS = DAY_MS;
const GREETED_MS = 180 * DAY_MS;

export function createDeliveries({ store: { channelState }, now }: Desk): Deliveries {
  return {
    once: async (activity, work) => {
      const claim = claimOf(activity);
      if (!claim) return work();
      const { key, ms } = claim;
      if (!(await channelState.once(key, now(), now() + CLAIM_MS))) return undefined;
      try {
        const done = await work();
        await channelState.set(key, true, now() + ms);
        return done;
      } catch (error) {
        // Free from now on.
        await channelState.set(key, true, now()).catch(() => {});
        throw error;
      }
    },
  };
}

/** One greeting a conversation, one answer a message. */
function claimOf(activity: IncomingActivity): { readonly key: string; readonly ms: number } | undefined {
  const conversation = conversationOf(activity);
  if (readActivity(activity).kind === "arrival")
    return { key: `bot-framework:greeted:${conversation}`, ms: GREETED_MS };
  // What is answered in the response is answered again; the turn itself is taken once.
  if (activity.id === undefined || activity.deliveryMode === "expectReplies") return undefined;
  return { key: `bot-framework:seen:${conversation}:${activity.type}:${activity.id}`, ms: REPEATED_MS };
}
