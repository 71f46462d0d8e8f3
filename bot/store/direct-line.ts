/** What was said in each Direct Line conversation, numbered, so that any server can go on from any number. */
import { type Kysely, sql } from "kysely";
import type { Tables } from "./database.ts";

export interface DirectLineStore {
  /** Appends it; where its source was written before, nothing is changed, and that number is given. */
  add(conversation: string, added: NewActivity): Promise<number>;
  /** What follows a number, in order, at most so many. */
  after(conversation: string, number: number, most: number): Promise<readonly NumberedActivity[]>;
  /** The last number of each; absent where nothing was said. */
  newest(conversations: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface NewActivity {
  /** What it was written for, such as the answer to another. */
  readonly source: string;
  /** Plain JSON. */
  readonly activity: object;
  readonly at: number;
}

export interface NumberedActivity {
  /** From 1, without a gap. */
  readonly number: number;
  readonly activity: object;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

export function createDirectLineStore(db: Kysely<Tables>, kept: Kept): DirectLineStore {
  return {
    add: async (conversation, added) => {
      for (;;) {
        const number = await kept(() => tryAdding(db, conversation, added));
        if (number !== undefined) return number;
      }
    },
    after: (conversation, number, most) =>
      kept(async () => {
        const rows = await db
          .selectFrom("direct_line_activity")
          .select(["number", "activity"])
          .where("conversation", "=", conversation)
          .where("number", ">", number)
          .orderBy("number")
          .limit(most)
          .execute();
        return rows.map((row) => ({ number: row.number, activity: JSON.parse(row.activity) }));
      }),
    newest: (conversations) =>
      kept(async () => {
        if (conversations.length === 0) return new Map();
        const rows = await db
          .selectFrom("direct_line_activity")
          .select(["conversation", (table) => table.fn.max("number").as("number")])
          .where("conversation", "in", conversations)
          .groupBy("conversation")
          .execute();
        return new Map(rows.map((row) => [row.conversation, row.number]));
      }),
  };
}

/** A number is seen only after the one before, since it is made from it. @returns undefined where another took it meanwhile */
async function tryAdding(
  db: Kysely<Tables>,
  conversation: string,
  { source, activity, at }: NewActivity,
): Promise<number | undefined> {
  const before = await db
    .selectFrom("direct_line_activity")
    .select("number")
    .where("conversation", "=", conversation)
    .where("source", "=", source)
    .executeTakeFirst();
  if (before) return before.number;
  const next = sql<number>`(select coalesce(max(number), 0) + 1 from direct_line_activity
    where conversation = ${conversation})`;
  const added = await db
    .insertInto("direct_line_activity")
    .values({ conversation, number: next, source, activity: JSON.stringify(activity), at })
    .onConflict((conflict) => conflict.doNothing())
    .returning("number")
    .executeTakeFirst();
  return added?.number;
}
