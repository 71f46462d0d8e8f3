/** 排队：chats that wait for a person, and what staff does with them. */
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { createReception, type Send, stateOf } from "../../handover.ts";
import { handoverFile, lastWords } from "../../hotline/handover-file.ts";
import { refused, requireArea, type StaffEnv } from "../../staff/guard.ts";
import type { StaffMember } from "../../staff/sessions.ts";
import type { Handover } from "../../store/index.ts";
import type {
  HandoverResponse,
  QueuedHandover,
  QueueResponse,
  SayRequest,
  SayResponse,
} from "./protocol-desk.ts";

const LONGEST = 2_000;

const saySchema = z.object({ text: z.string().trim().min(1).max(LONGEST) }) satisfies z.ZodType<SayRequest>;

export function createQueueRoutes(desk: Desk, senders: ReadonlyMap<string, Send>): Hono<StaffEnv> {
  const { store, services, now } = desk;
  const reception = createReception(store, senders, now);
  const app = new Hono<StaffEnv>();
  app.use("/queue", requireArea("queue"));
  app.use("/queue/*", requireArea("queue"));

  // Looking at the queue is being there.
  app.get("/queue", async (c) => {
    const member = c.get("staff");
    await reception.seen(asStaff(member));
    const handovers = await Promise.all(
      (await reception.queue()).map(async (handover): Promise<QueuedHandover> => {
        const { text, number } = await lastWords(handover, desk);
        return { ...summary(handover, member), lastText: text, lastNumber: number };
      }),
    );
    return c.json({ handovers, now: now() } satisfies QueueResponse);
  });

  app.get("/queue/:id", async (c) => {
    const handover = await store.handovers.get(c.req.param("id"));
    if (handover === undefined) return refused(c, 404, "not_found");
    const file = await handoverFile(handover, services.today(), desk);
    const { id, channel, requestedAt, staff, isMine } = summary(handover, c.get("staff"));
    const head = { id, channel, requestedAt, isMine, ...(staff !== undefined && { staff }) };
    return c.json({ ...head, state: stateOf(handover), ...file } satisfies HandoverResponse);
  });

  app.post("/queue/:id/take", async (c) => {
    const taken = await reception.take(c.req.param("id"), asStaff(c.get("staff")));
    return taken ? c.body(null, 204) : refused(c, 409, "taken");
  });

  app.post("/queue/:id/say", async (c) => {
    const body = saySchema.safeParse(await bodyOf(c));
    if (!body.success) return refused(c, 400, "bad_request");
    const said = await reception.say(c.req.param("id"), asStaff(c.get("staff")), body.data.text);
    return c.json(said satisfies SayResponse);
  });

  app.post("/queue/:id/return", async (c) => {
    const given = await reception.giveBack(c.req.param("id"), asStaff(c.get("staff")));
    return given ? c.body(null, 204) : refused(c, 409, "taken");
  });
  return app;
}

async function bodyOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

function asStaff({ login, name }: StaffMember) {
  return { id: login, name };
}

function summary({ id, channel, requestedAt, taken }: Handover, { login }: StaffMember) {
  return {
    id,
    channel,
    requestedAt,
    state: taken ? ("taken" as const) : ("waiting" as const),
    ...(taken && { staff: taken.name }),
    isMine: taken?.by === login,
  };
}
