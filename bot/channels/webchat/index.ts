/** 网页咨询：`POST /api/chat`, `POST /api/feedback`, the way to a person. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { conversationKey, type Desk, handleTurn, newConversation } from "../../handle-turn.ts";
import { defaultWebSettings, type WebSettings } from "../../web-settings.ts";
import { wording } from "../../wording.ts";
import { renderText } from "../text.ts";
import { createHandover } from "./handover.ts";
import type { ChatError, ChatResponse } from "./protocol.ts";
import { chatRequest, feedbackRequest } from "./schemas.ts";
import { createVisitorLimit } from "./visitor-limit.ts";

const CHANNEL = "web";
/** Bytes of a request body; 100,000 characters fit, even escaped. */
const LARGEST_BODY = 700_000;
const PREFLIGHT_S = 24 * 60 * 60;

export function createWebchat(desk: Desk, settings: WebSettings = defaultWebSettings): Hono {
  const app = new Hono();
  const { widgetSites } = settings;
  const fromOtherSites = cors({
    origin: widgetSites === undefined ? "*" : [...widgetSites],
    allowMethods: ["GET", "POST"],
    allowHeaders: ["content-type"],
    exposeHeaders: ["retry-after"],
    maxAge: PREFLIGHT_S,
  });
  const limited = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c) => c.json(failure("too_large", wording.tooLarge), 413),
  });
  for (const path of ["/api/chat/*", "/api/feedback"]) app.use(path, fromOtherSites, limited);
  app.route("/", createHandover(desk, settings));
  const tooOften = createVisitorLimit(settings);

  app.post("/api/chat", async (c) => {
    const body = chatRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json(failure("bad_request", wording.badRequest), 400);
    const { conversation = newConversation(), message, text, asOf } = body.data;
    const refusal = await tooOften(c, conversation);
    if (refusal) return refusal;
    const delivery = await handleTurn(
      {
        channel: CHANNEL,
        conversation,
        text,
        asOf,
        person: "console",
        ...(message !== undefined && { message }),
      },
      desk,
    );
    return c.json({ ...delivery, text: renderText(delivery.blocks) } satisfies ChatResponse);
  });

  app.post("/api/feedback", async (c) => {
    const body = feedbackRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json(failure("bad_request", wording.badFeedback), 400);
    const { conversation, message, useful, reason, text } = body.data;
    const refusal = await tooOften(c, conversation);
    if (refusal) return refusal;
    const isKept = await desk.store.feedback.give({
      conversation: conversationKey(CHANNEL, conversation),
      message,
      useful,
      at: desk.now(),
      ...(reason !== undefined && { reason }),
      ...(text !== undefined && { text }),
    });
    if (!isKept) return c.json(failure("unknown_answer", wording.feedbackOnNothing), 404);
    desk.metrics?.feedback(CHANNEL, useful);
    return c.json({ kept: true });
  });
  return app;
}

function failure(code: string, message: string): ChatError {
  return { error: { code, message } };
}
