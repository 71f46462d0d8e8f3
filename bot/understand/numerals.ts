/**
 * 数目：finds the numbers in what people write, Arabic, Chinese or both, exact or round: 一百七十万, 2.4亿, 800w, 四十二万六, 六十来,
 * 十几, 四百多, 五六, 两到三万, 不到70, 上百万.
 */

/** A number in a text. `max` is Infinity where only the least is said. */
export interface Numeral {
  readonly min: number;
  readonly max: number;
  /** Half-open, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** 几十, 近千万: a number is meant, and cannot be told. */
  readonly vague: boolean;
  /** Whether 千, 万 or 亿 is said, so that an amount needs no unit. */
  readonly scaled: boolean;
}

const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries([..."零一二三四五六七八九"].map((digit, value) => [digit, value])),
  ...{ 〇: 0, 两: 2, 俩: 2, 仨: 3 },
};
const PLACES: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const SCALES: Readonly<Record<string, number>> = { 万: 1e4, w: 1e4, 亿: 1e8 };

const CHINESE = "零〇一二两三四五六七八九十百千万亿";
/** 12,000 · 3.5 · 65 */
const ARABIC = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const WORD = new RegExp(
  `(?:(?:${ARABIC})\\s*(?:[十百千]?[万w亿]|千|百(?!分))?|[几数]?[${CHINESE}]+(?:点[零〇一二三四五六七八九]+[十百千]?[万亿]?)?|几(?=[个名人位]|号人))+|[俩仨]`,
  "gu",
);

/** What is said before a number, and makes it a bound. */
const BEFORE: readonly [RegExp, "below" | "atMost" | "atLeast" | "vague"][] = [
  [/刚(?:过|破|超过)$/u, "vague"],
  [/(?:不到|不足|[没未](?:有)?(?:到|过|破|超过|达到)|(?<!不)低于|(?<!不)少于|不满|小于|未满)$/u, "below"],
  [/(?:不超过|不超|最多|至多|顶多|不多于|不高于)$/u, "atMost"],
  [/(?:至少|起码|最少|不少于|不低于|超过|大于|多于|高于|破|过|突破|上)$/u, "atLeast"],
  [/(?:近|将近|接近|快|小|差不多快)$/u, "vague"],
];
const AFTER: readonly [RegExp, "atLeast" | "atMost" | "below" | "more" | "vague"][] = [
  [/^(?:个?人?|元|块|名)?(?:及?以上|往上|起步|开外)/u, "atLeast"],
  [/^(?:个?人?|元|块|名)?(?:及?以内|及?以下|封顶)/u, "atMost"],
  [/^(?:个?人?|元|块|名)?(?:都|还|也)?(?:不到|没到|不足|不满)(?![位\d一二两三四五六七八九十])/u, "below"],
  [/^(?:个?人?|元|块|名)?(?:员工)?出头/u, "vague"],
  [/^(?:多|来|余|好几)/u, "more"],
];
const JOIN = /^\s*(?:到|至|-|—|–|~|～)\s*$/u;

/** Every number of the text, in order. Ranges are one number. */
export function numeralsIn(text: string): Numeral[] {
  const single: Numeral[] = [];
  for (const match of text.matchAll(WORD)) {
    // 三十多万 is one number: its 万 was read with it.
    if (match.index < (single.at(-1)?.end ?? 0)) continue;
    const numeral = readNumeral(match[0], match.index, text);
    if (numeral !== undefined) single.push(numeral);
  }
  const joined: Numeral[] = [];
  for (const numeral of single) {
    const last = joined.at(-1);
    if (last && JOIN.test(text.slice(last.end, numeral.start))) joined.splice(-1, 1, spanning(last, numeral));
    else joined.push(numeral);
  }
  return joined;
}

/** 十五, 28: a number written alone. */
export function wholeNumber(word: string): number | undefined {
  return plainValue(word);
}

/** 两到三万: the unit of the second belongs to both. */
function spanning(first: Numeral, second: Numeral): Numeral {
  const scale = !first.scaled && second.scaled && first.max < 10_000 ? scaleOf(second.max) : 1;
  return {
    min: first.min * scale,
    max: second.max,
    start: first.start,
    end: second.end,
    vague: first.vague || second.vague || first.min * scale > second.max,
    scaled: second.scaled,
  };
}

