/** 未答问题 */
import { Hono } from "hono";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { masked } from "../../privacy.ts";
import { refused, requireArea, type StaffEnv } from "../../staff/guard.ts";
import type { OpenQuestion, QuestionFilter } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import { asFile, csvOf, nameIn } from "./csv.ts";
import { beginningOf, dateOf, endOf, minuteOf } from "./moments.ts";
import type { ExportRequest, HandleRequest, ReviewGroups, ReviewPage, ReviewQuery } from "./protocol.ts";

const PAGE_SIZE = 50;
const MOST_EXPORTED = 10_000;
const MOST_CHOSEN = 1_000;
/** In the address: none was near. */
const NO_CLAUSE = "none";

const querySchema = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  channel: z.string().max(100).optional(),
  reason: z.string().max(100).optional(),
  clause: z.string().max(100).optional(),
  contains: z.string().max(200).optional(),
  handled: z.enum(["yes", "no"]).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
}) satisfies z.ZodType<ReviewQuery>;

const handleSchema = z.object({
  note: z.string().trim().min(1).max(2000),
}) satisfies z.ZodType<HandleRequest>;

const exportSchema = z.object({
  ids: z.array(z.string().max(100)).max(MOST_CHOSEN).optional(),
  query: querySchema.optional(),
}) satisfies z.ZodType<ExportRequest<ReviewQuery>>;

export function createReviewRoutes(desk: Desk): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>();
  const { review, figures, staff } = desk.store;
  app.use(requireArea("review"));

  app.get("/", async (c) => {
    const query = querySchema.safeParse(c.req.query());
    if (!query.success) return refused(c, 400, "bad_request");
    const filter = filterOf(query.data);
    const { page = 1 } = query.data;
    const [rows, total, channels] = await Promise.all([
      review.questions(filter, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
      review.count(filter),
      figures.channels(),
    ]);
    return c.json({ rows: rows.map(shown), total, pageSize: PAGE_SIZE, channels } satisfies ReviewPage);
  });

  app.get("/groups", async (c) => {
    const query = querySchema.safeParse(c.req.query());
    if (!query.success) return refused(c, 400, "bad_request");
    return c.json({ groups: await review.groups(filterOf(query.data)) } satisfies ReviewGroups);
  });

  app.put("/:id", async (c) => {
    const body = handleSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refused(c, 400, "bad_request");
    const { login } = c.get("staff");
    const id = c.req.param("id");
    const handled = { by: login, note: masked(body.data.note), at: desk.now() };
    if (!(await review.handle(id, handled))) return refused(c, 404, "not_found");
    await staff.record({ at: desk.now(), login, action: "question_handled", detail: id });
    return c.json(handled);
  });

  app.delete("/:id", async (c) => {
    const { login } = c.get("staff");
    const id = c.req.param("id");
    if (!(await review.reopen(id))) return refused(c, 404, "not_found");
    await staff.record({ at: desk.now(), login, action: "question_reopened", detail: id });
    return c.body(null, 204);
  });

  app.post("/export", async (c) => {
    const body = exportSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refused(c, 400, "bad_request");
    const { ids, query = {} } = body.data;
    const rows = ids
      ? await review.byId(ids)
      : await review.questions(filterOf(query), { limit: MOST_EXPORTED, offset: 0 });
    const { login } = c.get("staff");
    await staff.record({ at: desk.now(), login, action: "export_questions", detail: `${rows.length}` });
    return asFile(c, csvOf(table(rows, desk)), `unanswered-${dateOf(desk.now())}.csv`);
  });
  return app;
}

function filterOf({ from, to, clause, handled, page: _, ...rest }: ReviewQuery): QuestionFilter {
  const { channel, reason, contains } = rest;
  return {
    ...(from !== undefined && { since: beginningOf(from) }),
    ...(to !== undefined && { until: endOf(to) }),
    ...(clause !== undefined && { clause: clause === NO_CLAUSE ? "" : clause }),
    ...(handled !== undefined && { handled: handled === "yes" }),
    ...(channel !== undefined && { channel }),
    ...(reason !== undefined && { reason }),
    ...(contains !== undefined && { contains }),
  };
}

/** Masked when it was kept, and again: what masks may have learnt since. */
function shown(question: OpenQuestion): OpenQuestion {
  return { ...question, text: masked(question.text) };
}

function table(rows: readonly OpenQuestion[], { services }: Desk): string[][] {
  const { columns, reasons } = wording.console.review;
  const { clauses } = services.knowledge.notice;
  const lines = rows.map(({ at, channel, text, reason, nearest, handled }) => {
    const [first] = nearest;
    const clause = clauses.find(({ id }) => id === first?.clause);
    return [
      minuteOf(at),
      nameIn(wording.console.channels, channel),
      masked(text),
      nameIn(reasons, reason),
      clause?.id ?? "",
      clause?.title ?? "",
      first?.score.toFixed(2) ?? "",
      clause?.text ?? "",
      handled?.by ?? "",
      handled ? minuteOf(handled.at) : "",
      handled?.note ?? "",
    ];
  });
  return [[...columns], ...lines];
}
