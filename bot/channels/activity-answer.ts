/** An activity in, what the owner is shown out: the same behind Bot Framework's adapters and Direct Line. */
import { type Desk, handleTurn } from "../handle-turn.ts";
import { wording } from "../wording.ts";
import {
  asking,
  imBack,
  type OutgoingActivity,
  renderActivities,
  type Screen,
  textActivity,
} from "./activity.ts";
import { type IncomingActivity, readActivity } from "./activity-received.ts";

export interface Answer {
  readonly activities: readonly OutgoingActivity[];
  /** What the caller of an invoke is told. */
  readonly invoke?: InvokeResult;
  readonly feedback?: Feedback;
}

export interface InvokeResult {
  readonly status: number;
  readonly body?: object;
}

export interface Feedback {
  /** The activity the reaction is about. */
  readonly about: string;
  readonly liked: boolean;
}

export interface Answering {
  readonly desk: Desk;
  readonly channel: string;
  /** As `Inbound.conversation`. */
  readonly conversationOf: (activity: IncomingActivity) => string;
  readonly screenOf: (activity: IncomingActivity) => Screen;
}

/** Pure but for the turn it takes. @throws StoreError when the turn could not be kept */
export async function answerActivity(activity: IncomingActivity, answering: Answering): Promise<Answer> {
  const received = readActivity(activity);
  switch (received.kind) {
    case "message":
      return { activities: await turn(received.text, activity, answering) };
    case "unreadable":
      return { activities: [textActivity(wording.activity.unreadable)] };
    case "arrival":
      return { activities: [greeting()] };
    case "feedback":
      return { activities: [], feedback: received };
    case "action":
      if (received.text === undefined) return { activities: [], invoke: refusedAction() };
      return {
        activities: await turn(received.text, activity, answering),
        invoke: {
          status: 200,
          body: { statusCode: 200, type: MESSAGE_RESULT, value: wording.activity.sent },
        },
      };
    case "call":
      return { activities: [], invoke: { status: 501 } };
    case "ignored":
      return { activities: [] };
  }
}

async function turn(
  text: string,
  activity: IncomingActivity,
  { desk, channel, conversationOf, screenOf }: Answering,
): Promise<OutgoingActivity[]> {
  const conversation = conversationOf(activity);
  const message = activity.id === undefined ? {} : { message: activity.id };
  const { blocks } = await handleTurn({ channel, conversation, text, person: "console", ...message }, desk);
  return renderActivities(blocks, screenOf(activity));
}

export function greeting(): OutgoingActivity {
  return asking(
    textActivity(wording.greeting),
    wording.page.examples.map((example) => imBack(example)),
  );
}

const MESSAGE_RESULT = "application/vnd.microsoft.activity.message";

function refusedAction(): InvokeResult {
  const value = { code: "BadRequest", message: wording.activity.staleButton };
  return { status: 200, body: { statusCode: 400, type: "application/vnd.microsoft.error", value } };
}
