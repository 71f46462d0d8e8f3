/** 来信：a request admitted and read. What is not JSON, or no activity, is refused before anything happens. */
import type { Activity } from "@microsoft/agents-activity";
import { z } from "zod";
import { incomingSchema } from "../activity-received.ts";
import { type Admission, type Credential, checkActivity } from "./admission.ts";
import type { Incoming } from "./service.ts";

/** The request is not an activity. */
export class NotAnActivity extends Error {
  override readonly name = "NotAnActivity";
}

const addressedSchema = incomingSchema.extend({
  channelId: incomingSchema.shape.channelId.unwrap(),
  serviceUrl: z.url().max(2000),
  recipient: z.object({ id: incomingSchema.shape.channelId.unwrap() }),
});

/** @throws NotAdmitted, NotAnActivity */
export async function receive(
  request: Credential & { readonly body: () => Promise<string> },
  admission: Admission,
  asActivity: (value: object) => Activity,
): Promise<Incoming> {
  const sender = await admission.identify(request);
  const value = parsed(await request.body());
  const activity = addressedSchema.safeParse(value);
  if (!activity.success) throw new NotAnActivity(z.prettifyError(activity.error));
  checkActivity(sender, activity.data);
  try {
    return { activity: activity.data, whole: asActivity(value) };
  } catch (error) {
    throw new NotAnActivity("The SDK refuses it.", { cause: error });
  }
}

function parsed(body: string): object {
  try {
    // Some platforms write null for what is absent; the SDK does not.
    const value: unknown = JSON.parse(body, (_key, field) => field ?? undefined);
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    throw new NotAnActivity("Not JSON.", { cause: error });
  }
  throw new NotAnActivity("Not an object.");
}