function scaleOf(value: number): number {
  if (value >= 1e8) return 1e8;
  return value >= 1e4 ? 1e4 : 1;
}

/** 500万 of 500万八月到期. */
function withoutDate(word: string, after: string): string {
  if (!/^(?:月|号(?!人)|日)/u.test(after)) return word;
  const sum = /^(?<sum>.*[万亿w千])(?:\d{1,2}|[一二三四五六七八九十]{1,3})$/u.exec(word)?.groups?.["sum"];
  return sum ?? word;
}

function readNumeral(written: string, at: number, text: string): Numeral | undefined {
  const word = withoutDate(written.trimEnd(), text.slice(at + written.trimEnd().length));
  let value = quantityOf(word);
  if (value === undefined) return undefined;
  let end = at + word.length;
  const hundredMillions = /^个(?<more>多)?亿/u.exec(text.slice(end));
  if (hundredMillions && !value.vague) {
    const rest = hundredMillions.groups?.["more"] ? 1e8 - 1e4 : 0;
    value = { min: value.min * 1e8, max: value.max * 1e8 + rest, vague: false };
    end += hundredMillions[0].length;
  }
  let { min, max, vague } = value;
  const rest = text.slice(end);
  const more = /^(?:多|来|余)(?<scale>[万亿])?/u.exec(rest);
  if (more && !vague) {
    // 三百多 is up to the next hundred, 三十多万 up to the next hundred thousand.
    const scale = SCALES[more.groups?.["scale"] ?? ""] ?? 1;
    const step = stepOf(word, min);
    min *= scale;
    // 二十多万 ends with 29万, 三百多 with 399.
    const unit =
      scale > 1 ? scale : word.length > 1 && /[万w亿]$/u.test(word) ? (SCALES[word.at(-1) ?? ""] ?? 1) : 1;
    max = min + step * scale - (step * scale > unit ? unit : 0);
    end += more[0].length;
  }
  const said = BEFORE.find(([pattern]) => pattern.test(text.slice(0, at)))?.[1];
  // 上百 is a hundred and more, 矿上25 is 25.
  const isPlace = /(?<!以)上$/u.test(text.slice(0, at)) && !/^[十百千万亿]/u.test(word);
  const bound = isPlace ? undefined : said;
  if (bound === "below") [min, max] = [0, justBelow(min)];
  if (bound === "atMost") min = 0;
  if (bound === "atLeast") max = Number.POSITIVE_INFINITY;
  const after = AFTER.find(([pattern]) => pattern.test(text.slice(end)));
  if (bound === "vague" || after?.[1] === "vague") vague = true;
  if (after?.[1] === "atLeast") max = Number.POSITIVE_INFINITY;
  if (after?.[1] === "atMost") min = 0;
  if (after?.[1] === "below") [min, max] = [0, justBelow(max)];
  return { min, max, vague, start: at, end, scaled: /[千万亿w]/u.test(text.slice(at, end)) };
}

/** A word that leaves its number out is kept just inside it, in the unit it is said in. */
function justBelow(value: number): number {
  return value >= 1e4 ? value - 1e4 * (value >= 1e8 ? 1 : 1) : value - 1;
}

/** The last place said: 三百 → 100, 五十 → 10, 12 → 1, 300 → 100. */
function stepOf(word: string, value: number): number {
  const place = /([十百千])[万w亿]?$/u.exec(word)?.[1];
  const scale = SCALES[word.at(-1) ?? ""] ?? 1;
  if (place) return (PLACES[place] as number) * scale;
  if (scale > 1) return scale;
  for (const step of [1000, 100, 10]) if (value % step === 0 && value >= step) return step;
  return 1;
}

