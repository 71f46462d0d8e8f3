/** Deleting in portions, so that turns are taken in between and no statement runs into the timeout. */
import { type Kysely, sql } from "kysely";
import type { Tables } from "./database.ts";
import type { Purged } from "./store.ts";

const PORTION = 500;

export async function purge(
  db: Kysely<Tables>,
  before: number,
  kept: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<Purged> {
  const all = async (portion: ReturnType<typeof sql>) => {
    let deleted = 0;
    for (let last = PORTION; last === PORTION; deleted += last) {
      const { numAffectedRows } = await kept(() => portion.execute(db));
      last = Number(numAffectedRows ?? 0);
    }
    return deleted;
  };
  const turns = await all(
    sql`delete from turn where id in (select id from turn where at < ${before} limit ${PORTION})`,
  );
  // The moment is asked for twice: one taken up again in between stays.
  const receipts = await all(sql`delete from receipt where at < ${before}
    and code in (select code from receipt where at < ${before} limit ${PORTION})`);
  await all(sql`delete from handover where last_at < ${before}
    and id in (select id from handover where last_at < ${before} limit ${PORTION})`);
  await all(sql`delete from staff_action where at < ${before}
    and id in (select id from staff_action where at < ${before} limit ${PORTION})`);
  await all(sql`delete from direct_line_activity where at < ${before} and (conversation, number) in
    (select conversation, number from direct_line_activity where at < ${before} limit ${PORTION})`);
  await all(sql`delete from hotline_call where started_at < ${before}
    and id in (select id from hotline_call where started_at < ${before} limit ${PORTION})`);
  await all(sql`delete from feedback where at < ${before}
    and (conversation, message) in (select conversation, message from feedback where at < ${before} limit ${PORTION})`);
  const conversations = await all(sql`delete from conversation where last_at < ${before}
    and id in (select id from conversation where last_at < ${before}
      and not exists (select 1 from turn where turn.conversation = conversation.id) limit ${PORTION})`);
  return { conversations, turns, receipts };
}
