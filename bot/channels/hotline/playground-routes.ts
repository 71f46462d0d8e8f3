/** 检索试验：what becomes of a question, and why. Keeps nothing. */
import { Hono } from "hono";
import { z } from "zod";
import { ask } from "../../ask.ts";
import type { Desk } from "../../handle-turn.ts";
import { refused, requireArea, type StaffEnv } from "../../staff/guard.ts";
import { renderText } from "../text.ts";
import type { Trial, TrialRequest } from "./protocol.ts";

const requestSchema = z.object({ question: z.string().max(2000) }) satisfies z.ZodType<TrialRequest>;

export function createPlaygroundRoutes({ services }: Desk): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>();
  app.post("/", requireArea("playground"), async (c) => {
    const body = requestSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refused(c, 400, "bad_request");
    const { question } = body.data;
    const [{ retrieval, weighed, labels, nearest }, { reply }] = await Promise.all([
      services.retriever.explain(question),
      ask({ question }, services),
    ]);
    const { outcome, refusal } = retrieval;
    return c.json({
      outcome,
      ...(refusal !== undefined && { refusal }),
      ...weighed,
      labels,
      matches: Object.entries(nearest).map(([way, passages]) => ({ way, passages })),
      answer: { outcome: reply.outcome, text: renderText(reply.blocks) },
    } satisfies Trial);
  });
  return app;
}
