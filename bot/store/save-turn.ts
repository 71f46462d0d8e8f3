/** One turn, whole or not at all, and never counted twice. */
import { randomUUID } from "node:crypto";
import type { CompiledQuery, Transaction } from "kysely";
import { masked } from "../privacy.ts";
import type { Database, Tables } from "./database.ts";
import { requestHandover } from "./handovers.ts";
import { patiently } from "./patience.ts";
import type { NewTurn, Saved } from "./store.ts";
import { StoreError } from "./store-error.ts";
import type { TurnQueries } from "./turn-queries.ts";
import { wellFormed } from "./well-formed.ts";

/** Tries again where the connection is lost, even at the commit: the turn's own id tells whether it was kept. */
export async function saveTurn(
  database: Database,
  queries: TurnQueries,
  patience: number,
  turn: NewTurn,
): Promise<Saved> {
  const id = randomUUID();
  let committing = false;
  const attempt = () =>
    database.db.transaction().execute(async (transaction) => {
      await write(transaction, queries, id, turn);
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

async function write(
  transaction: Transaction<Tables>,
  queries: TurnQueries,
  id: string,
  turn: NewTurn,
): Promise<void> {
  if (!(await advance(transaction, queries, turn))) {
    const earlier = await sameTurn(transaction, id, turn);
    if (earlier === id) return;
    throw new NotSaved(earlier === undefined ? "conflict" : "duplicate");
  }
  if (!(await append(transaction, queries, id, turn))) throw new NotSaved("duplicate");
  if (turn.receipt) {
    const { code, record } = turn.receipt;
    const isKept = await changed(transaction, queries.keep({ code, record: json(record), at: turn.at }));
    if (!isKept) throw new NotSaved("receiptTaken");
  }
  if (turn.wantsPerson) await requestHandover(transaction, turn);
}

/** Moves the conversation on from the version loaded; false where it is not at that version. */
async function advance(
  transaction: Transaction<Tables>,
  queries: TurnQueries,
  turn: NewTurn,
): Promise<boolean> {
  const { conversation: id, channel, version: before } = turn;
  const next = { id, version: before + 1, state: json(turn.state), last_at: turn.at };
  return changed(
    transaction,
    before === 0 ? queries.begin({ channel, ...next }) : queries.advance({ before, ...next }),
  );
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

function append(
  transaction: Transaction<Tables>,
  queries: TurnQueries,
  id: string,
  turn: NewTurn,
): Promise<boolean> {
  return changed(
    transaction,
    queries.append({
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
    }),
  );
}

/** Whether it changed its one row. */
async function changed(transaction: Transaction<Tables>, query: CompiledQuery): Promise<boolean> {
  const { numAffectedRows } = await transaction.executeQuery(query);
  return numAffectedRows === 1n;
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}
