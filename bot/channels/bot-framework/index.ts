/** Bot Framework: Teams and every other channel of Azure Bot Service, at /channels/bot-framework/messages and /api/messages. */
import { setTimeout as pause } from "node:timers/promises";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { NotDelivered } from "../../handover.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { createAdmission, NotAdmitted } from "./admission.ts";
import { NotAnActivity, receive } from "./receive.ts";
import { sparingly } from "./refusals.ts";
import type { BotFrameworkSettings } from "./settings.ts";

/** Bytes; 100,000 characters fit, even escaped. */
const LARGEST_BODY = 800_000;

export function createBotFramework(
  settings: BotFrameworkSettings,
  surroundings: Surroundings,
  wait: (ms: number) => Promise<void> = (ms) => pause(ms),
): Channel {
  const { desk, fetch, log } = surroundings;
  const logRefusal = sparingly(log, desk.now);
  const admission = createAdmission(settings, { fetch, now: desk.now });
  const loaded = lazily(async () => {
    const [{ Activity }, { createService }] = await Promise.all([
      import("@microsoft/agents-activity"),
      import("./service.ts"),
    ]);
    return {
      asActivity: Activity.fromObject.bind(Activity),
      service: createService(settings, surroundings, wait),
    };
  });

  const routes = new Hono();
  const limit = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c) => c.json(refusal("The activity is too large."), 413),
  });
  routes.post("/messages", limit, async (c) => {
    if (!isJson(c.req.header("content-type"))) return c.json(refusal("Send application/json."), 415);
    const { asActivity, service } = await loaded();
    const { authorization, host } = c.req.header();
    const request = { authorization, host, body: () => c.req.text() };
    const incoming = await receive(request, admission, asActivity);
    const { status, body = {} } = await service.handle(incoming);
    return c.json(body, status as ContentfulStatusCode);
  });
  routes.onError((error, c) => {
    if (error instanceof NotAdmitted) {
      logRefusal(`refused bot-framework: ${error.message}`);
      return c.json(refusal("Not authorised."), error.status);
    }
    if (error instanceof NotAnActivity) return c.json(refusal("Not an activity."), 400);
    if (error instanceof NotDelivered) {
      log(`error bot-framework: not delivered: ${error.message}`);
      return c.json(refusal("The answer could not be delivered."), 502);
    }
    throw error;
  });
  return {
    name: "bot-framework",
    routes,
    alias: "/api",
    send: async (conversation, text) => (await loaded()).service.send(conversation, text),
    start: async () => void (await loaded()),
  };
}

/** The SDK is half a second and 35 MB; whoever leaves the channel off does without. */
function lazily<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}

function isJson(type: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/iu.test(type ?? "");
}

function refusal(message: string): { readonly error: { readonly code: string; readonly message: string } } {
  return { error: { code: "BadRequest", message } };
}
