/** `mingbai unanswered`: what was not answered, for those who maintain the sayings; newest first. */
import type { Notice } from "../../knowledge/index.ts";
import type { Store, Unanswered } from "../store/index.ts";

export interface UnansweredOptions {
  readonly jsonl?: boolean;
  /** Days back. */
  readonly days?: number;
  readonly reason?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST = 10_000;

export async function runUnanswered(
  { jsonl, days, reason }: UnansweredOptions,
  store: Store,
  notice: Notice,
): Promise<void> {
  const rows = await store.unanswered({
    limit: MOST,
    ...(days !== undefined && { since: Date.now() - days * DAY_MS }),
    ...(reason !== undefined && { reason }),
  });
  const line = jsonl ? (row: Unanswered) => JSON.stringify(row) : (row: Unanswered) => lineOf(row, notice);
  process.stdout.write(rows.length === 0 ? "" : `${rows.map(line).join("\n")}\n`);
}

function lineOf({ at, reason, text, nearest }: Unanswered, { clauses }: Notice): string {
  const titles = nearest
    .slice(0, 2)
    .map(
      ({ clause, score }) =>
        `${clause} ${clauses.find(({ id }) => id === clause)?.title ?? ""} ${score.toFixed(2)}`,
    );
  return [new Date(at).toISOString().slice(0, 16), reason, text.replaceAll(/\s+/gu, " "), ...titles].join(
    "\t",
  );
}
