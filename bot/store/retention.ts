/** 保存期限：what is older is deleted, at the start and once a day. */
import type { Purged, Store } from "./store.ts";

export interface Retention {
  /** 0: kept for ever. */
  readonly days: number;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Stops at the start where it cannot delete; later it says so and tries again the next day. Returns what ends it. */
export async function startRetention(store: Store, { days, now, log }: Retention): Promise<() => void> {
  const purge = async () => {
    await store.channelState.expire(now());
    await store.staff.expire(now() - DAY_MS);
    if (days > 0) report(await store.purge(now() - days * DAY_MS), days, log);
  };
  await purge();
  const timer = setInterval(() => {
    purge().catch((error: unknown) => log(`error retention: ${String(error)}`));
  }, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function report({ conversations, turns, receipts }: Purged, days: number, log: (line: string) => void): void {
  if (conversations + turns + receipts === 0) return;
  log(
    `older than ${days} days, deleted: ${conversations} conversations, ${turns} turns, ${receipts} receipts`,
  );
}
