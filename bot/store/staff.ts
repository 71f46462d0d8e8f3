/** 坐席账号：accounts, their sessions, failed sign-ins, and what staff did. */
import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Tables } from "./database.ts";

export interface StaffStore {
  account(login: string): Promise<StaffAccount | undefined>;
  /** In the order of their logins. */
  accounts(): Promise<readonly StaffAccount[]>;
  /** False where the login is taken. */
  add(account: StaffAccount): Promise<boolean>;
  /** Sessions opened before end, unless only the name changes; false where there is no such account. */
  change(login: string, change: StaffChange): Promise<boolean>;
  /**
   * Counts one attempt to sign in, before it is known whether it succeeds, so that many at once are counted too. Known
   * and unknown logins alike.
   */
  attempt(login: string, at: number, policy: LockPolicy): Promise<Attempt>;
  /** Signed in after all, or unlocked by hand. */
  forgive(login: string): Promise<void>;
  openSession(session: StaffSession): Promise<void>;
  /** With its account; undefined where either is gone or the account is disabled. */
  session(token: string): Promise<(StaffSession & { readonly account: StaffAccount }) | undefined>;
  touch(token: string, at: number): Promise<void>;
  closeSession(token: string): Promise<void>;
  closeSessions(login: string): Promise<void>;
  /** Deletes sessions and failures without anything since a moment. */
  expire(before: number): Promise<void>;
  record(action: StaffAction): Promise<void>;
  /** Newest first. */
  actions(filter?: StaffActionFilter): Promise<readonly StaffAction[]>;
}

/** 账号 */
export interface StaffAccount {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  /** Its hash; absent where another server vouches for the person. */
  readonly password?: string;
  readonly disabled: boolean;
  readonly createdAt: number;
}

export type StaffChange = Partial<Pick<StaffAccount, "name" | "role" | "password" | "disabled">>;

export interface StaffSession {
  /** The hash of what the browser holds. */
  readonly token: string;
  readonly login: string;
  readonly openedAt: number;
  readonly seenAt: number;
}

export interface LockPolicy {
  /** How long a login is locked at its n-th failure in a row, in milliseconds; 0: not. */
  readonly wait: (failures: number) => number;
  /** Failures longer ago than this count no more. */
  readonly forgetMs: number;
}

export interface Attempt {
  /** The attempt must not be made before this moment. */
  readonly lockedUntil?: number;
  /** Of the attempts in a row, this one included. */
  readonly failures: number;
}

/** 操作记录：who did what; never a password or a token. */
export interface StaffAction {
  readonly at: number;
  readonly login: string;
  readonly action: string;
  readonly detail: string;
}

export interface StaffActionFilter {
  readonly login?: string;
  readonly since?: number;
  /** 100 where it is absent. */
  readonly limit?: number;
}

const MOST_ACTIONS = 100;

