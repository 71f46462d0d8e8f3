/** 时间: days and minutes in Shanghai, wherever the browser stands. */

const zone = { timeZone: "Asia/Shanghai" } as const;
const day = new Intl.DateTimeFormat("en-CA", { ...zone, year: "numeric", month: "2-digit", day: "2-digit" });
const minute = new Intl.DateTimeFormat("zh-CN", {
  ...zone,
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  hour12: false,
});
const DAY_MS = 24 * 60 * 60 * 1000;

/** YYYY-MM-DD */
export function dateOf(at: number): string {
  return day.format(at);
}

/** YYYY-MM-DD, so many days before. */
export function daysBefore(at: number, days: number): string {
  return dateOf(at - days * DAY_MS);
}

/** 06/15 12:00 */
export function minuteOf(at: number): string {
  return minute.format(at);
}
