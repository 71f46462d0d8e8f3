/** 人数：how many people an answer gives. */
import { areSame, type Figure, figuresIn, quantityOf, totalOf } from "./figures.ts";
import { type Remark, toldIn, withoutPast } from "./remarks.ts";
import type { ToldValue } from "./told.ts";

/** A subset, or a change. */
const PART =
  /其中|里面有|(?:走|辞|裁|辞退|离职)(?:了|掉|过)?$|(?:少|多|招|来|降|涨|减|增|加)(?:了|掉|过)$|(?:准备|打算|想)(?:再)?[招请]$|(?:缺|差)$/u;

const FEW: readonly (readonly [count: number, words: RegExp])[] = [
  [
    2,
    /(?:夫妻|两口子|夫妇|小两口|老两口|夫妻档)(?:俩|二人|两个?人?)?|(?:我|咱|俺)(?:就|们)?(?:和|跟|与|同|还有|加|带)(?:着|上)?(?:我|俺)?(?:的)?(?:老婆|老公|媳妇|爱人|对象|男人|家属|儿子|女儿|闺女|[爸妈爹弟哥姐妹]|老爸|老妈|搭档|合伙人|徒弟|朋友|兄弟|先生|太太|妻子|丈夫|内人|娃)(?!们)|(?:兄弟|父子|母子|母女|父女|姐妹|师徒)(?:俩|二人)/u,
  ],
  [
    1,
    /光杆|单干|独自|独苗|(?:就|只有|只|仅|只剩)(?:是)?(?:我|本人|老板)(?:自己|本人|一个人?|一人|个人)?(?:$|在|干|做|一|自己|老板)|(?:我|俺)(?:自己)?一个?人|(?<!除了)我自己(?:$|一|干|做|在)|没(?:有)?(?:请|雇|招)(?:过|别的)?(?:人|员工|工人)/u,
  ],
];
const HIRED = /(?:请|雇|招|加|外带|还有|另有|另外|带|再)(?:了|上|着|个)*$/u;
/** 我和俩徒弟 */
const AND_ME = /(?:我|咱|俺)(?:自己)?(?:和|跟|与|同|带|加|加上|外加)(?:着|上|了)?$/u;
const EACH =
  /(?:每|一)(?:个|家)?(?:店|门店|分店|厂|车间|班|网点|项目|工地)(?:大概|差不多|有|是|也就|就)*[\d一二两三四五六七八九十]/u;
const BY_SEASON = /淡季|旺季|忙|闲|平时|高峰|最多|最少|有时|时候|农闲|[多少]的时候/u;
const NOT_PEOPLE =
  /^\s*(?:年|月|日|号(?!人|$|左右|吧)|点|天|小时|分|%|成|倍|折|平|亩|台|间|辆|套|吨|公斤|斤|头|只|户|家|条|栋|层|楼|期|次|岁|公里|米|张|床|桌|元|块|班|样|般|直|起|共|下|些|边|定|路|切|个(?:月|店|门店|车间|点|亿|包间|房间|档口|摊位|部门|班|组|分店|小时|厂))/u;
const NOT_STAFF =
  /(?:第|能坐|坐得下|容纳|接待|客户|会员|学生|学员|社员|业主|粉丝|顾客|社保|交社保的)(?:了|有|约|大概|过)*$/u;
const NOW = /现在|目前|如今|眼下|[只就还]剩|剩下|今年/u;
const GENERIC = /^(?:个|名|位|号|口)?(?:人|员工|伙计|职工|工人)?(?:$|吧|的|左右|呢|啊|呀|上下|多|了)/u;

export function peopleIn(remarks: readonly Remark[]): ToldValue | undefined {
  const told = withoutPast(toldIn(remarks)).map(({ text }) => text);
  const figures = told.flatMap((text) =>
    figuresIn(text).filter(({ before, after, min, max }) => {
      if (NOT_PEOPLE.test(after) || NOT_STAFF.test(before) || PART.test(before)) return false;
      if (/[a-z]$/u.test(before) || !Number.isInteger(min)) return false;
      const isOne = min === 1 && max === 1;
      if (isOne && !/^(?:个|名|位|人)/u.test(after) && before !== "" && !/\d$/u.test(text)) return false;
      return (
        max < 10_000 ||
        max === Number.POSITIVE_INFINITY ||
        /^\s*(?:个|名|位|号)?(?:人|员工|职工)/u.test(after)
      );
    }),
  );
  const whole = told.join("，");
  const few = FEW.find(([, words]) => words.test(whole));
  const total = totalOf(figures);
  if (total !== undefined) return quantityOf(total, 1);
  if (few !== undefined) return withHired(few[0], few[1], figures, whole);
  // 一个店四个人 leaves open how many there are.
  if (EACH.test(whole)) return undefined;
  const [first, second] = figures;
  if (first === undefined) return undefined;
  const now = figures.filter(({ before }) => NOW.test(before)).at(-1);
  if (now !== undefined) return quantityOf(now, 1);
  if (second === undefined && AND_ME.test(first.before) && first.min === first.max) return first.min + 1;
  if (second === undefined || areSame(figures)) return quantityOf(first, 1);
  if (figures.length === 2 && BY_SEASON.test(second.before + second.after))
    return quantityOf({ min: Math.min(first.min, second.min), max: Math.max(first.max, second.max) }, 1);
  const isExact = figures.every(({ min, max }) => min === max);
  const areParts = figures.every(({ before, after }) => before.length > 1 || !GENERIC.test(after));
  if (isExact && areParts && !/去年|前年|或|时候|高峰/u.test(whole))
    return figures.reduce((sum, { min }) => sum + min, 0);
  return GENERIC.test(first.after) &&
    /^(?:我们|一共|有|大概|现在|就)*$/u.test(first.before) &&
    /人|员工|职工/u.test(first.after)
    ? quantityOf(first, 1)
    : undefined;
}

/** 就我跟我老婆，请了一个阿姨 */
function withHired(
  count: number,
  words: RegExp,
  figures: readonly Figure[],
  whole: string,
): ToldValue | undefined {
  const few = words.exec(whole)?.[0] ?? "";
  const others = figures.filter(({ before, min }) => !few.endsWith(before) || min > count);
  const [other] = others.filter(
    ({ min, max, before }) => !(min === count && max === count && !HIRED.test(before)),
  );
  if (other === undefined) return count;
  if (HIRED.test(other.before) && others.length === 1 && other.min === other.max) return count + other.min;
  return undefined;
}
