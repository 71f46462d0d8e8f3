/** One code for both databases. */
import { type Kysely, sql } from "kysely";
import { createCallStore } from "./calls.ts";
import { createChannelState } from "./channel-state.ts";
import type { Database, Tables } from "./database.ts";
import { createDirectLineStore } from "./direct-line.ts";
import { createFeedbackStore } from "./feedback.ts";
import { createFiguresStore } from "./figures.ts";
import { createHandoverStore } from "./handovers.ts";
import { checkMigrated } from "./migrations.ts";
import { patiently } from "./patience.ts";
import { purge } from "./purge.ts";
import { createReviewStore } from "./review.ts";
import { saveTurn } from "./save-turn.ts";
import { createStaffStore } from "./staff.ts";
import type { Store, Unanswered, UnansweredFilter } from "./store.ts";
import { createTranscriptStore } from "./transcripts.ts";
import { turnQueries } from "./turn-queries.ts";

const MOST_UNANSWERED = 100;

export function createStore(database: Database, patience: number): Store {
  const { db } = database;
  const queries = turnQueries(db);
  const kept = <T>(work: () => Promise<T>) => patiently(database, patience, work);
  return {
    load: (conversation) =>
      kept(async () => {
        const { rows } = await db.executeQuery(queries.conversation({ id: conversation }));
        const [row] = rows;
        return row && { version: row.version, state: JSON.parse(row.state), lastAt: row.last_at };
      }),
    replyTo: (conversation, message) =>
      kept(async () => {
        const { rows } = await db.executeQuery(queries.replyTo({ conversation, message }));
        const [row] = rows;
        if (!row) return undefined;
        const { reply, outcome, receipt } = row;
        return { reply: JSON.parse(reply), outcome, ...(receipt !== null && { receipt }) };
      }),
    save: (turn) => saveTurn(database, queries, patience, turn),
    receipt: (code) =>
      kept(async () => {
        const row = await db.selectFrom("receipt").selectAll().where("code", "=", code).executeTakeFirst();
        return row && { ...row, record: JSON.parse(row.record) };
      }),
    unanswered: (filter = {}) => kept(() => unanswered(db, filter)),
    handovers: createHandoverStore(db, kept),
    calls: createCallStore(db, kept),
    transcripts: createTranscriptStore(db, kept),
    channelState: createChannelState(db, kept),
    staff: createStaffStore(db, kept),
    review: createReviewStore(db, kept),
    figures: createFiguresStore(db, kept),
    directLine: createDirectLineStore(db, kept),
    feedback: createFeedbackStore(db, kept),
    purge: (before) => purge(db, before, kept),
    counts: () =>
      kept(async () => {
        const { rows } = await sql<Awaited<ReturnType<Store["counts"]>>>`select
          (select count(*) from conversation) as conversations, (select count(*) from turn) as turns,
          (select count(*) from receipt) as receipts, (select count(reason) from turn) as unanswered`.execute(
          db,
        );
        const [counts] = rows;
        if (!counts) throw new Error("counting gave no row");
        return counts;
      }),
    ready: () => patiently(database, 0, () => checkMigrated(database)),
    close: () => db.destroy(),
  };
}

async function unanswered(
  db: Kysely<Tables>,
  { since, reason, limit = MOST_UNANSWERED }: UnansweredFilter,
): Promise<readonly Unanswered[]> {
  let query = db
    .selectFrom("turn")
    .select(["at", "conversation", "text", "nearest"])
    .select((turn) => turn.ref("reason").$notNull().as("reason"))
    .where("reason", "is not", null);
  if (since !== undefined) query = query.where("at", ">=", since);
  if (reason !== undefined) query = query.where("reason", "=", reason);
  const rows = await query
    .orderBy("at", "desc")
    .orderBy("conversation")
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, nearest: JSON.parse(row.nearest ?? "[]") }));
}
