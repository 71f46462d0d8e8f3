/** 网页咨询：`POST /api/chat`. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { type Desk, handleTurn, newConversation } from "../../handle-turn.ts";
import { wording } from "../../wording.ts";
import { renderText } from "../text.ts";
import { createHandover } from "./handover.ts";
import type { ChatError, ChatRequest, ChatResponse } from "./protocol.ts";

/** Bytes of a request body; 100,000 characters fit, even escaped. */
const LARGEST_BODY = 700_000;

const requestSchema = z.object({
  conversation: z.string().min(1).max(100).optional(),
  message: z.string().min(1).max(100).optional(),
  text: z.string().max(100_000),
  asOf: z.iso.date().optional(),
}) satisfies z.ZodType<ChatRequest>;

export function createWebchat(desk: Desk): Hono {
  const app = new Hono();
  app.route("/", createHandover(desk));
  const limit = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c) => c.json(failure("too_large", wording.tooLarge), 413),
  });
  app.post("/api/chat", limit, async (c) => {
    const body = requestSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json(failure("bad_request", wording.badRequest), 400);
    const { conversation = newConversation(), message, text, asOf } = body.data;
    const delivery = await handleTurn(
      {
        channel: "web",
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
  return app;
}

function failure(code: string, message: string): ChatError {
  return { error: { code, message } };
}
