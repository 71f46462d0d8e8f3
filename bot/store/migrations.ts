/** 迁移：numbered, each applied once, in order; never changed once released. */
import { type Kysely, sql } from "kysely";
import type { Database, SqlFlavour, Tables } from "./database.ts";
import { StoreError } from "./store-error.ts";

const MIGRATIONS: readonly ((sql: SqlFlavour) => readonly string[])[] = [
  ({ key, moment, table }) => [
    `create table conversation (
      id ${key} primary key,
      channel text not null,
      version integer not null,
      state text not null,
      last_at ${moment} not null
    )${table}`,
    `create table turn (
      id ${key} primary key,
      conversation ${key} not null references conversation (id),
      version integer not null,
      message ${key},
      at ${moment} not null,
      text text not null,
      reply text not null,
      outcome text not null,
      receipt text,
      reason text,
      nearest text,
      unique (conversation, version),
      unique (conversation, message)
    )${table}`,
    `create table receipt (
      code ${key} primary key,
      record text not null,
      at ${moment} not null
    )${table}`,
    "create index conversation_last_at on conversation (last_at)",
    "create index turn_at on turn (at)",
    "create index turn_unanswered on turn (at) where reason is not null",
    "create index receipt_at on receipt (at)",
  ],
  ({ key, moment, table }) => [
    `create table handover (
      id ${key} primary key,
      conversation ${key} not null,
      channel text not null,
      requested_at ${moment} not null,
      taken_by text,
      taken_name text,
      taken_at ${moment},
      ended_by text,
      ended_at ${moment},
      last_at ${moment} not null
    )${table}`,
    "create unique index handover_open on handover (conversation) where ended_at is null",
    "create index handover_requested_at on handover (requested_at)",
    "create index handover_last_at on handover (last_at)",
    `create table person_message (
      handover ${key} not null references handover (id) on delete cascade,
      number integer not null,
      message ${key},
      sender text not null,
      text text not null,
      at ${moment} not null,
      undelivered text,
      primary key (handover, number),
      unique (handover, message)
    )${table}`,
    `create table presence (
      staff ${key} primary key,
      at ${moment} not null
    )${table}`,
    `create table channel_state (
      key ${key} primary key,
      value text not null,
      expires_at ${moment}
    )${table}`,
    "create index channel_state_expires_at on channel_state (expires_at)",
  ],
  ({ key, moment, table }) => [
    `create table staff (
      login ${key} primary key,
      name text not null,
      role text not null,
      password text,
      disabled integer not null,
      created_at ${moment} not null
    )${table}`,
    `create table staff_attempt (
      login ${key} primary key,
      failures integer not null,
      last_at ${moment} not null,
      locked_until ${moment} not null
    )${table}`,
    `create table staff_session (
      token ${key} primary key,
      login ${key} not null references staff (login),
      opened_at ${moment} not null,
      seen_at ${moment} not null
    )${table}`,
    `create table staff_action (
      id ${key} primary key,
      at ${moment} not null,
      login ${key} not null,
      action text not null,
      detail text not null
    )${table}`,
    "create index staff_session_login on staff_session (login)",
    "create index staff_action_at on staff_action (at)",
  ],
  ({ key, moment, table }) => [
    "alter table turn add column nearest_clause text",
    "alter table turn add column cites text",
    "alter table turn add column took_ms integer",
    // [{"clause":"M01.1",…
    `update turn set nearest_clause = substr(nearest, 13, 5) where nearest like '[{"clause":"M__._"%'`,
    `create table handled_question (
      turn ${key} primary key references turn (id) on delete cascade,
      login ${key} not null,
      note text not null,
      handled_at ${moment} not null
    )${table}`,
  ],
  ({ key, moment, table }) => [
    `create table direct_line_activity (
      conversation ${key} not null,
      number integer not null,
      source ${key} not null,
      activity text not null,
      at ${moment} not null,
      primary key (conversation, number),
      unique (conversation, source)
    )${table}`,
    "create index direct_line_activity_at on direct_line_activity (at)",
  ],
  ({ key, moment, table }) => [
    `create table hotline_call (
      id ${key} primary key,
      staff ${key} not null,
      started_at ${moment} not null,
      ended_at ${moment},
      revision integer not null,
      content text not null,
      unresolved integer not null
    )${table}`,
    "create index hotline_call_staff on hotline_call (staff, started_at)",
    "create index hotline_call_started_at on hotline_call (started_at)",
    "create index turn_receipt on turn (receipt) where receipt is not null",
  ],
  ({ key, moment, table }) => [
    `create table feedback (
      conversation ${key} not null,
      message ${key} not null,
      at ${moment} not null,
      useful integer not null,
      reason text,
      text text,
      outcome text not null,
      receipt text,
      cites text not null,
      question text not null,
      primary key (conversation, message)
    )${table}`,
    "create index feedback_at on feedback (at)",
  ],
];

/** Brings the database up to this program, whole or not at all; two servers may start at once. */
export async function migrate({ db, name, sql: flavour }: Database): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (flavour.lock !== undefined) await sql.raw(flavour.lock).execute(transaction);
    await sql.raw("create table if not exists migration (number integer primary key)").execute(transaction);
    const applied = await appliedIn(transaction);
    refuseNewer(applied, name);
    for (const [index, statements] of MIGRATIONS.entries()) {
      if (index < applied) continue;
      for (const statement of statements(flavour)) await sql.raw(statement).execute(transaction);
      await transaction
        .insertInto("migration")
        .values({ number: index + 1 })
        .execute();
    }
  });
}

/** @throws StoreError where a newer program has changed the database since the start */
export async function checkMigrated({ db, name }: Database): Promise<void> {
  refuseNewer(await appliedIn(db), name);
}

async function appliedIn(db: Kysely<Tables>): Promise<number> {
  const { number } = await db
    .selectFrom("migration")
    .select((table) => table.fn.max("number").as("number"))
    .executeTakeFirstOrThrow();
  return number ?? 0;
}

function refuseNewer(applied: number, name: string): void {
  if (applied <= MIGRATIONS.length) return;
  throw new StoreError(
    "damaged",
    `${name} was written by a newer version of this program (schema ${applied}, this one knows ${MIGRATIONS.length}). Start the newer version, or set DATABASE_URL or DATA_DIR to another database.`,
  );
}
