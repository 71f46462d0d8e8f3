/** 评价：what owners think of answers they were given. */
import type { Kysely } from "kysely";
import { masked } from "../privacy.ts";
import type { Tables } from "./database.ts";
import { wellFormed } from "./well-formed.ts";

export interface NewFeedback {
  /** `<channel>:<conversation>` */
  readonly conversation: string;
  /** The id of the message that was answered. */
  readonly message: string;
  readonly useful: boolean;
  readonly reason?: string;
  readonly text?: string;
  readonly at: number;
}

/** With what it is about, as the answer was kept. */
export interface Feedback extends NewFeedback {
  readonly outcome: string;
  readonly receipt?: string;
  readonly cites: readonly string[];
  /** What the owner had asked. */
  readonly question: string;
}

export interface FeedbackFilter {
  readonly since?: number;
  readonly useful?: boolean;
  /** 100 where it is absent. */
  readonly limit?: number;
}

export interface FeedbackStore {
  /** Said again of the same answer, the later counts. False where no such answer is kept. */
  give(feedback: NewFeedback): Promise<boolean>;
  /** Newest first. */
  list(filter?: FeedbackFilter): Promise<readonly Feedback[]>;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

const MOST = 100;

export function createFeedbackStore(db: Kysely<Tables>, kept: Kept): FeedbackStore {
  return {
    give: (feedback) => kept(() => give(db, feedback)),
    list: (filter = {}) => kept(() => list(db, filter)),
  };
}

async function give(db: Kysely<Tables>, feedback: NewFeedback): Promise<boolean> {
  const { conversation, message, useful, reason, text, at } = feedback;
  const turn = await db
    .selectFrom("turn")
    .select(["outcome", "receipt", "reply", "text"])
    .where("conversation", "=", conversation)
    .where("message", "=", message)
    .executeTakeFirst();
  if (!turn) return false;
  const { cites = [] } = JSON.parse(turn.reply) as { readonly cites?: readonly string[] };
  const said = {
    at,
    useful: useful ? 1 : 0,
    reason: reason ?? null,
    text: text === undefined ? null : masked(wellFormed(text)),
  };
  await db
    .insertInto("feedback")
    .values({
      conversation,
      message,
      outcome: turn.outcome,
      receipt: turn.receipt,
      cites: JSON.stringify(cites),
      question: turn.text,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(["conversation", "message"]).doUpdateSet(said))
    .execute();
  return true;
}

async function list(
  db: Kysely<Tables>,
  { since, useful, limit = MOST }: FeedbackFilter,
): Promise<readonly Feedback[]> {
  let query = db.selectFrom("feedback").selectAll();
  if (since !== undefined) query = query.where("at", ">=", since);
  if (useful !== undefined) query = query.where("useful", "=", useful ? 1 : 0);
  const rows = await query
    .orderBy("at", "desc")
    .orderBy("conversation")
    .orderBy("message")
    .limit(limit)
    .execute();
  return rows.map(({ reason, text, receipt, ...row }) => ({
    ...row,
    useful: row.useful === 1,
    cites: JSON.parse(row.cites),
    ...(reason !== null && { reason }),
    ...(text !== null && { text }),
    ...(receipt !== null && { receipt }),
  }));
}
