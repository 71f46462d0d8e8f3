/** 转人工 on the page: it asks how the handover stands and for what the person said. */
import { Hono } from "hono";
import { conversationKey, type Desk } from "../../handle-turn.ts";
import { viewHandover } from "../../handover.ts";
import type { WebSettings } from "../../web-settings.ts";
import { wording } from "../../wording.ts";
import type { ChatError, HandoverResponse } from "./protocol.ts";
import { handoverEndRequest, handoverQuery } from "./schemas.ts";
import { createVisitorLimit } from "./visitor-limit.ts";

/** The page asks every three seconds while somebody waits, in each tab: so often for each message that is allowed. */
const ASKED_PER_MESSAGE = 4;

export function createHandover({ store, now }: Desk, settings: WebSettings): Hono {
  const app = new Hono();
  const tooOften = createVisitorLimit(settings, ASKED_PER_MESSAGE);
  const view = (conversation: string, after: number): Promise<HandoverResponse> =>
    viewHandover(store, conversationKey("web", conversation), after, now());
  app.get("/api/chat/handover", async (c) => {
    const asked = handoverQuery.safeParse(c.req.query());
    if (!asked.success) return c.json(badRequest, 400);
    const { conversation, after } = asked.data;
    return (await tooOften(c, conversation)) ?? c.json(await view(conversation, after));
  });
  app.post("/api/chat/handover/end", async (c) => {
    const body = handoverEndRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json(badRequest, 400);
    const { conversation } = body.data;
    const refusal = await tooOften(c, conversation);
    if (refusal) return refusal;
    const open = await store.handovers.open(conversationKey("web", conversation));
    if (open) await store.handovers.end(open.id, "owner", now());
    return c.json(await view(conversation, 0));
  });
  return app;
}

const badRequest: ChatError = { error: { code: "bad_request", message: wording.badConversation } };
