/** 人数：how many people an answer gives. */
import { areSame, type Figure, figuresIn, quantityOf, settledOf } from "./figures.ts";
import { toldIn, withoutPast } from "./own-affairs.ts";
import type { Remark } from "./remarks.ts";
import type { ToldValue } from "./told.ts";

/** A subset, or a change. */
const PART =
  /其中|里面有|(?:走|辞|裁|辞退|离职)(?:了|掉|过)?$|(?:少|多|招|来|降|涨|减|增|加)(?:了|掉|过)$|(?:准备|打算|想|说是)(?:再)?[招请]$|(?:缺|差)$/u;

const FEW: readonly (readonly [count: number, words: RegExp])[] = [
  [
    2,
    /(?:夫妻|两口子|夫妇|小两口|老两口|夫妻档)(?:俩|二人|两个?人?)?|就?(?:我|咱)们?俩|(?:我|咱|俺)(?:就|们)?(?:和|跟|与|同|还有|加|带)(?:着|上)?(?:我|俺)?(?:的)?(?:老婆|老公|媳妇|爱人|对象|男人|家属|孩子[他她]?[爸妈]|那口子|儿子|女儿|闺女|[爸妈爹弟哥姐妹]|老爸|老妈|搭档|合伙人|徒弟|朋友|兄弟|先生|太太|妻子|丈夫|内人|娃)(?!们)|(?:兄弟|父子|母子|母女|父女|姐妹|师徒)(?:俩|二人)/u,
  ],
  [
    1,
    /光杆|单干|独自|独苗|(?:就|只有|只|仅|只剩)(?:是)?(?:我|本人|老板)(?:自己|本人|一个人?|一人|个人)?(?:$|在|干|做|一|自己|老板)|(?:我|俺)(?:自己)?一个?人|(?<!除了)我自己(?:$|一|干|做|在)|没(?:有)?(?:请|雇|招)(?:过|别的)?(?:人|员工|工人)/u,
  ],
];
/** 一个没请 counts nobody. */
const NOBODY = /一个(?:人|员工|工人)?(?:都|也)?没(?:有)?[请雇招]/gu;
const HIRED = /(?:请|雇|招|加|外带|还有|另有|另外|带|再)(?:了|上|着|个)*$/u;
/** 我和俩徒弟, 老板带四个伙计 */
const AND_ME =
  /(?:我|咱|俺|老板)(?:自己|一个?(?:人|老板|师傅))?(?:和|跟|与|同|带|加|加上|外加)(?:着|上|了)?$/u;
/** 三个师傅，加我自己 */
const AND_MYSELF = /(?:加上?|外加|算上|还有|再加)(?:我|老板)(?:自己|本人)?(?:$|，)/u;
const EACH =
  /(?:每|一)(?:个|家)?(?:店|门店|分店|厂|车间|班|网点|项目|工地)(?:大概|差不多|有|是|也就|就)*[\d一二两三四五六七八九十]/u;
const BY_SEASON = /淡季|旺季|忙|闲|平时|高峰|最多|最少|有时|时候|农闲|[多少]的时候/u;
const NOT_PEOPLE =
  /^\s*(?:年|月|日|号(?!人|$|左右|吧)|点|天|小时|分|%|成|倍|折|平|亩|台|间|辆|套|吨|公斤|斤|头|只|户|家|条|栋|层|楼|期|次|岁|公里|米|张|床|桌|元|块|班|样|般|直|起|共|下|些|边|定|路|切|个(?:月|店|门店|车间|点|亿|包间|房间|档口|摊位|部门|班|组|分店|小时|厂)(?![\d一二三四五六七八九十]))/u;
const NOT_STAFF =
  /(?:第|能坐|坐得下|容纳|接待|客户|会员|学生|学员|社员|业主|粉丝|顾客|社保|交社保的)(?:了|有|约|大概|过)*$|社保[^，]{0,3}[交缴](?:的)?(?:了|是)*$/u;
