/** 存储：conversations, what was answered, receipts and questions not answered. */
import { join } from "node:path";
import { createStore } from "./kysely-store.ts";
import { migrate } from "./migrations.ts";
import { patiently } from "./patience.ts";
import { openPostgres, type PostgresOptions } from "./postgres.ts";
import { openSqlite, type SqliteOptions } from "./sqlite.ts";
import type { Store } from "./store.ts";

export type { SavedCall } from "./calls.ts";
export type { ChannelState, Quota } from "./channel-state.ts";
export type * from "./feedback.ts";
export type * from "./figures.ts";
export type { Handover, PersonMessage } from "./handovers.ts";
export { startRetention } from "./retention.ts";
export type * from "./review.ts";
export type * from "./staff.ts";
export type * from "./store.ts";
export { StoreError } from "./store-error.ts";
export { takeTurn } from "./take-turn.ts";

export interface StoreSettings {
  /** A PostgreSQL server; a file in the data folder where it is absent. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

export interface StoreOptions extends SqliteOptions, PostgresOptions {
  /** Milliseconds to try again where the database is locked or away. */
  readonly patience?: number;
}

const PATIENCE_MS = 5_000;

/** @throws StoreError when the database cannot be used */
export async function openStore(settings: StoreSettings, options: StoreOptions = {}): Promise<Store> {
  const { databaseUrl, dataDir } = settings;
  const { patience = PATIENCE_MS } = options;
  const database =
    databaseUrl === undefined
      ? openSqlite(join(dataDir, "mingbai.db"), options)
      : openPostgres(databaseUrl, options);
  try {
    await patiently(database, patience, () => migrate(database));
  } catch (error) {
    await database.db.destroy();
    throw error;
  }
  return createStore(database, patience);
}
