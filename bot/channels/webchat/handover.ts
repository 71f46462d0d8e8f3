/** 转人工 on the page: it asks how the handover stands and for what the person said. */
import { Hono } from "hono";
import { conversationKey, type Desk } from "../../handle-turn.ts";
import { viewHandover } from "../../handover.ts";
import { wording } from "../../wording.ts";
import type { ChatError, HandoverResponse } from "./protocol.ts";
import { handoverEndRequest, handoverQuery } from "./schemas.ts";

export function createHandover({ store, now }: Desk): Hono {
  const app = new Hono();
  const view = (conversation: string, after: number): Promise<HandoverResponse> =>
    viewHandover(store, conversationKey("web", conversation), after, now());
  app.get("/api/chat/handover", async (c) => {
    const asked = handoverQuery.safeParse(c.req.query());
    if (!asked.success) return c.json(badRequest, 400);
    return c.json(await view(asked.data.conversation, asked.data.after));
  });
  app.post("/api/chat/handover/end", async (c) => {
    const body = handoverEndRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json(badRequest, 400);
    const { conversation } = body.data;
    const open = await store.handovers.open(conversationKey("web", conversation));
    if (open) await store.handovers.end(open.id, "owner", now());
    return c.json(await view(conversation, 0));
  });
  return app;
}

const badRequest: ChatError = { error: { code: "bad_request", message: wording.badConversation } };
