/** 数目：the numbers of an answer, with what stands beside them. */
import { type Numeral, numeralsIn, wholeNumber } from "./numerals.ts";
import type { ToldValue } from "./told.ts";

/** A number of the answer that can be the one asked for. */
export interface Figure {
  readonly min: number;
  readonly max: number;
  /** As it is written. */
  readonly word: string;
  /** From the number before it, and to the end of the remark. */
  readonly before: string;
  readonly after: string;
}

/** The one that settles it: what all comes to, what was found on looking, what a rougher one is narrowed down to. */
export function settledOf(figures: readonly Figure[]): Figure | undefined {
  const total = figures.findLast(({ before }) => TOTAL.test(before));
  if (total !== undefined) return total;
  const last = figures.at(-1);
  if (last !== undefined && FOUND.test(last.before))
    return figures.some(({ before }) => OFFICIAL.test(before)) && figures.length > 1 ? undefined : last;
  const [rough, exact] = figures;
  const narrows =
    figures.length === 2 &&
    rough !== undefined &&
    exact !== undefined &&
    rough.min < rough.max &&
    exact.min >= rough.min &&
    exact.max <= rough.max;
  return narrows ? exact : undefined;
}

export const TOTAL =
  /一共|总共|合计|共计|[加合]起来|拢共|统共|总计|总数|总的|合共|共(?=$|有|是|计)|满打满算|全部(?:算[上了])?|统统|通通|算下来|加一块|[加合]在?一起|[加算]总|加我|连我/u;
const FOUND =
  /实际(?!用|贷|提|还|欠)|其实|准数|到岗|正好|最后|最终|到手|刚[才刚]?(?:去)?[^，]{0,2}(?:问|看|查|数|翻)|(?:查|数|问|看|翻)了(?:一?下|[数查看问翻])?|干活/u;
/** What is declared and what is earned: which of them is meant is not said. */
const OFFICIAL = /报税|开票|报的/u;

/** The numbers of a remark that are certain enough to be told. */
export function figuresIn(said: string): Figure[] {
  const text = inFull(said);
  const figures: Figure[] = [];
  let from = 0;
  for (const numeral of numeralsIn(text)) {
    const before = text.slice(from, numeral.start);
    const after = text.slice(numeral.end);
    if (/(?<!是)不是(?:什么)?$/u.test(before)) {
      from = numeral.end;
      continue;
    }
    const word = text.slice(numeral.start, numeral.end);
    // 一个月八万: the month is what the amount is for.
    if (!IS_TIME.test(word + after)) from = numeral.end;
    if (numeral.vague || /^百八十/u.test(word) || A_LITTLE_MORE.test(after)) continue;
    figures.push({ ...bounded(numeral, before, after, word), before, after, word });
  }
  return figures;
}

const AT_MOST_BEFORE = /(?:撑死|顶天|顶破天|[顶最至]多|充其量)[^，]{0,3}$/u;
const AT_MOST_AFTER = /^(?:元|块|钱|万|个|人|名|左右)*(?:顶天|撑死|到顶|封顶|到头|以下|以内|之内)/u;
const AT_LEAST_BEFORE = /(?:少说|起码|至少|最少|怎么也|好歹)(?:也|得|要|有|是)*$/u;
const AT_LEAST_AFTER = /^(?:元|块|钱|个|人|名)*(?:打不住|[都也]?不止|打底|起步|往上|以上|开外)/u;
/** 三十出头: a little more, and how much is not said. */
const A_LITTLE_MORE = /^(?:元|块|钱|个|人|名)*(?:出头|挂零|把)/u;
/** 超过八千万 leaves out its number. */
const MORE_THAN = /(?:超过|大于|多于|高于|突破)$/u;
const BELOW_AFTER = /^(?:元|块|钱|个|人|名)*[都还也]?(?:不到|不足|不够|没到|没有?$)/u;
const BELOW_BEFORE = /没(?:做|卖|挣|干)?(?:过|破|上|到|够)$/u;

