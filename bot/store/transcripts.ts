/** 对话记录：what an owner and the bot said, for whoever takes over or is told a receipt. */
import type { Kysely } from "kysely";
import type { Tables } from "./database.ts";

export interface TranscribedTurn {
  /** `<channel>:<conversation>` */
  readonly conversation: string;
  readonly at: number;
  readonly text: string;
  readonly reply: unknown;
}

export interface TranscriptStore {
  /** The last turns of a conversation, oldest first. */
  of(conversation: string, limit: number): Promise<readonly TranscribedTurn[]>;
  /** The first turn that was answered with this receipt. */
  withReceipt(code: string): Promise<TranscribedTurn | undefined>;
}

type Kept = <T>(work: () => Promise<T>) => Promise<T>;

export function createTranscriptStore(db: Kysely<Tables>, kept: Kept): TranscriptStore {
  const turns = () => db.selectFrom("turn").select(["conversation", "at", "text", "reply"]);
  return {
    of: (conversation, limit) =>
      kept(async () => {
        const rows = await turns()
          .where("conversation", "=", conversation)
          .orderBy("version", "desc")
          .limit(limit)
          .execute();
        return rows.toReversed().map(transcribed);
      }),
    withReceipt: (code) =>
      kept(async () => {
        const row = await turns()
          .where("receipt", "=", code)
          .orderBy("at")
          .orderBy("conversation")
          .limit(1)
          .executeTakeFirst();
        return row && transcribed(row);
      }),
  };
}

function transcribed(row: Omit<TranscribedTurn, "reply"> & { readonly reply: string }): TranscribedTurn {
  return { ...row, reply: JSON.parse(row.reply) as unknown };
}
