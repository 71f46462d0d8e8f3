/** 网页咨询：`POST /api/chat`. */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { type Answer, ask, citing, type Services } from "../../ask.ts";
import type { Conversation, Conversations } from "../../conversations.ts";
import { wording } from "../../wording.ts";
import { renderText } from "../text.ts";
import type { ChatError, ChatRequest, ChatResponse } from "./protocol.ts";

/** Bytes of a request body; 100,000 characters fit, even escaped. */
const LARGEST_BODY = 700_000;

const requestSchema = z.object({
  conversation: z.string().min(1).max(100).optional(),
  text: z.string().max(100_000),
  asOf: z.iso.date().optional(),
}) satisfies z.ZodType<ChatRequest>;

export function createWebchat(services: Services, conversations: Conversations): Hono {
  const app = new Hono();
  const limit = bodyLimit({
    maxSize: LARGEST_BODY,
    onError: (c) => c.json(failure("too_large", wording.tooLarge), 413),
  });
  app.post("/api/chat", limit, async (c) => {
    const body = requestSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return c.json(failure("bad_request", wording.badRequest), 400);
    const conversation = conversations.open(body.data.conversation);
    const answer = await answerTurn(body.data.text, body.data.asOf, conversation, services);
    const choices = choicesOf(answer);
    conversations.save({ ...conversation, turns: [...conversation.turns, body.data.text], offered: choices });
    return c.json({
      conversation: conversation.id,
      outcome: answer.outcome,
      cites: citesOf(answer),
      choices,
      text: renderText(answer.reply),
      blocks: answer.reply.blocks,
    } satisfies ChatResponse);
  });
  return app;
}

/** A number after choices were offered picks one; all else is a question. */
async function answerTurn(
  text: string,
  asOf: string | undefined,
  conversation: Conversation,
  services: Services,
): Promise<Answer> {
  const picked = /^\s*([1-3１-３])\s*[.。、]?\s*$/u.exec(text)?.[1];
  const clause = picked && conversation.offered[Number(picked.normalize("NFKC")) - 1];
  if (clause) return citing(clause, asOf, services);
  return ask({ question: text, context: conversation.turns, asOf }, services);
}

function citesOf({ reply }: Answer): string[] {
  return reply.blocks.flatMap((block) => (block.kind === "citation" ? [block.citation.clause] : []));
}

function choicesOf({ reply }: Answer): string[] {
  return reply.blocks.flatMap((block) =>
    block.kind === "choice" ? block.choices.map((choice) => choice.clause) : [],
  );
}

function failure(code: string, message: string): ChatError {
  return { error: { code, message } };
}
