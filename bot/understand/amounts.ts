/** 人数与金额：which number is the people, which the yearly revenue, which the assets, which the loan. */
import { NO_LENDER } from "./banks.ts";
import { withoutDenied } from "./clauses.ts";
import {
  amountOf,
  isBareAmount,
  isBareTail,
  isLent,
  isNoLoan,
  lastRole,
  namedRole,
  quantityOf,
  type Role,
} from "./money.ts";
import { type Numeral, numeralsIn } from "./numerals.ts";
import { familyIn, helpersIn, isBareCount, RANKS, type Rank, rankOf, speaksOfPeople } from "./people.ts";
import type { ToldFacts, ToldValue } from "./told.ts";

const SOMETHING_ELSE =
  /^\s*(?:多|来|余)?(?:年(?!底|末|初|中)|月|日|号(?!人)|点|天|小时|分|%|％|成(?!立)|倍|折|平|亩|台|间|辆|套|吨|公斤|斤|头|只(?!用|有|剩|是|能|够|做|干)|户|家|条|栋|层|楼|期(?!限)|次|岁|公里|米|张|床|桌|箱|棵|把|株|艘|趟|单(?!子)|件|款(?!项|子|$)|本(?!金|息|钱)|届|班|集|段|座|笔|届|路|场|周|代(?!款|账)|个(?:月|小区|店|门店|车间|项目|包间|包厢|房间|学生|平方|客户|楼|厂|点|亿|档口|摊位|多月|大棚|孩子|车位|小时|星期|礼拜|品种|班|教室|网点|仓库|站点|街道|省|国家|柜台|工地|分店|景点|池|塘|娃|铺|门面|工期|案)|美元|美金|欧元|港币|日元|刀|usd|万(?:美|欧|港|日))/u;
const MONEY_AFTER = /^\s*(?:元|块|人民币|rmb|左右|上下|$|多|来|吧)/u;
/** 老师加行政40人: some kinds of staff, and no more kinds than these. */
const ALL_OF_THEM = /加|和|含|全部|全是|就|共|只有|干活|自己干|自己|没请|没雇|以及|跟/u;
/** 教练4个，别的人没数 */
const NOT_ALL =
  /(?:别的|其他|其余|另外的)(?:的)?(?:人|员工)?[^，]{0,4}(?:没数|没算|没统计|说不|不清|不知|不固定)/u;
/** 走了两个 */
const CHANGES = /(?:走|来|辞|招|裁|少|多|离职|退休)(?:了|掉)$/u;
const JUST_UNIT = /^(?:单位)?(?:都|也)?(?:是|:)?万(?:元|块)?[啊哦吧嘛]?$/u;
const SUMS = /合计|一共|总共|加起来|总计|总额|拢共|共计|还剩|还欠|剩下?$/u;

/** 从八百万跌到三百万: the sum before is no more. */
const FELL = /^(?:元|块)?(?:多|左右)?(?:直接|一下子|一路)?(?:跌|降|掉|减|缩|涨|升|增|滑)[^，]{0,3}[到至成]/u;

/** 每个月要还银行一万多 is no loan's amount. */
const EACH_MONTH = /每个?月|月供|一个月/u;

/** Facts of a business, after which a sum that stands alone is what it takes in. */
const OF_BUSINESS = /公司|企业|店|厂|馆|铺|摊|批发|零售|个体|生意|员工|开|做|卖|搞|养|种/u;
const NOT_TAKEN_IN = /[贷欠租税罚亏赔借押]|工资|利息|利润|还款|投资|保险|社保|补贴/u;

interface Phrase {
  readonly text: string;
  readonly corrects: boolean;
}

interface Heard {
  employees?: { value: ToldValue; rank: Rank };
  revenue?: ToldValue;
  assets?: ToldValue;
  loan?: ToldValue;
  credit?: ToldValue;
}

type Topic = Role | "employees";

