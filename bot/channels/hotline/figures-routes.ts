/** 统计、操作记录 */
import { Hono } from "hono";
import { z } from "zod";
import type { Desk } from "../../handle-turn.ts";
import { refused, requireArea, type StaffEnv } from "../../staff/guard.ts";
import type { OutcomeCount } from "../../store/index.ts";
import { beginningOf, dateOf, dateOfDay, endOf } from "./moments.ts";
import type { ActionRow, Figures, FiguresQuery, Tally } from "./protocol.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Where no day is given. */
const DAYS = 14;
const MOST_DAYS = 366;
const MOST_ACTIONS = 500;

const querySchema = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  channel: z.string().max(100).optional(),
}) satisfies z.ZodType<FiguresQuery>;

export function createFiguresRoutes(desk: Desk): Hono<StaffEnv> {
  const app = new Hono<StaffEnv>();
  const guard = requireArea("figures");

  app.get("/figures", guard, async (c) => {
    const query = querySchema.safeParse(c.req.query());
    if (!query.success) return refused(c, 400, "bad_request");
    const { to = dateOf(desk.now()), channel } = query.data;
    const { from = dateOf(endOf(to) - DAYS * DAY_MS) } = query.data;
    const [since, until] = [beginningOf(from), endOf(to)];
    if (until <= since || until - since > MOST_DAYS * DAY_MS) return refused(c, 400, "bad_request");
    return c.json(
      await figuresOf(desk, { from, to, since, until, ...(channel !== undefined && { channel }) }),
    );
  });

  app.get("/actions", guard, async (c) => {
    const actions = await desk.store.staff.actions({ limit: MOST_ACTIONS });
    return c.json(actions satisfies readonly ActionRow[]);
  });
  return app;
}

interface Span {
  readonly from: string;
  readonly to: string;
  readonly since: number;
  readonly until: number;
  readonly channel?: string;
}

async function figuresOf({ store }: Desk, { from, to, ...filter }: Span): Promise<Figures> {
  const { figures } = store;
  const [outcomes, conversations, clauses, reasons, times, handovers, allChannels] = await Promise.all([
    figures.outcomes(filter),
    figures.conversations(filter),
    figures.clauses(filter),
    figures.reasons(filter),
    figures.times(filter),
    figures.handovers(filter),
    figures.channels(),
  ]);
  const days = Array.from({ length: Math.round((filter.until - filter.since) / DAY_MS) }, (_, index) =>
    dateOf(filter.since + index * DAY_MS),
  );
  const channels = [...new Set(outcomes.map(({ channel }) => channel))];
  return {
    from,
    to,
    all: tallyOf(outcomes),
    days: days.map((date) => ({ date, ...tallyOf(outcomes.filter(({ day }) => dateOfDay(day) === date)) })),
    channels: channels.map((channel) => ({
      channel,
      ...tallyOf(outcomes.filter((outcome) => outcome.channel === channel)),
    })),
    conversations,
    clauses,
    reasons,
    ...(times && { times }),
    handovers,
    allChannels,
  };
}

function tallyOf(outcomes: readonly OutcomeCount[]): Tally {
  const sum = (...wanted: readonly string[]) =>
    outcomes.reduce((total, { outcome, count }) => total + (wanted.includes(outcome) ? count : 0), 0);
  const answered = sum("answer", "clarify", "document", "overview");
  const refusedCount = sum("out_of_scope");
  const handedOver = sum("handover");
  return {
    questions: answered + refusedCount + handedOver,
    answered,
    refused: refusedCount,
    handedOver,
    smalltalk: sum("smalltalk"),
  };
}
