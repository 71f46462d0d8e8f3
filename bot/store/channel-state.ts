/** 渠道状态：what channels keep between requests and between servers: cursors, access tokens, what was seen, what was sent. */
import type { Kysely } from "kysely";
import type { Tables } from "./database.ts";

export interface ChannelState {
  /** Plain JSON; undefined where nothing is kept or it has expired. */
  get(key: string, at: number): Promise<unknown>;
  /** @param expiresAt kept for ever where it is absent */
  set(key: string, value: unknown, expiresAt?: number): Promise<void>;
  /** True for the first who asks, until it expires: nonces, messages sent twice. */
  once(key: string, at: number, expiresAt: number): Promise<boolean>;
  /** Counts one more of the quota; false, and nothing counted, where it is used up. */
  spend(key: string, quota: Quota, at: number): Promise<boolean>;
  /** Deletes what has expired. */
  expire(at: number): Promise<void>;
}

export interface Quota {
  readonly limit: number;
  /** A sliding window. */
  readonly windowMs: number;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

export function createChannelState(db: Kysely<Tables>, kept: Kept): ChannelState {
  const row = (key: string, at: number) =>
    db
      .selectFrom("channel_state")
      .select("value")
      .where("key", "=", key)
      .where((state) => state.or([state("expires_at", "is", null), state("expires_at", ">", at)]))
      .executeTakeFirst();
  const set = (key: string, value: string, expiresAt: number | null) =>
    db
      .insertInto("channel_state")
      .values({ key, value, expires_at: expiresAt })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value, expires_at: expiresAt }));
  return {
    get: (key, at) =>
      kept(async () => {
        const found = await row(key, at);
        return found && JSON.parse(found.value);
      }),
    set: (key, value, expiresAt) =>
      kept(async () => {
        await set(key, JSON.stringify(value ?? null), expiresAt ?? null).execute();
      }),
    once: (key, at, expiresAt) =>
      kept(async () => {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto("channel_state")
          .values({ key, value: "true", expires_at: expiresAt })
          .onConflict((conflict) =>
            conflict
              .column("key")
              .doUpdateSet({ expires_at: expiresAt })
              .where("channel_state.expires_at", "<=", at),
          )
          .executeTakeFirst();
        return numInsertedOrUpdatedRows === 1n;
      }),
    spend: async (key, quota, at) => {
      for (;;) {
        const spent = await kept(() => trySpending(db, key, quota, at));
        if (spent !== undefined) return spent;
      }
    },
    expire: (at) =>
      kept(async () => {
        await db.deleteFrom("channel_state").where("expires_at", "<=", at).execute();
      }),
  };
}

/** @returns undefined where another counted meanwhile */
async function trySpending(
  db: Kysely<Tables>,
  key: string,
  { limit, windowMs }: Quota,
  at: number,
): Promise<boolean | undefined> {
  const before = await db
    .selectFrom("channel_state")
    .select("value")
    .where("key", "=", key)
    .executeTakeFirst();
  const moments = (JSON.parse(before?.value ?? "[]") as number[]).filter((moment) => moment > at - windowMs);
  if (moments.length >= limit) return false;
  const value = JSON.stringify([...moments, at]);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("channel_state")
    .values({ key, value, expires_at: at + windowMs })
    .onConflict((conflict) =>
      conflict
        .column("key")
        .doUpdateSet({ value, expires_at: at + windowMs })
        .where("channel_state.value", "=", before?.value ?? ""),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n ? true : undefined;
}
