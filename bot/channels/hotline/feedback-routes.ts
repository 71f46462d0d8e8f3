/** 评价 */
import { Hono } from "hono";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { masked } from "../../privacy.ts";
import { refused, requireArea, type StaffEnv } from "../../staff/guard.ts";
import { wording } from "../../wording.ts";
import { asFile, csvOf, nameIn } from "./csv.ts";
import { beginningOf, dateOf, endOf, minuteOf } from "./moments.ts";
import type { ExportRequest, FeedbackPage, FeedbackQuery, FeedbackRow } from "./protocol.ts";

const PAGE_SIZE = 50;
/** Newest first; older ones are found by their day. */
const MOST = 10_000;
const MOST_CHOSEN = 1_000;

const querySchema = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  channel: z.string().max(100).optional(),
  useful: z.enum(["yes", "no"]).optional(),
  reason: z.string().max(100).optional(),
  clause: z.string().max(100).optional(),
  contains: z.string().max(200).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
}) satisfies z.ZodType<FeedbackQuery>;

const exportSchema = z.object({
  ids: z.array(z.string().max(300)).max(MOST_CHOSEN).optional(),
  query: querySchema.optional(),
}) satisfies z.ZodType<ExportRequest<FeedbackQuery>>;

export function createFeedbackRoutes(desk: Desk): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>();
  app.use(requireArea("figures"));

  app.get("/", async (c) => {
    const query = querySchema.safeParse(c.req.query());
    if (!query.success) return refused(c, 400, "bad_request");
    const { page = 1 } = query.data;
    const [rows, channels] = await Promise.all([matching(query.data, desk), desk.store.figures.channels()]);
    return c.json({
      rows: rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
      total: rows.length,
      useful: rows.filter(({ useful }) => useful).length,
      pageSize: PAGE_SIZE,
      channels,
    } satisfies FeedbackPage);
  });

  app.post("/export", async (c) => {
    const body = exportSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refused(c, 400, "bad_request");
    const { ids, query = {} } = body.data;
    const found = await matching(query, desk);
    const rows = ids ? found.filter(({ id }) => ids.includes(id)) : found;
    const { login } = c.get("staff");
    const at = desk.now();
    await desk.store.staff.record({ at, login, action: "export_feedback", detail: `${rows.length}` });
    return asFile(c, csvOf(table(rows, desk)), `feedback-${dateOf(at)}.csv`);
  });
  return app;
}

async function matching(query: FeedbackQuery, { store }: Desk): Promise<readonly FeedbackRow[]> {
  const { from, to, channel, useful, reason, clause, contains } = query;
  const found = await store.feedback.list({
    limit: MOST,
    ...(from !== undefined && { since: beginningOf(from) }),
    ...(useful !== undefined && { useful: useful === "yes" }),
  });
  const until = to === undefined ? Number.POSITIVE_INFINITY : endOf(to);
  const words = contains?.toLowerCase();
  return found
    .map(({ conversation, message, ...row }): FeedbackRow => {
      const text = row.text === undefined ? {} : { text: masked(row.text) };
      return {
        ...row,
        ...text,
        id: `${conversation} ${message}`,
        channel: conversation.split(":")[0] ?? "",
        question: masked(row.question),
      };
    })
    .filter(
      (row) =>
        row.at < until &&
        (channel === undefined || row.channel === channel) &&
        (reason === undefined || row.reason === reason) &&
        (clause === undefined || row.cites.includes(clause)) &&
        (words === undefined || `${row.question}\n${row.text ?? ""}`.toLowerCase().includes(words)),
    );
}

/** A line for each clause cited, since each has words of its own. */
function table(rows: readonly FeedbackRow[], { services }: Desk): string[][] {
  const { columns, reasons, yes, no } = wording.console.feedback;
  const { clauses } = services.knowledge.notice;
  const lines = rows.flatMap(({ at, channel, question, useful, reason, text, outcome, receipt, cites }) => {
    const said = [
      minuteOf(at),
      nameIn(wording.console.channels, channel),
      question,
      useful ? yes : no,
      reason === undefined ? "" : nameIn(reasons, reason),
      text ?? "",
      nameIn(wording.console.outcomes, outcome),
      receipt ?? "",
    ];
    const quoted = cites.map((cited) => {
      const clause = clauses.find(({ id }) => id === cited);
      return [...said, cited, clause?.title ?? "", clause?.text ?? ""];
    });
    return quoted.length > 0 ? quoted : [[...said, "", "", ""]];
  });
  return [[...columns], ...lines];
}
