/** 接听：search, facts, calls, tickets and receipts, for the call desk. */
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { ClauseId } from "../../../knowledge/index.ts";
import { FACT_KEYS } from "../../../rules/index.ts";
import type { Delivery, Desk } from "../../handle-turn.ts";
import {
  callContentSchema,
  contentOf,
  noteUnresolved,
  tellCaller,
  withoutPersonalNumbers,
  writtenFacts,
} from "../../hotline/call.ts";
import { cardOf } from "../../hotline/clause-card.ts";
import { type ClauseSearch, createClauseSearch } from "../../hotline/clause-search.ts";
import { deskBook } from "../../hotline/desk-book.ts";
import { searchDesk } from "../../hotline/desk-search.ts";
import { caseFor, formState } from "../../hotline/facts-form.ts";
import { lookUpReceipt } from "../../hotline/receipt-lookup.ts";
import { ticketText } from "../../hotline/ticket.ts";
import { refused, requireArea, type StaffEnv } from "../../staff/guard.ts";
import type { SavedCall } from "../../store/index.ts";
import type {
  AssessResponse,
  CallsResponse,
  DeskBook,
  ReceiptResponse,
  SearchResponse,
  TicketResponse,
  WireCall,
} from "./protocol-desk.ts";

const LONGEST_SEARCH = 400;
const RECENT = 20;
const ID = /^[0-9a-f]{32}$/u;

const searchSchema = z.object({ text: z.string().max(LONGEST_SEARCH), facts: writtenFacts });
const receiptSchema = z.object({ said: z.string().max(100) });

export function createCallRoutes(desk: Desk): Hono<StaffEnv> {
  const { services, store, now } = desk;
  const { notice } = services.knowledge;
  const clause = z.enum(notice.clauses.map(({ id }) => id) as [ClauseId, ...ClauseId[]]);
  const assessSchema = z.object({
    facts: writtenFacts,
    answer: z
      .object({ fact: z.enum(FACT_KEYS as [never, ...never[]]), said: z.string().max(200) })
      .optional(),
    focus: clause.optional(),
  });
  const saveSchema = z.object({
    revision: z.number().int().positive(),
    content: callContentSchema.refine(({ clauses }) => clauses.every((id) => clause.safeParse(id).success)),
  });
  let made: ClauseSearch | undefined;
  const search = (): ClauseSearch => (made ??= createClauseSearch(services.knowledge));

  const app = new Hono<StaffEnv>();
  for (const path of ["/desk", "/search", "/assess", "/receipts", "/calls/*", "/calls"])
    app.use(path, requireArea("call"));

  app.get("/desk", (c) => c.json(deskBook(notice, services.today()) satisfies DeskBook));

  app.post("/search", async (c) => {
    const body = searchSchema.safeParse(await bodyOf(c));
    if (!body.success) return refused(c, 400, "bad_request");
    const { text, facts } = body.data;
    const found = await searchDesk(text, facts, services.today(), search(), services);
    return c.json(found satisfies SearchResponse);
  });

  app.post("/assess", async (c) => {
    const body = assessSchema.safeParse(await bodyOf(c));
    if (!body.success) return refused(c, 400, "bad_request");
    const { focus } = body.data;
    const asOf = services.today();
    const state = formState({ ...body.data, asOf }, services);
    const card = focus === undefined ? {} : { card: cardOf(focus, caseFor(state.facts, asOf, services)) };
    return c.json({ ...state, ...card } satisfies AssessResponse);
  });

  app.post("/receipts", async (c) => {
    const body = receiptSchema.safeParse(await bodyOf(c));
    if (!body.success) return refused(c, 400, "bad_request");
    return c.json((await lookUpReceipt(body.data.said, desk)) satisfies ReceiptResponse);
  });

  app.get("/calls", async (c) => {
    const calls = await store.calls.ofStaff(c.get("staff").login, RECENT);
    return c.json({ calls: calls.map(wireCall), now: now() } satisfies CallsResponse);
  });

  app.put("/calls/:id", async (c) => {
    const body = saveSchema.safeParse(await bodyOf(c));
    const id = c.req.param("id");
    if (!body.success || !ID.test(id)) return refused(c, 400, "bad_request");
    const { revision, content } = body.data;
    const staff = c.get("staff").login;
    const call = { id, staff, startedAt: now(), revision, content: withoutPersonalNumbers(content) };
    await store.calls.save(call);
    const kept = await ownCall(c, desk);
    return kept ? c.json(wireCall(kept)) : refused(c, 404, "not_found");
  });

  app.post("/calls/:id/end", async (c) => {
    const call = await ownCall(c, desk);
    if (call === undefined) return refused(c, 404, "not_found");
    const { isUnresolved } = contentOf(call);
    if (call.endedAt === undefined) {
      // First: a call that ended without it would never be looked at.
      if (isUnresolved) await noteUnresolved(call, services.today(), desk);
      await store.calls.end(call.id, call.staff, now(), isUnresolved);
    }
    return c.json(wireCall((await store.calls.get(call.id)) ?? call));
  });

  app.post("/calls/:id/ticket", async (c) => {
    const call = await ownCall(c, desk);
    if (call === undefined) return refused(c, 404, "not_found");
    const content = contentOf(call);
    const asOf = services.today();
    const told: Delivery[] = [];
    for (const id of content.clauses) told.push(await tellCaller(call.id, id, content.facts, asOf, desk));
    const text = ticketText({
      content,
      about: caseFor(content.facts, asOf, services),
      told,
      staff: c.get("staff").name,
      durationMs: (call.endedAt ?? now()) - call.startedAt,
    });
    const receipts = told.flatMap(({ receipt }, index) => {
      const id = content.clauses[index];
      return receipt === null || id === undefined ? [] : [{ clause: id, code: receipt }];
    });
    return c.json({ text, receipts } satisfies TicketResponse);
  });
  return app;
}

async function bodyOf(c: Context): Promise<unknown> {
  return c.req.json().catch(() => undefined);
}

/** Whoever took a call sees it, nobody else. */
async function ownCall(c: Context<StaffEnv>, { store }: Desk): Promise<SavedCall | undefined> {
  const call = await store.calls.get(c.req.param("id") ?? "");
  return call?.staff === c.get("staff").login ? call : undefined;
}

function wireCall(call: SavedCall): WireCall {
  const { id, startedAt, endedAt, revision } = call;
  return { id, startedAt, ...(endedAt !== undefined && { endedAt }), revision, content: contentOf(call) };
}
