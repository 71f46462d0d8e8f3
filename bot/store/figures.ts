/** 统计：counted from the turns as they are kept, by the day in Shanghai. */
import { type Kysely, sql } from "kysely";
import type { Tables } from "./database.ts";

export interface FiguresStore {
  /** Turns, a row for each day, channel and outcome. */
  outcomes(filter: FiguresFilter): Promise<readonly OutcomeCount[]>;
  conversations(filter: FiguresFilter): Promise<ConversationCounts>;
  /** How often each clause was cited, most often first. */
  clauses(filter: FiguresFilter): Promise<readonly ClauseCount[]>;
  /** Why turns were not answered. */
  reasons(filter: FiguresFilter): Promise<readonly ReasonCount[]>;
  /** From a message to its answer; absent where no turn was timed. */
  times(filter: FiguresFilter): Promise<AnswerTimes | undefined>;
  handovers(filter: FiguresFilter): Promise<HandoverCounts>;
  /** Those that have had a turn. */
  channels(): Promise<readonly string[]>;
}

export interface FiguresFilter {
  readonly since: number;
  /** Before this moment. */
  readonly until: number;
  readonly channel?: string;
}

export interface OutcomeCount {
  /** Days since 1970-01-01, Asia/Shanghai. */
  readonly day: number;
  readonly channel: string;
  readonly outcome: string;
  readonly count: number;
}

export interface ConversationCounts {
  readonly all: number;
  /** With at least one question that was answered. */
  readonly asked: number;
  /** Of these, those in which nothing was refused and no person asked for. */
  readonly resolved: number;
}

