/** 来电：one row a call, kept from pick-up on, so that neither a refresh nor a crash loses what was noted. */
import type { Kysely, Selectable } from "kysely";
import type { Tables } from "./database.ts";

export interface SavedCall {
  readonly id: string;
  /** The login of who took it. */
  readonly staff: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Which of two savings is the newer: they may arrive in another order. */
  readonly revision: number;
  readonly content: unknown;
  readonly isUnresolved: boolean;
}

export interface CallStore {
  /** The first saving begins the call. False where another has it, it has ended, or what is kept is newer. */
  save(call: Omit<SavedCall, "endedAt" | "isUnresolved">): Promise<boolean>;
  /** False where it is not this person's, or had ended. @param isUnresolved the caller was not helped */
  end(id: string, staff: string, at: number, isUnresolved: boolean): Promise<boolean>;
  get(id: string): Promise<SavedCall | undefined>;
  /** The newest first. */
  ofStaff(staff: string, limit: number): Promise<readonly SavedCall[]>;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

export function createCallStore(db: Kysely<Tables>, kept: Kept): CallStore {
  return {
    save: ({ id, staff, startedAt, revision, content }) =>
      kept(async () => {
        const text = JSON.stringify(content);
        const { numInsertedOrUpdatedRows } = await db
          .insertInto("hotline_call")
          .values({ id, staff, started_at: startedAt, revision, content: text, unresolved: 0 })
          .onConflict((conflict) =>
            conflict
              .column("id")
              .doUpdateSet({ revision, content: text })
              .where("hotline_call.staff", "=", staff)
              .where("hotline_call.ended_at", "is", null)
              .where("hotline_call.revision", "<", revision),
          )
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),
    end: (id, staff, at, isUnresolved) =>
      kept(async () => {
        const { numUpdatedRows } = await db
          .updateTable("hotline_call")
          .set({ ended_at: at, unresolved: isUnresolved ? 1 : 0 })
          .where("id", "=", id)
          .where("staff", "=", staff)
          .where("ended_at", "is", null)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),
    get: (id) =>
      kept(async () => {
        const row = await db.selectFrom("hotline_call").selectAll().where("id", "=", id).executeTakeFirst();
        return row && callOf(row);
      }),
    ofStaff: (staff, limit) =>
      kept(async () => {
        const rows = await db
          .selectFrom("hotline_call")
          .selectAll()
          .where("staff", "=", staff)
          .orderBy("started_at", "desc")
          .orderBy("id")
          .limit(limit)
          .execute();
        return rows.map(callOf);
      }),
  };
}

function callOf(row: Selectable<Tables["hotline_call"]>): SavedCall {
  const { id, staff, revision, content, started_at, ended_at, unresolved } = row;
  return {
    id,
    staff,
    startedAt: started_at,
    ...(ended_at !== null && { endedAt: ended_at }),
    revision,
    content: JSON.parse(content),
    isUnresolved: unresolved === 1,
  };
}
