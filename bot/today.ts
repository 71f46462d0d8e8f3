/** The one place that reads the calendar. */
import type { IsoDate } from "../knowledge/index.ts";

/** Asia/Shanghai is eight hours ahead of UTC all year. */
const SHANGHAI_AHEAD_MS = 8 * 60 * 60 * 1000;

/** Today in Asia/Shanghai, whatever the server's time zone. */
export function todayInShanghai(now: Date = new Date()): IsoDate {
  return new Date(now.getTime() + SHANGHAI_AHEAD_MS).toISOString().slice(0, 10);
}
