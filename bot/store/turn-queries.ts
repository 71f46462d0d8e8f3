/** What every turn asks of the database. */
import type { Insertable, Kysely } from "kysely";
import type { Tables } from "./database.ts";
import { prepared } from "./prepared.ts";

export type TurnQueries = ReturnType<typeof turnQueries>;

export function turnQueries(db: Kysely<Tables>) {
  return {
    conversation: prepared(({ id }: { id: string }) =>
      db.selectFrom("conversation").select(["version", "state", "last_at"]).where("id", "=", id),
    ),
    replyTo: prepared(({ conversation, message }: { conversation: string; message: string }) =>
      db
        .selectFrom("turn")
        .select(["reply", "outcome", "receipt"])
        .where("conversation", "=", conversation)
        .where("message", "=", message),
    ),
    /** Nothing where it has begun already. */
    begin: prepared(({ id, channel, version, state, last_at }: Insertable<Tables["conversation"]>) =>
      db
        .insertInto("conversation")
        .values({ id, channel, version, state, last_at })
        .onConflict((conflict) => conflict.doNothing()),
    ),
    /** Nothing where it is not at the version before. */
    advance: prepared(
      (next: Omit<Insertable<Tables["conversation"]>, "channel"> & { readonly before: number }) =>
        db
          .updateTable("conversation")
          .set({ version: next.version, state: next.state, last_at: next.last_at })
          .where("id", "=", next.id)
          .where("version", "=", next.before),
    ),
    /** Nothing where the message has its turn already. */
    append: prepared((turn: Insertable<Tables["turn"]>) =>
      db
        .insertInto("turn")
        .values({
          id: turn.id,
          conversation: turn.conversation,
          version: turn.version,
          message: turn.message,
          at: turn.at,
          text: turn.text,
          reply: turn.reply,
          outcome: turn.outcome,
          receipt: turn.receipt,
          reason: turn.reason,
          nearest: turn.nearest,
          nearest_clause: turn.nearest_clause,
          cites: turn.cites,
          took_ms: turn.took_ms,
        })
        .onConflict((conflict) => conflict.columns(["conversation", "message"]).doNothing()),
    ),
    /** The same record again counts from now; nothing where another record has the code. */
    keep: prepared(({ code, record, at }: Insertable<Tables["receipt"]>) =>
      db
        .insertInto("receipt")
        .values({ code, record, at })
        .onConflict((conflict) =>
          conflict
            .column("code")
            .doUpdateSet({ at: (receipt) => receipt.ref("excluded.at") })
            .whereRef("receipt.record", "=", "excluded.record"),
        ),
    ),
  };
}