const IS_TIME = /^(?:一(?![个名位人]?$)|.{1,3}个?(?:月|年|天|季|周|星期))/u;

const CHINESE = "[零一二两三四五六七八九十百千]";
const NUMBER = `(?:\\d+(?:\\.\\d+)?|${CHINESE}+)`;
const POINT = new RegExp(`(${CHINESE}+)点(${CHINESE}+)(?=[万亿个的，]|$)`, "gu");
const SHARED_UNIT = new RegExp(
  `(\\d{3,}|${CHINESE}*[百千][一二两三四五六七八九]?|\\d+[百千])(?=(?:到|至|-|~)${NUMBER}([万亿w]))`,
  "gu",
);

/** In the forms `numeralsIn` reads: 半个亿, 五千到六千万, 一点五个亿, 十几号人. */
function inFull(text: string): string {
  return text
    .replaceAll(/(?<=[表账本])上/gu, "里")
    .replaceAll(/(?<=[算加搭带])上(?=[\d一二两三四五六七八九十])/gu, "了")
    .replaceAll(/乱七八糟|七七八八|三天两头|五花八门|七上八下|一塌糊涂|一五一十|千方百计|百分百/gu, "○")
    .replaceAll(/(?<=[\d一二两三四五六七八九十百千])个(?=[w万])/gu, "")
    .replaceAll(/半个?亿/gu, "5000万")
    .replaceAll(/(?<=[一二两三四五六七八九\d])个多亿/gu, "亿多")
    .replaceAll(/(?<=[万亿千百元块])(?=[一二两三](?:个?[年月天季]|[笔家]))/gu, " ")
    .replaceAll(POINT, (whole, units: string, tenths: string) => {
      const [value, digits] = [wholeNumber(units), [...tenths].map((digit) => wholeNumber(digit))];
      return value === undefined || digits.some((digit) => (digit ?? 10) > 9)
        ? whole
        : `${value}.${digits.join("")}`;
    })
    .replaceAll(/(?<![一二两三四五六七八九十百千万])一[二两](?<unit>[十百千])/gu, "一$<unit>到两$<unit>")
    .replaceAll(SHARED_UNIT, (_, first: string, unit: string) => `${wholeNumber(first) ?? first}${unit}`)
    .replaceAll(/(?<=[十百])几[号口](?=人|$)/gu, "几个");
}

/** 十万块顶天了, 五百万不到 */
function bounded(
  { min, max }: Numeral,
  before: string,
  after: string,
  word: string,
): { min: number; max: number } {
  if (min > 0 && BELOW_BEFORE.test(before)) return below(min);
  if (min > 0 && max === Number.POSITIVE_INFINITY && MORE_THAN.test(before) && wholeNumber(word) === min)
    return { min: min + (min >= 10_000 ? 10_000 : 1), max };
  if (min === max && AT_LEAST_BEFORE.test(before)) return { min, max: Number.POSITIVE_INFINITY };
  if (min === max && AT_LEAST_AFTER.test(after)) return { min, max: Number.POSITIVE_INFINITY };
  if (AT_MOST_BEFORE.test(before) || AT_MOST_AFTER.test(after)) return { min: 0, max };
  if (min > 0 && min === max && BELOW_AFTER.test(after)) return below(min);
  return { min, max };
}

/** Just inside, in the unit it is said in. */
function below(bound: number): { min: number; max: number } {
  return { min: 0, max: bound - (bound >= 10_000 ? 10_000 : 1) };
}

export function areSame(figures: readonly Figure[]): boolean {
  return figures.every(({ min, max }) => min === figures[0]?.min && max === figures[0]?.max);
}

export function quantityOf({ min, max }: { min: number; max: number }, times: number): ToldValue | undefined {
  if (!Number.isFinite(min) || min < 0 || max < min) return undefined;
  const [low, high] = [rounded(min * times), rounded(max * times)];
  if (low === high) return low;
  return { min: low, max: Number.isFinite(high) ? high : null };
}

export function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