export function createStaffStore(
  db: Kysely<Tables>,
  kept: <T>(work: () => Promise<T>) => Promise<T>,
): StaffStore {
  return {
    account: (login) =>
      kept(async () => {
        const row = await db.selectFrom("staff").selectAll().where("login", "=", login).executeTakeFirst();
        return row && accountOf(row);
      }),
    accounts: () =>
      kept(async () => (await db.selectFrom("staff").selectAll().orderBy("login").execute()).map(accountOf)),
    add: (account) =>
      kept(async () => {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto("staff")
          .values(rowOf(account))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),
    change: (login, change) => kept(() => changeAccount(db, login, change)),
    attempt: (login, at, policy) => kept(() => attempt(db, login, at, policy)),
    forgive: (login) =>
      kept(async () => void (await db.deleteFrom("staff_attempt").where("login", "=", login).execute())),
    openSession: ({ token, login, openedAt, seenAt }) =>
      kept(async () => {
        await db
          .insertInto("staff_session")
          .values({ token, login, opened_at: openedAt, seen_at: seenAt })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    session: (token) => kept(() => sessionWithAccount(db, token)),
    touch: (token, at) =>
      kept(async () => {
        await db.updateTable("staff_session").set({ seen_at: at }).where("token", "=", token).execute();
      }),
    closeSession: (token) =>
      kept(async () => void (await db.deleteFrom("staff_session").where("token", "=", token).execute())),
    closeSessions: (login) =>
      kept(async () => void (await db.deleteFrom("staff_session").where("login", "=", login).execute())),
    expire: (before) =>
      kept(async () => {
        await db.deleteFrom("staff_session").where("seen_at", "<", before).execute();
        await db.deleteFrom("staff_attempt").where("last_at", "<", before).execute();
      }),
    record: (action) => {
      const id = randomUUID();
      return kept(async () => {
        await db
          .insertInto("staff_action")
          .values({ id, ...action })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },
    actions: (filter = {}) => kept(() => actions(db, filter)),
  };
}

async function changeAccount(db: Kysely<Tables>, login: string, change: StaffChange): Promise<boolean> {
  const { disabled, ...rest } = change;
  return db.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable("staff")
      .set({ ...rest, ...(disabled !== undefined && { disabled: disabled ? 1 : 0 }) })
      .where("login", "=", login)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const touchesAccess = Object.keys(change).some((key) => key !== "name");
    if (touchesAccess) await transaction.deleteFrom("staff_session").where("login", "=", login).execute();
    return true;
  });
}

/** The database counts, so that of many attempts at once only so many pass. */
async function attempt(
  db: Kysely<Tables>,
  login: string,
  at: number,
  { wait, forgetMs }: LockPolicy,
): Promise<Attempt> {
  return db.transaction().execute(async (transaction) => {
    const counted = await transaction
      .insertInto("staff_attempt")
      .values({ login, failures: 1, last_at: at, locked_until: at })
      .onConflict((conflict) =>
        conflict
          .column("login")
          .doUpdateSet({
            failures: sql<number>`case when staff_attempt.last_at < ${at - forgetMs} then 1 else staff_attempt.failures + 1 end`,
            last_at: at,
          })
          .where("staff_attempt.locked_until", "<=", at),
      )
      .returning("failures")
      .executeTakeFirst();
    if (!counted) {
      const locked = await transaction
        .selectFrom("staff_attempt")
        .select(["failures", "locked_until"])
        .where("login", "=", login)
        .executeTakeFirstOrThrow();
      return { lockedUntil: locked.locked_until, failures: locked.failures };
    }
    const { failures } = counted;
    if (wait(failures) > 0) {
      await transaction
        .updateTable("staff_attempt")
        .set({ locked_until: at + wait(failures) })
        .where("login", "=", login)
        .execute();
    }
    return { failures };
  });
}

async function sessionWithAccount(
  db: Kysely<Tables>,
  token: string,
): Promise<(StaffSession & { readonly account: StaffAccount }) | undefined> {
  const row = await db
    .selectFrom("staff_session")
    .innerJoin("staff", "staff.login", "staff_session.login")
    .selectAll()
    .where("token", "=", token)
    .where("disabled", "=", 0)
    .executeTakeFirst();
  if (!row) return undefined;
  const { login, opened_at: openedAt, seen_at: seenAt } = row;
  return { token, login, openedAt, seenAt, account: accountOf(row) };
}

async function actions(
  db: Kysely<Tables>,
  { login, since, limit = MOST_ACTIONS }: StaffActionFilter,
): Promise<readonly StaffAction[]> {
  let query = db.selectFrom("staff_action").select(["at", "login", "action", "detail"]);
  if (login !== undefined) query = query.where("login", "=", login);
  if (since !== undefined) query = query.where("at", ">=", since);
  return query.orderBy("at", "desc").orderBy("id").limit(limit).execute();
}

function accountOf(row: Tables["staff"]): StaffAccount {
  const { login, name, role, password, disabled, created_at: createdAt } = row;
  return { login, name, role, ...(password !== null && { password }), disabled: disabled === 1, createdAt };
}

function rowOf({ login, name, role, password, disabled, createdAt }: StaffAccount): Tables["staff"] {
  return {
    login,
    name,
    role,
    password: password ?? null,
    disabled: disabled ? 1 : 0,
    created_at: createdAt,
  };
}
