/** 到期日：the one date an answer gives. */
import type { IsoDate } from "../../knowledge/index.ts";
import { datesIn } from "./dates.ts";
import { wholeNumber } from "./numerals.ts";
import { toldIn, withoutPast } from "./own-affairs.ts";
import type { Remark } from "./remarks.ts";

/** Says when without saying the day. */
const ROUGH =
  /[上中下]旬|月中|[上下]半年|年中|季度|年初|下下|上上|[一二三四五六七八九]{2}月|(?:\d{1,2}|[一二三四五六七八九十]+)(?:月份?)?\s*(?:到|至|、|或者?|和|-|~)\s*(?:\d{1,2}|[一二三四五六七八九十]+)月|月份?(?:左右|前后|以?前|以?后)|个多?月(?:后|以后|之后|左右)|[春夏秋冬]天|春节|过年|国庆|中秋|五一|端午|[腊冬]月|续了又|一直续/u;
/** When something else was or is due. */
const NOT_DUE =
  /每个?月|按月|月供|每年|每季|(?:贷|借|办|签|批|放|下)的?(?:款)?(?:$|下来|出来)|(?:贷|借|办|签|放款|开始)(?:的|了)|房租|租约|租期|执照|社保|[交付]税|展期后/u;
const DUE = /到期|截止|还清|到的?$|就到|该还|要还|得还|的期/u;
/** Put off: the later date holds. */
const PUT_OFF = /(?:展期?|延期?|延长|推|续|顺延|宽限|改|调)(?:迟|后)?(?:到|至|成|为)/u;
/** 已经到期了，四月三十的 */
const OVER = /到期了|过期|逾期|已经到/u;
const IS_PAST = /已经?|过了|到了|逾期|还没还|没还上|早就?|上个?月|去年|前年|今年|昨天|前天/u;

export function dueDateIn(remarks: readonly Remark[], asOf: IsoDate): IsoDate | undefined {
  const told = withoutPast(toldIn(remarks)).map(({ text }) => text.replace(/不是.{1,8}?(?=[，,]?是)/u, ""));
  if (told.some((text) => ROUGH.test(text))) return undefined;
  const isOver = told.some((text) => OVER.test(text));
  const dated = told
    .map((text) => ({ text, dates: datesOf(text, isOver, asOf) }))
    .filter(({ text, dates }) => dates.length > 0 && (!NOT_DUE.test(text) || DUE.test(text)));
  const putOff = dated.filter(({ text }) => PUT_OFF.test(text)).at(-1);
  if (putOff !== undefined) return putOff.dates.at(-1);
  const due = dated.filter(({ text }) => DUE.test(text));
  const dates = new Set((due.length > 0 ? due : dated).flatMap((remark) => remark.dates));
  return dates.size === 1 ? [...dates][0] : undefined;
}

function datesOf(text: string, isOver: boolean, asOf: IsoDate): IsoDate[] {
  const written = inFull(text, asOf);
  const isYearSaid = /\d{4}|[今明去前后]年|[上下这本]个?月/u.test(written) || isOver || IS_PAST.test(text);
  return (
    datesIn(written, asOf)
      .map(({ date }) => date)
      // 三月, in June, is last March or next.
      .filter((date) => (isYearSaid || date >= asOf) && date >= "2000-01-01" && date < "2100-01-01")
  );
}

const DIGITS = "零一二三四五六七八九";
const DAY = 86_400_000;

/** In the forms `datesIn` reads: 20221130, 11/5, 二三年四月, 八月二十, 下周五. */
function inFull(text: string, asOf: IsoDate): string {
  const after = (days: number) => {
    const [year, month, day] = new Date(Date.parse(`${asOf}T00:00:00Z`) + days * DAY)
      .toISOString()
      .slice(0, 10)
      .split("-");
    return `${year}年${Number(month)}月${Number(day)}日`;
  };
  const weekday = (new Date(`${asOf}T00:00:00Z`).getUTCDay() + 6) % 7;
  return text
    .replaceAll(/元月/gu, "1月")
    .replaceAll(
      /(?:[二两][零〇])?([二两][零〇一二三四五六七八九])年/gu,
      (_, year: string) => `20${inDigits(year)}年`,
    )
    .replaceAll(/(?<!\d)(2\d)年(?=[的\s]*(?:\d|[一二三四五六七八九十]|底|末|年底|初))/gu, "20$1年")
    .replaceAll(/(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)/gu, "$1年$2月$3日")
    .replaceAll(/(?<!\d)(2[2-9])(0[1-9]|1[0-2])([0-3]\d)(?!\d)/gu, "20$1年$2月$3日")
    .replaceAll(/(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)/gu, "$1年$2月")
    .replaceAll(/(?<![\d.])(2[2-9])([./-])(\d{1,2})\2(\d{1,2})(?!\d)/gu, "20$1年$3月$4日")
    .replaceAll(/(?<![\d./-])(0?[1-9]|1[0-2])[./-](0?[1-9]|[12]\d|3[01])(?![\d./%月万亿w-])/gu, "$1月$2日")
    .replaceAll(/([一二三四五六七八九十]{1,3})(?=个?月|[日号])/gu, (word) =>
      String(wholeNumber(word) ?? word),
    )
    .replaceAll(
      /(?<=(?:\d|个|下|本|这)月份?)\s*的?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})(?![\d日号个天万多几千百一二三四五六七八九十])/gu,
      (_, day: string) => `${wholeNumber(day) ?? day}日`,
    )
    .replaceAll(/(?<=月)的(?=\d{1,2}[日号])/gu, "")
    .replaceAll(/(?<=年)\s*的\s*/gu, "")
    .replaceAll(/([今明去后])年?底/gu, "$1年年底")
    .replaceAll(/([今明去后])年元旦/gu, "$1年1月1日")
    .replaceAll(/(?<!年)元旦/gu, () => `${Number(asOf.slice(0, 4)) + 1}年1月1日`)
    .replaceAll(/([今明后])(?:儿个?|日)/gu, "$1天")
    .replaceAll(
      /(这|本|下)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])/gu,
      (_, which: string | undefined, day: string) => {
        const place = day === "日" || day === "天" ? 6 : DIGITS.indexOf(day) - 1;
        const ahead = which === "下" ? 7 : 0;
        return after(place - weekday + ahead);
      },
    )
    .replaceAll(
      /(?:还有|再过|过|还剩)(\d{1,3}|[一二三四五六七八九十两]{1,3})天/gu,
      (whole, days: string) => later(days, after) ?? whole,
    )
    .replaceAll(
      /(\d{1,3}|[一二三四五六七八九十两]{1,3})天(?:以后|之后|后)/gu,
      (whole, days: string) => later(days, after) ?? whole,
    )
    .replaceAll(/昨天/gu, () => after(-1))
    .replaceAll(/(?<!大)前天/gu, () => after(-2))
    .replace(/^(?:就是?|是|在|大概)?(\d{1,2})[日号](?=$|到|就|吧|的|啊)/u, (whole, day: string) =>
      Number(day) > Number(asOf.slice(8)) ? `这个月${whole.replace(/^\D*/u, "")}` : whole,
    );
}

function inDigits(year: string): string {
  return [...year.replaceAll("〇", "零").replaceAll("两", "二")]
    .map((digit) => DIGITS.indexOf(digit))
    .join("");
}

function later(days: string, after: (days: number) => string): string | undefined {
  const count = wholeNumber(days);
  return count === undefined ? undefined : after(count);
}
