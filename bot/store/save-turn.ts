/** One turn, whole or not at all, and never counted twice. */
import { randomUUID } from "node:crypto";
import type { Transaction } from "kysely";
import { masked } from "../privacy.ts";
import type { Database, Tables } from "./database.ts";
import { requestHandover } from "./handovers.ts";
import { patiently } from "./patience.ts";
import type { NewReceipt, NewTurn, Saved } from "./store.ts";
import { StoreError } from "./store-error.ts";
import { wellFormed } from "./well-formed.ts";

/** Tries again where the connection is lost, even at the commit: the turn's own id tells whether it was kept. */
export async function saveTurn(database: Database, patience: number, turn: NewTurn): Promise<Saved> {
  const id = randomUUID();
  let committing = false;
  const attempt = () =>
    database.db.transaction().execute(async (transaction) => {
      await write(transaction, id, turn);
      committing = true;
    });
  try {
    await patiently(database, patience, attempt);
    await patiently(database, patience, async () => database.settle?.());
    return "saved";
  } catch (error) {
    if (error instanceof NotSaved) return error.why;
    if (committing && error instanceof StoreError && error.code !== "full") {
      throw new StoreError("unsure", error.message, { cause: error });
    }
    throw error;
  }
}

/** Leaves the transaction, so that nothing of the turn is kept. */
class NotSaved extends Error {
  readonly why: Exclude<Saved, "saved">;

  constructor(why: Exclude<Saved, "saved">) {
    super(why);
    this.why = why;
  }
}

async function write(transaction: Transaction<Tables>, id: string, turn: NewTurn): Promise<void> {
  const advanced = await advance(transaction, turn);
  if (!advanced) {
    const earlier = await sameTurn(transaction, id, turn);
    if (earlier === id) return;
    throw new NotSaved(earlier === undefined ? "conflict" : "duplicate");
  }
  if (!(await append(transaction, id, turn))) throw new NotSaved("duplicate");
  if (turn.receipt && !(await keep(transaction, turn.receipt, turn.at))) throw new NotSaved("receiptTaken");
  if (turn.wantsPerson) await requestHandover(transaction, turn);
}

/** Moves the conversation on from the version loaded; false where it is not at that version. */
async function advance(transaction: Transaction<Tables>, turn: NewTurn): Promise<boolean> {
  const next = { version: turn.version + 1, state: json(turn.state), last_at: turn.at };
  if (turn.version === 0) {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("conversation")
      .values({ id: turn.conversation, channel: turn.channel, ...next })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await transaction
    .updateTable("conversation")
    .set(next)
    .where("id", "=", turn.conversation)
    .where("version", "=", turn.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The id of the turn kept for this message, or by an attempt before this one. */
async function sameTurn(
  transaction: Transaction<Tables>,
  id: string,
  { conversation, message }: NewTurn,
): Promise<string | undefined> {
  const row = await transaction
    .selectFrom("turn")
    .select("id")
    .where("conversation", "=", conversation)
    .where((turn) =>
      message === undefined
        ? turn("id", "=", id)
        : turn.or([turn("id", "=", id), turn("message", "=", message)]),
    )
    .executeTakeFirst();
  return row?.id;
}

async function append(transaction: Transaction<Tables>, id: string, turn: NewTurn): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("turn")
    .values({
      id,
      conversation: turn.conversation,
      version: turn.version + 1,
      message: turn.message ?? null,
      at: turn.at,
      text: masked(wellFormed(turn.text)),
      reply: json(turn.reply),
      outcome: turn.outcome,
      receipt: turn.receipt?.code ?? null,
      reason: turn.unanswered?.reason ?? null,
      nearest: turn.unanswered ? json(turn.unanswered.nearest) : null,
      nearest_clause: turn.unanswered?.nearest[0]?.clause ?? null,
      cites: turn.cites?.join(" ") || null,
      took_ms: turn.tookMs ?? null,
    })
    .onConflict((conflict) => conflict.columns(["conversation", "message"]).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The same record again counts from now; false where another record has the code. */
async function keep(
  transaction: Transaction<Tables>,
  { code, record }: NewReceipt,
  at: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto("receipt")
    .values({ code, record: json(record), at })
    .onConflict((conflict) =>
      conflict
        .column("code")
        .doUpdateSet({ at: (receipt) => receipt.ref("excluded.at") })
        .whereRef("receipt.record", "=", "excluded.record"),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}