function quantityOf(word: string): { min: number; max: number; vague: boolean } | undefined {
  if (/^[俩仨]$/u.test(word)) return exactly(DIGITS[word] as number);
  if (/几|数/u.test(word)) return severalOf(word);
  // 百十号人, 千八百: about so many.
  if (/^(?:百十|百八十|千八百|万八千|百来十|千百|百儿八十)[万亿w]?$/u.test(word))
    return { min: 0, max: 0, vague: true };
  const between =
    /^(?<tens>(?:[一二两三四五六七八九]百零?)?(?:[一二三四五六七八九]?十)?)(?<low>[一二两三四五六七八九])(?<high>[二三四五六七八九])(?<place>[十百千]?)(?<scale>[万亿]?)$/u.exec(
      word,
    );
  if (between?.groups) return neighbours(between.groups);
  const point = /^(?<whole>[^点]+)点(?<part>[零〇一二三四五六七八九]+)(?<scale>[十百千]?[万亿]?)$/u.exec(
    word,
  )?.groups;
  if (point) return exactly(pointed(point));
  const value = plainValue(word);
  return value === undefined ? undefined : exactly(value);
}

/** 二点三亿 */
function pointed({ whole = "", part = "", scale = "" }: Record<string, string>): number {
  const digits = [...part].map((digit) => DIGITS[digit] ?? 0).join("");
  const unit = [...scale].reduce((product, place) => product * (PLACES[place] ?? SCALES[place] ?? 1), 1);
  return Math.round(Number(`${plainValue(whole) ?? 0}.${digits}`) * unit * 100) / 100;
}

function exactly(value: number) {
  return { min: value, max: value, vague: false };
}

/** 七八个, 三四十, 十七八, 三五个, 两百三四十万 */
function neighbours({ tens = "", low = "", high = "", place = "", scale = "" }: Record<string, string>) {
  const [one, other] = [DIGITS[low] as number, DIGITS[high] as number];
  if (other <= one || other - one > 2) return undefined;
  const base = tens === "" ? 0 : (plainValue(tens) as number);
  const unit = PLACES[place] ?? 1;
  const times = SCALES[scale] ?? 1;
  return { min: (base + one * unit) * times, max: (base + other * unit) * times, vague: false };
}

/** 十几 is 11 to 19, 二十几 21 to 29; 几十 and 几百 say too little. */
function severalOf(word: string): { min: number; max: number; vague: boolean } | undefined {
  const base = /^(?<tens>(?:[一二两三四五六七八九]百)?[一二三四五六七八九]?十)几(?<scale>[万亿]?)$/u.exec(
    word,
  )?.groups;
  if (base === undefined) return { min: 0, max: 0, vague: true };
  const scale = SCALES[base["scale"] ?? ""] ?? 1;
  const tens = plainValue(base["tens"] ?? "") as number;
  return { min: (tens + 1) * scale, max: (tens + 9) * scale, vague: false };
}

/** 2.4亿, 800w, 一百七十万, 四十二万六, 三亿零两百万, 6千万 */
function plainValue(word: string): number | undefined {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 1;
  for (const [piece] of word.replaceAll(",", "").matchAll(/\d+(?:\.\d+)?|./gu)) {
    if (/^\d/u.test(piece)) {
      if (digit !== undefined) return undefined;
      digit = Number(piece);
    } else if (piece in DIGITS) {
      if (digit !== undefined && digit !== 0) return digitByDigit(word);
      digit = DIGITS[piece] as number;
      if (digit === 0) lastUnit = 1;
    } else if (piece in PLACES) {
      const place = PLACES[piece] as number;
      section += (digit ?? 1) * place;
      digit = undefined;
      lastUnit = place;
    } else if (piece in SCALES) {
      const scale = SCALES[piece] as number;
      section += digit ?? 0;
      if (section === 0) section = 1;
      total =
        scale > total && total > 0
          ? (total + section) * scale
          : total + Math.round(section * scale * 100) / 100;
      section = 0;
      digit = undefined;
      lastUnit = scale;
    } else if (piece.trim() !== "") return undefined;
  }
  // 四十二万六, 三百二: a last digit without a place is of the next place down.
  const isTail =
    digit !== undefined &&
    digit < 10 &&
    lastUnit >= 100 &&
    /[百千万亿w][一二两三四五六七八九\d]$/u.test(word);
  return total + section + (digit ?? 0) * (isTail ? lastUnit / 10 : 1);
}

/** 二〇二二 */
function digitByDigit(word: string): number | undefined {
  const digits = [...word].map((character) => DIGITS[character]);
  return digits.includes(undefined) ? undefined : Number(digits.join(""));
}