/** @param phrases what is told, in order */
export function amountsIn(phrases: readonly Phrase[]): ToldFacts {
  const found: Heard = {};
  let topic: Topic | undefined;
  /** The words that set the topic: 一个月流水嗯……大概九万. */
  let setting = "";
  let unit = 1;
  let isSeveral = false;
  let isSomeTwice = false;
  let isPrivate = false;
  /** 走了两个: the count that follows is the one that holds. */
  let hasChanged = false;
  let lastSum: { role: Exclude<Role, "other">; numeral: Numeral } | undefined;
  for (const [at, { text, corrects }] of phrases.entries()) {
    const told = withoutDenied(text);
    if (NO_LENDER.test(text)) isPrivate = !isLent(text);
    else if (isLent(text)) isPrivate = false;
    const numerals = JUST_UNIT.test(text)
      ? []
      : numeralsIn(text).filter((numeral) => !isNoFigure(text, numeral));
    const figures = numerals
      .map((numeral) => ({ numeral, rank: rankOf(text, numeral) }))
      .filter(({ numeral, rank }) => rank !== undefined || !SOMETHING_ELSE.test(text.slice(numeral.end)));
    for (const { numeral, rank: own } of figures) {
      const before = text.slice(0, numeral.start);
      const after = text.slice(numeral.end);
      const isDenied = told[numeral.start] === "×";
      const rank = own ?? (topic === "employees" && isBareCount(text, numeral) ? "staff" : undefined);
      if (rank !== undefined) {
        topic = "employees";
        if (numeral.vague || isDenied || rank === "gone") continue;
        const last = found.employees;
        const isBound = typeof last?.value === "object" && isBareCount(text, numeral);
        const isNewer = corrects || hasChanged || isBound;
        hasChanged = false;
        const isBetter = last === undefined || isNewer || RANKS.indexOf(rank) > RANKS.indexOf(last.rank);
        if (rank === "some" && (!ALL_OF_THEM.test(text) || (last?.rank === "some" && !corrects)))
          isSomeTwice = true;
        if (isBetter) found.employees = { value: quantityOf(numeral, 1), rank };
        continue;
      }
      if (CHANGES.test(before) && /^(?:个|人|$)/u.test(after)) {
        hasChanged = true;
        topic = "employees";
        continue;
      }
      if (/^\s*(?:个|名|位|号|口)?人/u.test(after)) topic = "employees";
      const isBare = isBareAmount(text, numeral);
      const isShort = !numeral.scaled && numeral.max < 10_000 && unit > 1 && (corrects || isDenied) && isBare;
      const isMoney =
        (numeral.scaled && (numeral.max >= 10_000 || /[天月]|收入|营|流水|卖|销/u.test(text))) ||
        isShort ||
        /^\s*(?:元|块)/u.test(after) ||
        (MONEY_AFTER.test(after) && numeral.max >= 10_000);
      const named = namedRole(before, after);
      if (!isMoney || numeral.vague) {
        topic = named ?? topic;
        if (
          topic !== undefined &&
          topic !== "employees" &&
          topic !== "other" &&
          !numeral.vague &&
          isBareTail(after)
        )
          lastSum = { role: topic, numeral };
        continue;
      }
      const isLender =
        isLent(before) ||
        isLent(after.slice(0, 6)) ||
        /^[^，]{0,6}(?:先|一次性|全|都)?还(?:了|清|上|掉)/u.test(after);
      const isAlone = isBare && (topic === undefined || topic === "employees") && isTakenIn(phrases, at);
      const role =
        named ?? (isLender ? "loan" : isAlone ? "revenue" : isBare || corrects ? topic : undefined);
      if (role === undefined) continue;
      if (named !== undefined) setting = before;
      topic = role;
      if (role === "employees" || role === "other") continue;
      const sized = isShort ? { ...numeral, min: numeral.min * unit, max: numeral.max * unit } : numeral;
      if (numeral.scaled) unit = /[万w]/u.test(text.slice(numeral.start, numeral.end)) ? 10_000 : unit;
      if (isDenied) continue;
      const isLoan = role === "loan" || role === "credit";
      if (isLoan && ((isPrivate && !isLent(text)) || isNoLoan(before, after) || EACH_MONTH.test(before)))
        continue;
      const value = amountOf(role, sized, named === undefined ? `${setting}${before}` : before, after);
      // 房租一个月一万二，营业额才两万: of the month as well, or not.
      const isUnclear =
        role === "revenue" &&
        !/年|月/u.test(`${setting}${before}`) &&
        /一个?月|每个?月|每天|一天/u.test(phrases[at - 1]?.text ?? "");
      if (value === undefined || isUnclear || (role === "revenue" && FELL.test(after))) continue;
      // Two loans without a total are no one amount.
      if (role === "loan" && found.loan !== undefined && found.loan !== value)
        isSeveral = !corrects && !SUMS.test(before);
      // 没过亿，九千五百万左右: the sum itself counts, not its bound.
      const isBound = typeof found.revenue === "object" && isBare && sized.min === sized.max;
      if (role === "revenue" && found.revenue !== undefined && !corrects && !isBound) continue;
      found[role] = value;
      lastSum = { role, numeral: sized };
    }
    // 两千一,万啊
    if (JUST_UNIT.test(text) && lastSum && lastSum.numeral.max < 10_000) {
      const { role, numeral } = lastSum;
      found[role] = quantityOf({ ...numeral, min: numeral.min * 1e4, max: numeral.max * 1e4 }, 10_000);
    }
    const helped = helpersIn(text, phrases[at - 1]?.text ?? "");
    if (helped !== undefined) found.employees = { value: helped, rank: "total" };
    const family = familyIn(text);
    const isGuess = found.employees === undefined || found.employees.rank === "some";
    if (family?.count === 1 && found.employees?.rank === "some") isSomeTwice = true;
    if (family && (isGuess || (family.rank === "staff" && found.employees?.rank !== "total")))
      found.employees = { value: family.count, rank: family.rank };
    const spoken = figures.length === 0 || speaksOfPeople(text) ? topicOf(text) : undefined;
    if (spoken !== undefined) {
      topic = spoken;
      setting = text;
    } else if ((isLent(text) || /担保/u.test(text)) && !NO_LENDER.test(text)) topic = "loan";
  }
  const { employees, revenue, assets } = found;
  const facts: ToldFacts = {};
  if (
    employees !== undefined &&
    !(employees.rank === "some" && (isSomeTwice || phrases.some(({ text }) => NOT_ALL.test(text))))
  )
    facts.employees = employees.value;
  if (revenue !== undefined) facts.revenue = revenue;
  if (assets !== undefined) facts.assets = assets;
  const credit = found.credit ?? (isSeveral ? undefined : found.loan);
  if (credit !== undefined && phrases.some(({ text }) => isLent(text))) facts.creditLine = credit;
  return facts;
}

/** 开公司的，30个人，一个多亿 */
function isTakenIn(phrases: readonly Phrase[], at: number): boolean {
  return (
    at > 0 &&
    phrases.slice(0, at).some(({ text }) => OF_BUSINESS.test(text)) &&
    phrases.every(({ text }) => !NOT_TAKEN_IN.test(text) && (lastRole(text) ?? "revenue") === "revenue")
  );
}

function topicOf(text: string): Topic | undefined {
  return speaksOfPeople(text) ? "employees" : lastRole(text);
}

/** Telephone numbers, years, ordinals, percentages. */
function isNoFigure(text: string, { start, end }: Numeral): boolean {
  const word = text.slice(start, end);
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (/^\d{7,}$/u.test(word) && !/^\s*(?:元|块)/u.test(after))
    return !/(?:收入|额|营收|资产)[^\d]*$/u.test(before);
  return (
    /第$/u.test(before) ||
    /[a-z\d]$/u.test(before) ||
    (word === "一" &&
      !/^个?(?:人(?!有限|[\d一二两三四五六七八九]|每|工资)|伙计|店员|员工|帮工|学徒|徒弟|阿姨|小工)/u.test(
        after,
      )) ||
    /^(?:\s*有限公司|人有限)/u.test(after)
  );
}
