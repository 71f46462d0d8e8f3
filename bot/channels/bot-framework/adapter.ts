/** The Agents SDK's adapter over our connector: the SDK fills in whom an activity goes to, and continues conversations. */
import { Activity, type ConversationReference } from "@microsoft/agents-activity";
import { BaseAdapter, type ResourceResponse, TurnContext } from "@microsoft/agents-hosting";
import type { Addressed, Connector } from "./connector.ts";

type Logic = (context: TurnContext) => Promise<void>;

export class ConnectorAdapter extends BaseAdapter {
  override readonly updateActivity = notOffered;
  override readonly deleteActivity = notOffered;
  override readonly uploadAttachment = notOffered;
  override readonly getAttachmentInfo = notOffered;
  override readonly getAttachment = notOffered;
  readonly #connector: Connector;

  constructor(connector: Connector) {
    super();
    this.#connector = connector;
    // The SDK would tell the owner in English, and go on.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /** @returns what is to be given back in the response itself, where the sender asked for that */
  async process(activity: Activity, logic: Logic): Promise<readonly Activity[]> {
    const context = new TurnContext(this, activity);
    await this.runMiddleware(context, logic);
    return context.bufferedReplyActivities;
  }

  override async sendActivities(_context: TurnContext, activities: Activity[]): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      const id = await this.#connector.deliver(asSent(activity));
      sent.push({ id: id ?? "" });
    }
    return sent;
  }

  override async continueConversation(
    _appId: string,
    reference: ConversationReference,
    logic: Logic,
  ): Promise<void> {
    const activity = Activity.getContinuationActivity(reference);
    // The SDK makes one up, and would reply to it.
    delete activity.id;
    await this.runMiddleware(new TurnContext(this, activity), logic);
  }
}

/** As it goes over the wire; the SDK keeps channelId in parts. */
export function asSent(activity: Activity): Addressed {
  return JSON.parse(activity.toJsonString());
}

async function notOffered(): Promise<never> {
  throw new Error("The Bot Framework channel only sends.");
}
