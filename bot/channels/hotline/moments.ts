/** 时间：days as people in China count them. */
import { todayInShanghai } from "../../today.ts";

const MINUTE_LENGTH = 16;
const AHEAD_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** When the day begins. @param date YYYY-MM-DD */
export function beginningOf(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`);
}

/** When the day after begins. */
export function endOf(date: string): number {
  return beginningOf(date) + DAY_MS;
}

/** @param days since 1970-01-01 */
export function dateOfDay(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

export function dateOf(at: number): string {
  return todayInShanghai(new Date(at));
}

/** 2022-06-15 12:00 */
export function minuteOf(at: number): string {
  return new Date(at + AHEAD_MS).toISOString().slice(0, MINUTE_LENGTH).replace("T", " ");
}