export interface ClauseCount {
  readonly clause: string;
  readonly count: number;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** Milliseconds. */
export interface AnswerTimes {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly slowest: number;
}

export interface HandoverCounts {
  readonly requested: number;
  readonly taken: number;
  /** Milliseconds until somebody took it, on average; absent where nobody did. */
  readonly meanWait?: number;
  readonly waiting: number;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Asia/Shanghai is eight hours ahead of UTC all year. */
const AHEAD_MS = 8 * 60 * 60 * 1000;

/** What counts as a question: greetings and thanks do not. */
const ANSWERED = ["answer", "clarify", "document", "overview"] as const;
const REFUSED = ["out_of_scope", "handover"] as const;

export function createFiguresStore(db: Kysely<Tables>, kept: Kept): FiguresStore {
  return {
    outcomes: (filter) => kept(() => outcomes(db, filter)),
    conversations: (filter) => kept(() => conversations(db, filter)),
    clauses: (filter) => kept(() => clauses(db, filter)),
    reasons: (filter) => kept(() => reasons(db, filter)),
    times: (filter) => kept(() => times(db, filter)),
    handovers: (filter) => kept(() => handovers(db, filter)),
    channels: () =>
      kept(async () => {
        const rows = await db
          .selectFrom("conversation")
          .select("channel")
          .distinct()
          .orderBy("channel")
          .execute();
        return rows.map(({ channel }) => channel);
      }),
  };
}

function turns(db: Kysely<Tables>, { since, until, channel }: FiguresFilter) {
  const query = db
    .selectFrom("turn")
    .innerJoin("conversation", "conversation.id", "turn.conversation")
    .where("turn.at", ">=", since)
    .where("turn.at", "<", until);
  return channel === undefined ? query : query.where("channel", "=", channel);
}

async function outcomes(db: Kysely<Tables>, filter: FiguresFilter): Promise<readonly OutcomeCount[]> {
  const day = sql<number>`(turn.at + ${sql.lit(AHEAD_MS)}) / ${sql.lit(DAY_MS)}`;
  return turns(db, filter)
    .select(["channel", "outcome", day.as("day")])
    .select((turn) => turn.fn.countAll<number>().as("count"))
    .groupBy([day, "channel", "outcome"])
    .orderBy(day)
    .orderBy("channel")
    .orderBy("outcome")
    .execute();
}

async function conversations(db: Kysely<Tables>, filter: FiguresFilter): Promise<ConversationCounts> {
  const each = turns(db, filter)
    .select("turn.conversation")
    .select((turn) => [
      turn.fn.sum<number>(turn.case().when("outcome", "in", ANSWERED).then(1).else(0).end()).as("answered"),
      turn.fn.sum<number>(turn.case().when("outcome", "in", REFUSED).then(1).else(0).end()).as("refused"),
    ])
    .groupBy("turn.conversation")
    .as("each");
  const row = await db
    .selectFrom(each)
    .select((of) => [
      of.fn.countAll<number>().as("all"),
      of.fn
        .sum<number | null>(
          of
            .case()
            .when(of.or([of("answered", ">", 0), of("refused", ">", 0)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as("asked"),
      of.fn
        .sum<number | null>(
          of
            .case()
            .when(of.and([of("answered", ">", 0), of("refused", "=", 0)]))
            .then(1)
            .else(0)
            .end(),
        )
        .as("resolved"),
    ])
    .executeTakeFirstOrThrow();
  return { all: row.all, asked: row.asked ?? 0, resolved: row.resolved ?? 0 };
}

/** Few sets of clauses are cited together, so that the counting ends in memory. */
async function clauses(db: Kysely<Tables>, filter: FiguresFilter): Promise<readonly ClauseCount[]> {
  const rows = await turns(db, filter)
    .select("cites")
    .select((turn) => turn.fn.countAll<number>().as("count"))
    .where("cites", "is not", null)
    .groupBy("cites")
    .execute();
  const counts = new Map<string, number>();
  for (const { cites, count } of rows) {
    for (const clause of new Set(cites?.split(" "))) counts.set(clause, (counts.get(clause) ?? 0) + count);
  }
  return [...counts]
    .map(([clause, count]) => ({ clause, count }))
    .sort((a, b) => b.count - a.count || (a.clause < b.clause ? -1 : 1));
}

async function reasons(db: Kysely<Tables>, filter: FiguresFilter): Promise<readonly ReasonCount[]> {
  const rows = await turns(db, filter)
    .select((turn) => [turn.ref("reason").$notNull().as("reason"), turn.fn.countAll<number>().as("count")])
    .where("reason", "is not", null)
    .groupBy("reason")
    .execute();
  return rows.toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

async function times(db: Kysely<Tables>, filter: FiguresFilter): Promise<AnswerTimes | undefined> {
  const timed = turns(db, filter).where("took_ms", "is not", null);
  const { count } = await timed
    .select((turn) => turn.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  if (count === 0) return undefined;
  /** The one that this share of all are no slower than. */
  const at = async (share: number) => {
    const row = await timed
      .select((turn) => turn.ref("took_ms").$notNull().as("took"))
      .orderBy("took_ms")
      .limit(1)
      .offset(Math.max(0, Math.ceil(count * share) - 1))
      .executeTakeFirstOrThrow();
    return row.took;
  };
  return { count, median: await at(0.5), p95: await at(0.95), slowest: await at(1) };
}

async function handovers(
  db: Kysely<Tables>,
  { since, until, channel }: FiguresFilter,
): Promise<HandoverCounts> {
  let query = db.selectFrom("handover").where("requested_at", ">=", since).where("requested_at", "<", until);
  if (channel !== undefined) query = query.where("channel", "=", channel);
  const row = await query
    .select((handover) => [
      handover.fn.countAll<number>().as("requested"),
      handover.fn.count<number>("taken_at").as("taken"),
      sql<number | null>`sum(taken_at - requested_at)`.as("waited"),
      sql<number | null>`sum(case when taken_at is null and ended_at is null then 1 else 0 end)`.as(
        "waiting",
      ),
    ])
    .executeTakeFirstOrThrow();
  const { requested, taken, waiting } = row;
  // PostgreSQL sums up to numeric, which comes as text.
  const meanWait = taken > 0 ? Number(row.waited) / taken : undefined;
  return { requested, taken, waiting: Number(waiting ?? 0), ...(meanWait !== undefined && { meanWait }) };
}
