/** 转人工：conversations that wait for a person or are with one, and what was said there. */
import { randomUUID } from "node:crypto";
import type { Kysely, Selectable, Transaction } from "kysely";
import { masked } from "../privacy.ts";
import type { HandoverEnd, Speaker, Tables } from "./database.ts";
import { wellFormed } from "./well-formed.ts";

export interface Handover {
  readonly id: string;
  /** `<channel>:<conversation>` */
  readonly conversation: string;
  readonly channel: string;
  readonly requestedAt: number;
  /** Absent while it waits. */
  readonly taken?: { readonly by: string; readonly name: string; readonly at: number };
  readonly ended?: { readonly by: HandoverEnd; readonly at: number };
  /** When somebody last said something. */
  readonly lastAt: number;
}

export interface PersonMessage {
  /** From 1, in order. */
  readonly number: number;
  readonly from: Speaker;
  readonly text: string;
  readonly at: number;
  /** Why the channel did not deliver it. */
  readonly undelivered?: string;
}

export interface NewPersonMessage extends Omit<PersonMessage, "number"> {
  /** The channel's id of the owner's message. */
  readonly message?: string;
}

export interface HandoverStore {
  /** The one of a conversation that has not ended. */
  open(conversation: string): Promise<Handover | undefined>;
  /** The latest of a conversation, ended or not. */
  latest(conversation: string): Promise<Handover | undefined>;
  get(id: string): Promise<Handover | undefined>;
  /** All that have not ended, who waits longest first. */
  queue(): Promise<readonly Handover[]>;
  /** False where another was quicker, or it has ended. */
  take(id: string, by: string, name: string, at: number): Promise<boolean>;
  /** @returns its number; the first one's where the same message comes again; undefined where the handover has ended */
  say(id: string, message: NewPersonMessage): Promise<number | undefined>;
  notDelivered(id: string, number: number, reason: string): Promise<void>;
  messages(id: string, after?: number): Promise<readonly PersonMessage[]>;
  /** False where it had ended already. */
  end(id: string, by: HandoverEnd, at: number): Promise<boolean>;
  /** An operator is at the console. */
  seen(staff: string, at: number): Promise<void>;
  /** When an operator was last there. */
  lastSeen(): Promise<number | undefined>;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

export function createHandoverStore(db: Kysely<Tables>, kept: Kept): HandoverStore {
  const where = () => db.selectFrom("handover").selectAll();
  const one = async (query: ReturnType<typeof where>) => {
    const row = await query.limit(1).executeTakeFirst();
    return row && handoverOf(row);
  };
  return {
    open: (conversation) =>
      kept(() => one(where().where("conversation", "=", conversation).where("ended_at", "is", null))),
    latest: (conversation) =>
      kept(() =>
        one(where().where("conversation", "=", conversation).orderBy("requested_at", "desc").orderBy("id")),
      ),
    get: (id) => kept(() => one(where().where("id", "=", id))),
    queue: () =>
      kept(async () => {
        const rows = await where()
          .where("ended_at", "is", null)
          .orderBy("requested_at")
          .orderBy("id")
          .execute();
        return rows.map(handoverOf);
      }),
    take: (id, by, name, at) =>
      kept(async () => {
        const { numUpdatedRows } = await db
          .updateTable("handover")
          .set({ taken_by: by, taken_name: name, taken_at: at, last_at: at })
          .where("id", "=", id)
          .where("taken_by", "is", null)
          .where("ended_at", "is", null)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),
    say: (id, message) =>
      kept(() => db.transaction().execute((transaction) => say(transaction, id, message))),
    notDelivered: (id, number, reason) =>
      kept(async () => {
        await db
          .updateTable("person_message")
          .set({ undelivered: reason })
          .where("handover", "=", id)
          .where("number", "=", number)
          .execute();
      }),
    messages: (id, after = 0) =>
      kept(async () => {
        const rows = await db
          .selectFrom("person_message")
          .select(["number", "sender", "text", "at", "undelivered"])
          .where("handover", "=", id)
          .where("number", ">", after)
          .orderBy("number")
          .execute();
        return rows.map(({ sender, undelivered, ...row }) => ({
          ...row,
          from: sender,
          ...(undelivered !== null && { undelivered }),
        }));
      }),
    end: (id, by, at) =>
      kept(async () => {
        const { numUpdatedRows } = await db
          .updateTable("handover")
          .set({ ended_by: by, ended_at: at })
          .where("id", "=", id)
          .where("ended_at", "is", null)
          .executeTakeFirst();
        return numUpdatedRows === 1n;
      }),
    seen: (staff, at) =>
      kept(async () => {
        await db
          .insertInto("presence")
          .values({ staff, at })
          .onConflict((conflict) => conflict.column("staff").doUpdateSet({ at }))
          .execute();
      }),
    lastSeen: () =>
      kept(async () => {
        const row = await db
          .selectFrom("presence")
          .select((presence) => presence.fn.max("at").as("at"))
          .executeTakeFirst();
        return row?.at ?? undefined;
      }),
  };
}

/** In the transaction of the turn that asked for a person; one that is open already stays. */
export async function requestHandover(
  transaction: Transaction<Tables>,
  { conversation, channel, at }: { conversation: string; channel: string; at: number },
): Promise<void> {
  await transaction
    .insertInto("handover")
    .values({ id: randomUUID(), conversation, channel, requested_at: at, last_at: at })
    .onConflict((conflict) => conflict.column("conversation").where("ended_at", "is", null).doNothing())
    .execute();
}

/** Whoever speaks moves the handover first, so that two who speak at once come one after the other. */
async function say(
  transaction: Transaction<Tables>,
  id: string,
  { message, from, text, at }: NewPersonMessage,
): Promise<number | undefined> {
  const { numUpdatedRows } = await transaction
    .updateTable("handover")
    .set({ last_at: at })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return undefined;
  const before = await transaction
    .selectFrom("person_message")
    .select((row) => row.fn.max("number").as("number"))
    .where("handover", "=", id)
    .executeTakeFirst();
  const number = (before?.number ?? 0) + 1;
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("person_message")
    .values({
      handover: id,
      number,
      message: message ?? null,
      sender: from,
      text: from === "owner" ? masked(wellFormed(text)) : wellFormed(text),
      at,
    })
    .onConflict((conflict) => conflict.columns(["handover", "message"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return number;
  const same = await transaction
    .selectFrom("person_message")
    .select("number")
    .where("handover", "=", id)
    .where("message", "=", message ?? null)
    .executeTakeFirst();
  return same?.number;
}

function handoverOf(row: Selectable<Tables["handover"]>): Handover {
  const { taken_by, taken_name, taken_at, ended_by, ended_at } = row;
  return {
    id: row.id,
    conversation: row.conversation,
    channel: row.channel,
    requestedAt: row.requested_at,
    lastAt: row.last_at,
    ...(taken_by !== null &&
      taken_at !== null && { taken: { by: taken_by, name: taken_name ?? "", at: taken_at } }),
    ...(ended_by !== null && ended_at !== null && { ended: { by: ended_by, at: ended_at } }),
  };
}
