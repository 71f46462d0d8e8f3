/** 日期：calendar dates as people say them, relative to a given day: 8月6号, 年底, 明年4月, 下个月15号, 2022.11.3. */
import type { IsoDate } from "../../knowledge/index.ts";
import { wholeNumber } from "./numerals.ts";

export interface SaidDate {
  readonly date: IsoDate;
  readonly start: number;
  readonly end: number;
}

const NUMBER = "\\d{1,2}|[一二三四五六七八九十]{1,3}";
const DATE = new RegExp(
  [
    `(?<year>\\d{4}|(?<![\\d.])2\\d(?=年))\\s*[年./-]\\s*(?<month>${NUMBER})(?:\\s*[月./-]\\s*(?:(?<day>${NUMBER})[日号]?)?)?(?<edge>底|末|初)?`,
    `(?<yearOf>\\d{4}|(?<![\\d.])2\\d(?=年))年?(?:年底|年末|底|末)`,
    `(?<which>今年|明年|去年|前年|后年)?(?:的)?(?<monthOf>${NUMBER})月(?:份)?(?:(?<dayOf>${NUMBER})(?:[日号]|(?=[到就才前还]|之前|[了的]|$|[，,。]))|(?<edgeOf>底|末|初)|(?<part>[上中下]旬|中(?!旬)))?`,
    `(?<month3>这个?月|本月|当月|下个?月|上个?月)(?:(?<day3>${NUMBER})[日号]|(?<edge3>底|末|初))?`,
    `(?<yearEnd>今年|明年|去年|后年)?(?:年底|年末|底(?=到期|前))`,
    `(?<monthEnd>月底|月末)`,
    `(?<near>今天|明天|大后天|后天)`,
    `(?<week>这个?|本|下个?|下下个?)?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天末])`,
    `(?<days>\\d{1,3}|[一二两三四五六七八九十]{1,3})天(?:之?后|以后|(?=就?到期?))`,
    `(?<![\\d.])(?<dotted>\\d{1,2})[./](?<dottedDay>\\d{1,2})[日号]?(?=就?(?:到期|还款|要还|前))`,
  ].join("|"),
  "gu",
);
const YEARS: Readonly<Record<string, number>> = { 前年: -2, 去年: -1, 今年: 0, 明年: 1, 后年: 2 };

/** Every date of the text; a month without a day is its last day. Dates there are not, such as 2月30日, are left out. */
export function datesIn(text: string, asOf: IsoDate): SaidDate[] {
  const [thisYear = 0, thisMonth = 1] = asOf.split("-").map(Number);
  return [...text.matchAll(DATE)].flatMap((match) => {
    const said = match.groups ?? {};
    const at = (year: number, month: number, day: number | undefined) => {
      const date = calendarDate(year, month, day);
      return date === undefined ? [] : [{ date, start: match.index, end: match.index + match[0].length }];
    };
    if (said["year"])
      return at(
        fullYear(said["year"]),
        numberOf(said["month"]) ?? 0,
        numberOf(said["day"]) ?? edge(said["edge"]),
      );
    if (said["yearOf"]) return at(fullYear(said["yearOf"]), 12, 31);
    if (said["monthOf"]) {
      const year = thisYear + (YEARS[said["which"] ?? "今年"] ?? 0);
      const month = numberOf(said["monthOf"]) ?? 0;
      if (month < 1 || month > 12 || said["part"]) return [];
      return at(year, month, numberOf(said["dayOf"]) ?? edge(said["edgeOf"]));
    }
    if (said["dotted"]) return at(thisYear, Number(said["dotted"]), Number(said["dottedDay"]));
    if (said["month3"]) {
      const step = said["month3"].startsWith("下") ? 1 : said["month3"].startsWith("上") ? -1 : 0;
      return at(thisYear, thisMonth + step, numberOf(said["day3"]) ?? edge(said["edge3"]));
    }
    if (said["near"]) {
      const days = { 今天: 0, 明天: 1, 后天: 2, 大后天: 3 }[said["near"]] ?? 0;
      return [{ date: after(asOf, days), start: match.index, end: match.index + match[0].length }];
    }
    const away = said["weekday"]
      ? weekdayAway(said, asOf)
      : said["days"]
        ? numberOf(said["days"])
        : undefined;
    if (away !== undefined)
      return [{ date: after(asOf, away), start: match.index, end: match.index + match[0].length }];
    if (said["monthEnd"]) return at(thisYear, thisMonth, undefined);
    return at(thisYear + (YEARS[said["yearEnd"] ?? "今年"] ?? 0), 12, 31);
  });
}

/** 23年 is 2023. */
function fullYear(said: string): number {
  return Number(said) + (said.length === 2 ? 2000 : 0);
}

function after(day: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** How many days it is to 这周五, 下周三; of 周三 alone, to the next there is. */
function weekdayAway(said: Readonly<Record<string, string | undefined>>, asOf: IsoDate): number | undefined {
  const wanted = "一二三四五六日".indexOf((said["weekday"] ?? "").replace(/[天末]/u, "日"));
  const today = (new Date(`${asOf}T00:00:00Z`).getUTCDay() + 6) % 7;
  const weeks = (said["week"] ?? "").split("下").length - 1;
  const days = wanted - today + weeks * 7;
  return said["week"] === undefined && days < 0 ? days + 7 : days;
}

function edge(said: string | undefined): number | undefined {
  return said === "初" ? 1 : undefined;
}

function numberOf(said: string | undefined): number | undefined {
  return said === undefined ? undefined : wholeNumber(said);
}

/** @param month may run over into the next year; @param day the last of the month where absent */
function calendarDate(year: number, month: number, day: number | undefined): IsoDate | undefined {
  if (month < 0 || month > 13) return undefined;
  const time = day === undefined ? Date.UTC(year, month, 0) : Date.UTC(year, month - 1, day);
  const date = new Date(time).toISOString().slice(0, 10);
  const wanted = (((month - 1 + 12) % 12) + 1).toString().padStart(2, "0");
  return date.slice(5, 7) === wanted ? date : undefined;
}
