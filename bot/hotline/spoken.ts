/** 口读：numbers, dates and signs as they are said aloud: 6个月 → 六个月, 2022年 → 二零二二年, 103号 → 一百零三号, 20% → 百分之二十. */

type Say = (...parts: string[]) => string;

const DIGITS = "零一二三四五六七八九";
const NUMBER = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`;
/** A sign for 到; the words 到 and 至 are said as they are written. */
const TO = String.raw`\s*[-–—~～]\s*`;
/** What is counted, so that 2 before it is 两. */
const COUNTED = "个|家|批|次|年|天|周|人|项|条|种|位|名|户|台|件|笔|元|块|倍|成|点|万|亿|百|千";

/** In this order: what an earlier line has said holds no digit any more. */
const READINGS: readonly (readonly [RegExp, Say])[] = [
  [
    /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/gu,
    (year, month, day) => `${digits(year)}年${ordinal(month)}月${ordinal(day)}日`,
  ],
  [/(?<!\d)(\d{4})-(0[1-9]|1[0-2])(?![\d-])/gu, (year, month) => `${digits(year)}年${ordinal(month)}月`],
  // A receipt, as it is dictated over the telephone.
  [
    /(?<!\d)(\d{4})-(\d{4})-(\d{4})(?!\d)/gu,
    (...groups) => groups.map((group) => dictated(group)).join("，"),
  ],
  [
    new RegExp(`(?<!\\d)((?:19|20)\\d\\d)年?${TO}((?:19|20)\\d\\d)(?=年)`, "gu"),
    (from, to) => `${digits(from)}到${digits(to)}`,
  ],
  [/(?<![\d.])((?:19|20)\d\d)(?=年|〕|\])/gu, digits],
  [/(?<![\d.])(2\d)(?=年(?:\d{1,2}月|[底初末]))/gu, digits],
  // 12345, 12315, 95588, 400-820-8888, 010-66012345, 13812345678.
  [new RegExp(`(?<![\\d.])(12\\d{3}|9[56]\\d{3,4})(?![\\d.]|${COUNTED})`, "gu"), digits],
  [
    /(?<![\d.])(400|0\d{2,3})-(\d{3,4})-?(\d{4})(?!\d)/gu,
    (...groups) => groups.map((group) => dictated(group)).join("，"),
  ],
  [/(?<![\d.])(1[3-9]\d{9})(?!\d)/gu, dictated],
  [
    new RegExp(`(${NUMBER})%?${TO}(${NUMBER})%`, "gu"),
    (from, to) => `百分之${decimal(from)}到百分之${decimal(to)}`,
  ],
  [new RegExp(`(${NUMBER})\\s*%`, "gu"), (value) => `百分之${decimal(value)}`],
  [new RegExp(`(${NUMBER})\\s*‰`, "gu"), (value) => `千分之${decimal(value)}`],
  [new RegExp(`(${NUMBER})\\s*bps?(?![a-z])`, "giu"), (value) => `${counted(value)}个基点`],
  [new RegExp(`[¥￥]\\s*(${NUMBER}(?:[万亿])?)`, "gu"), (value) => `${value}元`],
  [
    /(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?!\d)/gu,
    (hour, minute) =>
      `${counted(hour)}点${minute === "00" ? "" : `${minute.startsWith("0") ? digits(minute) : cardinal(minute)}分`}`,
  ],
  [/(?<![\d/])(\d{1,3})\/(\d{1,3})(?![\d/])/gu, (part, whole) => `${cardinal(whole)}分之${cardinal(part)}`],
  [/(?<=\d)\s*[×x]\s*(?=\d)/gu, () => "乘"],
  [/(?<=第)(\d+)/gu, ordinal],
  [
    new RegExp(`(?<![\\d.])(\\d+)${TO}(\\d+)(?=[月日号])`, "gu"),
    (from, to) => `${ordinal(from)}到${ordinal(to)}`,
  ],
  [/(?<!\d)(\d+)(?=[至到]\d+[月日号])/gu, ordinal],
  [/(?<![\d.])(\d+)(?=[月日号])/gu, ordinal],
  [new RegExp(`(?<=\\d)${TO}(?=\\d)`, "gu"), () => "到"],
  [/(?<![\d\p{L}])[-−](?=\d)/gu, () => "负"],
  [new RegExp(`(${NUMBER})(?=${COUNTED})`, "gu"), counted],
  [new RegExp(`(${NUMBER})`, "gu"), decimal],
];

export function spoken(text: string): string {
  const plain = text.replace(/[０-９％]/gu, (wide) => wide.normalize("NFKC"));
  if (!/\d/u.test(plain)) return plain;
  return READINGS.reduce(
    (said, [pattern, say]) => said.replace(pattern, (_, ...parts) => say(...captured(parts))),
    plain,
  );
}

/** How many characters are said; marks are pauses. */
export function spokenLength(text: string): number {
  return [...spoken(text)].filter((character) => /[\p{L}\p{N}]/u.test(character)).length;
}

/** 103 → 一百零三; what is too long to be a number of something is said digit by digit. */
export function cardinal(written: string): string {
  const number = written.replaceAll(",", "");
  if (/^0\d/u.test(number) || number.length > LONGEST) return digits(number);
  const said = under(Number(number));
  return said.replace(/^一十/u, "十");
}

/** Beyond it JavaScript's numbers, and people's patience, end. */
const LONGEST = 15;

const SCALES: readonly (readonly [number, string])[] = [
  [1e8, "亿"],
  [1e4, "万"],
  [1e3, "千"],
  [1e2, "百"],
  [10, "十"],
];

function under(number: number): string {
  if (number < 10) return DIGITS[number] ?? "";
  const [scale, name] = SCALES.find(([size]) => number >= size) ?? [1, ""];
  const rest = number % scale;
  const gap = rest > 0 && rest < scale / 10 ? "零" : "";
  return `${under(Math.floor(number / scale))}${name}${rest > 0 ? gap + under(rest) : ""}`;
}

/** 2个月 is 两个月, 2000家 两千家, and 12个月 十二个月. */
function counted(written: string): string {
  const said = decimal(written);
  return said === "二" ? "两" : said.replace(/^二(?=[千万亿])/u, "两");
}

function decimal(written: string): string {
  const [whole = "", part] = written.split(".");
  return part === undefined ? cardinal(whole) : `${cardinal(whole)}点${digits(part)}`;
}

function ordinal(written: string): string {
  return cardinal(written.replace(/^0+(?=\d)/u, ""));
}

function digits(written: string): string {
  return [...written].map((digit) => DIGITS[Number(digit)] ?? digit).join("");
}

/** 幺, since 一 and 七 sound alike on the telephone. */
function dictated(written: string): string {
  return digits(written).replaceAll("一", "幺");
}

/** What a replacement is given besides the captured parts: the place and the whole text. */
function captured(parts: readonly unknown[]): string[] {
  const end = parts.findIndex((part) => typeof part === "number");
  return parts.slice(0, end).map((part) => String(part ?? ""));
}
