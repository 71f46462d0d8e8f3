/** 未答问题的处理：questions not answered, in groups and one by one, and what was done about them. */
import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { Tables } from "./database.ts";

export interface ReviewStore {
  /** Newest first. */
  questions(filter?: QuestionFilter, page?: Page): Promise<readonly OpenQuestion[]>;
  count(filter?: QuestionFilter): Promise<number>;
  /** By the clause nearest to them and the reason; the largest group first. */
  groups(filter?: QuestionFilter): Promise<readonly QuestionGroup[]>;
  /** Those of these ids that are there. */
  byId(ids: readonly string[]): Promise<readonly OpenQuestion[]>;
  /** Again: the note is replaced. False where there is no such question. */
  handle(id: string, handled: Handled): Promise<boolean>;
  /** False where it was not handled. */
  reopen(id: string): Promise<boolean>;
}

/** 未答问题 */
export interface OpenQuestion {
  readonly id: string;
  readonly at: number;
  readonly channel: string;
  readonly conversation: string;
  readonly text: string;
  readonly reason: string;
  readonly nearest: readonly Nearest[];
  readonly handled?: Handled;
}

/** A clause near to a question. */
export interface Nearest {
  readonly clause: string;
  /** Its probability, 0 … 1. */
  readonly score: number;
}

/** 处理 */
export interface Handled {
  /** The login of who did it. */
  readonly by: string;
  readonly note: string;
  readonly at: number;
}

export interface QuestionGroup {
  /** Absent where no clause was near. */
  readonly clause?: string;
  readonly reason: string;
  readonly count: number;
  /** When the newest of them was asked. */
  readonly latest: number;
}

export interface QuestionFilter {
  readonly since?: number;
  /** Before this moment. */
  readonly until?: number;
  readonly channel?: string;
  readonly reason?: string;
  /** The nearest one; "": none was near. */
  readonly clause?: string;
  readonly contains?: string;
  readonly handled?: boolean;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;
type Questions = SelectQueryBuilder<Joined, "turn" | "conversation" | "handled_question", object>;
type Joined = Pick<Tables, "turn" | "conversation"> & {
  readonly handled_question: {
    readonly [Key in keyof Tables["handled_question"]]: Tables["handled_question"][Key] | null;
  };
};

const FIRST_PAGE: Page = { limit: 50, offset: 0 };

export function createReviewStore(db: Kysely<Tables>, kept: Kept): ReviewStore {
  return {
    questions: (filter = {}, { limit, offset } = FIRST_PAGE) =>
      kept(() => listed(matching(db, filter).limit(limit).offset(offset))),
    count: (filter = {}) =>
      kept(async () => {
        const row = await matching(db, filter)
          .select((turn) => turn.fn.countAll<number>().as("count"))
          .executeTakeFirst();
        return row?.count ?? 0;
      }),
    groups: (filter = {}) => kept(() => groups(db, filter)),
    byId: (ids) =>
      kept(async () => (ids.length === 0 ? [] : listed(matching(db, {}).where("turn.id", "in", [...ids])))),
    handle: (id, handled) => kept(() => handle(db, id, handled)),
    reopen: (id) =>
      kept(async () => {
        const { numDeletedRows } = await db
          .deleteFrom("handled_question")
          .where("turn", "=", id)
          .executeTakeFirst();
        return numDeletedRows === 1n;
      }),
  };
}

function matching(
  db: Kysely<Tables>,
  { since, until, channel, reason, clause, contains, handled }: QuestionFilter,
): Questions {
  let query: Questions = db
    .selectFrom("turn")
    .innerJoin("conversation", "conversation.id", "turn.conversation")
    .leftJoin("handled_question", "handled_question.turn", "turn.id")
    .where("reason", "is not", null);
  if (since !== undefined) query = query.where("turn.at", ">=", since);
  if (until !== undefined) query = query.where("turn.at", "<", until);
  if (channel !== undefined) query = query.where("channel", "=", channel);
  if (reason !== undefined) query = query.where("reason", "=", reason);
  if (clause === "") query = query.where("nearest_clause", "is", null);
  else if (clause !== undefined) query = query.where("nearest_clause", "=", clause);
  if (contains !== undefined) {
    const pattern = `%${contains.toLowerCase().replace(/[\\%_]/gu, "\\$&")}%`;
    query = query.where(sql<boolean>`lower(turn.text) like ${pattern} escape '\\'`);
  }
  if (handled !== undefined) query = query.where("handled_question.turn", handled ? "is not" : "is", null);
  return query;
}

async function listed(query: Questions): Promise<readonly OpenQuestion[]> {
  const rows = await query
    .select(["turn.id", "turn.at", "channel", "turn.conversation", "turn.text", "nearest"])
    .select((turn) => turn.ref("reason").$notNull().as("reason"))
    .select(["handled_question.login", "note", "handled_at"])
    .orderBy("turn.at", "desc")
    .orderBy("turn.id")
    .execute();
  return rows.map(({ login, note, handled_at: at, nearest, ...row }) => ({
    ...row,
    nearest: JSON.parse(nearest ?? "[]"),
    ...(login !== null && note !== null && at !== null && { handled: { by: login, note, at } }),
  }));
}

async function groups(db: Kysely<Tables>, filter: QuestionFilter): Promise<readonly QuestionGroup[]> {
  const rows = await matching(db, filter)
    .select(["nearest_clause"])
    .select((turn) => [
      turn.ref("reason").$notNull().as("reason"),
      turn.fn.countAll<number>().as("count"),
      turn.fn.max("turn.at").as("latest"),
    ])
    .groupBy(["nearest_clause", "reason"])
    .execute();
  return rows
    .map(({ nearest_clause: clause, ...group }) => ({ ...group, ...(clause !== null && { clause }) }))
    .toSorted(
      (a, b) => b.count - a.count || b.latest - a.latest || orderOf(a).localeCompare(orderOf(b), "en"),
    );
}

function orderOf({ clause = "", reason }: QuestionGroup): string {
  return `${clause} ${reason}`;
}

async function handle(db: Kysely<Tables>, id: string, { by, note, at }: Handled): Promise<boolean> {
  const question = await matching(db, {}).select("turn.id").where("turn.id", "=", id).executeTakeFirst();
  if (!question) return false;
  const handled = { login: by, note, handled_at: at };
  await db
    .insertInto("handled_question")
    .values({ turn: id, ...handled })
    .onConflict((conflict) => conflict.column("turn").doUpdateSet(handled))
    .execute();
  return true;
}
