/** A turn of either SDK, Agents or Bot Framework: the activity answered, typing shown where that takes long. */
import { type Answer, type Answering, answerActivity } from "../activity-answer.ts";
import { incomingSchema } from "../activity-received.ts";

/** What both SDKs' TurnContext offer. */
export interface TurnContextLike {
  readonly activity: object;
  sendActivities(activities: object[]): Promise<readonly { readonly id: string }[] | undefined>;
}

export interface Conversed extends Answer {
  /** The platform's ids of what was sent, where it gave any. */
  readonly sent: readonly string[];
}

const TYPING_AFTER_MS = 800;

/** @throws StoreError, and what the adapter throws where it could not deliver */
export async function converse(context: TurnContextLike, answering: Answering): Promise<Conversed> {
  const activity = incomingSchema.parse(context.activity);
  const typing = setTimeout(() => {
    context.sendActivities([{ type: "typing" }]).catch(() => {});
  }, TYPING_AFTER_MS);
  const answer = await answerActivity(activity, answering).finally(() => clearTimeout(typing));
  if (answer.activities.length === 0) return { ...answer, sent: [] };
  const sent = (await context.sendActivities([...answer.activities])) ?? [];
  return { ...answer, sent: sent.flatMap(({ id }) => (id === "" ? [] : [id])) };
}