/** Beside one of these a bare number is money or room. */
const NOT_COUNTED = /薪|工资|租|流水|营业|收入|利润|贷|面积|年龄|座|桌|押金|成本/u;
const PERSON = /^\s*(?:多|来|几)*(?:个|名|位|号|口)?(?:人|员工|职工|工人|伙计|徒弟|学徒|师傅|小工)/u;
const NOW = /现在|目前|如今|眼下|[只就还]剩|剩下?|今年/u;
const GENERIC = /^(?:个|名|位|号|口)?(?:人|员工|伙计|职工|工人)?(?:$|吧|的|左右|呢|啊|呀|上下|多|了)/u;
/** What a part of the staff is called: adding up is right only where all are parts. */
const GROUP =
  /合伙人|股东|员工|劳务|店|厂|车间|办公室|仓库?|门市|后厨|前厅|厨房|大堂|工地|公司|正式|临时|长期|小时工|小工|学徒|徒弟|师傅|厨师|服务员|司机|文员|销售|业务|保安|阿姨|兼职|全职|管理|财务|会计|技术|店员|帮工|老师|教练|派遣|编|合同工|男|女|外包|跑腿|收银|技师|工人|生产|线上|线下/u;

export function peopleIn(remarks: readonly Remark[]): ToldValue | undefined {
  const told = withoutPast(toldIn(remarks)).map(({ text }) => text.replaceAll(NOBODY, "没请人"));
  const figures = told.flatMap((text) => figuresIn(text).filter((figure) => isPeople(figure, text)));
  const whole = told.join("，");
  const few = FEW.find(([, words]) => words.test(whole));
  const settled = settledOf(figures);
  if (settled !== undefined) return quantityOf(settled, 1);
  const [first, second] = figures;
  if (second === undefined && first !== undefined && AND_ME.test(first.before) && first.min === first.max)
    return first.min + 1;
  const isAllParts = figures.every(
    ({ before, after, max }) => Number.isFinite(max) && GROUP.test(`${before}${after}`),
  );
  if (figures.length > 0 && isAllParts && AND_MYSELF.test(whole)) return quantityOf(sumOf(figures, 1), 1);
  if (few !== undefined) return withHired(few[0], few[1], figures, whole);
  if (/(?:不算|除了|不含|除开)(?:我|老板|本人)|别的|其他/u.test(whole)) return undefined;
  // 一个店四个人 leaves open how many there are.
  if (EACH.test(whole) || first === undefined) return undefined;
  const now = figures.filter(({ before }) => NOW.test(before)).at(-1);
  if (now !== undefined) return quantityOf(now, 1);
  if (second === undefined || areSame(figures)) return quantityOf(first, 1);
  return ofSeveral(first, second, figures, whole, isAllParts);
}

function isPeople({ before, after, min, max }: Figure, text: string): boolean {
  if (NOT_PEOPLE.test(after) || NOT_STAFF.test(before) || PART.test(before)) return false;
  if (/[a-z]$/u.test(before) || !Number.isInteger(min)) return false;
  if (NOT_COUNTED.test(before) && !PERSON.test(after)) return false;
  const isOne = min === 1 && max === 1;
  if (isOne && !/^(?:个|名|位|人)/u.test(after) && before !== "" && !/\d$/u.test(text)) return false;
  return max < 10_000 || max === Number.POSITIVE_INFINITY || PERSON.test(after);
}

function sumOf(figures: readonly Figure[], more: number): { min: number; max: number } {
  const sum = (end: "min" | "max") => figures.reduce((total, figure) => total + figure[end], more);
  return { min: sum("min"), max: sum("max") };
}

/** Of more than one number: the seasons' range, the parts' sum, what follows from the one before. */
function ofSeveral(
  first: Figure,
  second: Figure,
  figures: readonly Figure[],
  whole: string,
  isAllParts: boolean,
): ToldValue | undefined {
  if (figures.length === 2 && BY_SEASON.test(second.before + second.after))
    return quantityOf({ min: Math.min(first.min, second.min), max: Math.max(first.max, second.max) }, 1);
  const isExact = figures.every(({ min, max }) => min === max);
  const last = figures.at(-1);
  const others = figures.slice(0, -1).reduce((sum, { min }) => sum + min, 0);
  // 老板加三个徒弟，四个: the last is what they come to.
  const isSum = last !== undefined && GENERIC.test(last.after) && [others, others + 1].includes(last.min);
  if (isExact && isSum && last.before === "") return last.min;
  const isChange = /去年|前年|或|时候|高峰|走了|少了/u.test(whole);
  if (isAllParts && !isChange) return quantityOf(sumOf(figures, 0), 1);
  if (
    last !== undefined &&
    /走了|辞了|裁了|少了/u.test(whole) &&
    last.before === "" &&
    GENERIC.test(last.after)
  )
    return quantityOf(last, 1);
  const isWhole =
    /^(?:我们|一共|有|大概|现在|就)*$/u.test(first.before) &&
    GENERIC.test(first.after) &&
    /人|员工|职工/u.test(first.after);
  return isWhole ? quantityOf(first, 1) : undefined;
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
