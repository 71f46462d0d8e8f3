/** From an admitted activity to what is delivered, and a person's words afterwards. */
import { Activity } from "@microsoft/agents-activity";
import { NotDelivered, type Send } from "../../handover.ts";
import { StoreError } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import { type Screen, textActivity } from "../activity.ts";
import type { InvokeResult } from "../activity-answer.ts";
import { conversationOf, type IncomingActivity } from "../activity-received.ts";
import type { Surroundings } from "../channel.ts";
import { createAccessToken } from "./access-token.ts";
import { asSent, ConnectorAdapter } from "./adapter.ts";
import { createConnector } from "./connector.ts";
import { converse } from "./converse.ts";
import { createDeliveries } from "./deliveries.ts";
import { createFeedback } from "./feedback.ts";
import { createReferences } from "./references.ts";
import type { BotFrameworkSettings } from "./settings.ts";

export interface Service {
  /** @returns what the caller is answered. @throws NotDelivered, StoreError */
  readonly handle: (incoming: Incoming) => Promise<InvokeResult>;
  readonly send: Send;
}

export interface Incoming {
  /** As far as we look at it. */
  readonly activity: IncomingActivity;
  /** As the SDK reads it. */
  readonly whole: Activity;
}

const DONE: InvokeResult = { status: 200, body: {} };

export function createService(
  { credentials, cloud }: BotFrameworkSettings,
  { desk, fetch, log }: Surroundings,
  wait: (ms: number) => Promise<void>,
): Service {
  const token = credentials && createAccessToken(credentials, cloud, { fetch, now: desk.now });
  const adapter = new ConnectorAdapter(createConnector(token, { fetch, wait }));
  const references = createReferences(desk);
  const deliveries = createDeliveries(desk);
  const feedback = createFeedback(desk);
  const answering = { desk, channel: "bot-framework", conversationOf, screenOf };

  const answer = async ({ activity, whole }: Incoming): Promise<InvokeResult> => {
    let invoke: InvokeResult | undefined;
    const replies = await adapter.process(whole, async (context) => {
      const answered = await converse(context, answering);
      invoke = answered.invoke;
      await feedback.remember(activity, answered.sent);
      if (answered.feedback) await feedback.give(activity, answered.feedback);
    });
    return invoke ?? given(replies);
  };
  return {
    handle: async (incoming) => {
      try {
        const once = await deliveries.once(incoming.activity, async () => {
          await references.keep(incoming);
          return answer(incoming);
        });
        return once ?? DONE;
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        log(`error bot-framework: ${error.message}`);
        const trouble = Activity.fromObject(textActivity(wording.store[error.code]));
        return given(
          await adapter.process(
            incoming.whole,
            async (context) => void (await context.sendActivities([trouble])),
          ),
        );
      }
    },
    send: async (conversation, text) => {
      const reference = await references.find(conversation);
      if (!reference) throw new NotDelivered("The conversation is not known here, or was held too long ago.");
      await adapter.continueConversation(credentials?.appId ?? "", reference, async (context) => {
        await context.sendActivities([Activity.fromObject(textActivity(text))]);
      });
    },
  };
}

/** Replies go back in the response where the sender asked for that. */
function given(replies: readonly Activity[]): InvokeResult {
  return replies.length === 0 ? DONE : { status: 200, body: { activities: replies.map(asSent) } };
}

/** Platforms known to show Adaptive Cards; elsewhere everything is said in the text. */
const SHOW_CARDS: ReadonlySet<string> = new Set([
  "msteams",
  "webchat",
  "directline",
  "emulator",
  "m365extensions",
]);
const MOST_ACTIONS: Readonly<Record<string, number>> = { msteams: 6 };

/** What the platform behind a channelId, such as `msteams:copilot`, shows. */
export function screenOf({ channelId = "" }: IncomingActivity): Screen {
  const [platform = ""] = channelId.split(":");
  return { cards: SHOW_CARDS.has(platform), mostActions: MOST_ACTIONS[platform] ?? Number.POSITIVE_INFINITY };
}
