/** 人数与金额：which number is the people, which the yearly revenue, which the assets, which the loan. */
import { type Numeral, numeralsIn } from "./numerals.ts";
import type { ToldFacts, ToldValue } from "./told.ts";

type Role = "revenue" | "assets" | "loan" | "credit" | "other";

/** What an amount of money is; the word nearest before it decides. */
const ROLES: readonly [Role, RegExp][] = [
  [
    "other",
    /净?利润|净?赚|房租|租金|店租|工资|薪|负债|欠|注册资[本金]|注册|成本|补贴|补助|罚|电费|水费|气费|燃气费|押金|货款|保费|保险|社保|税|利息|月供|投资|投了|亏|损失|宽带|工程款|尾款|账款|净资产|固定资产|存款|订单|合同|涨|少|降|增/gu,
  ],
  [
    "revenue",
    /营业收入|营业额|营收|销售额|销售收入|年销售?|流水|产值|年收入|收入|营业|一年(?:能)?(?:做|卖|干)/gu,
  ],
  ["assets", /资产总额|总资产|资产总计|资产合计|(?<!净|固定|固定总|无形)资产/gu],
  ["credit", /授信|额度/gu],
  ["loan", /贷款?|贷了|借款?|借了|本金|(?<=银行|[农工建中交]行|信用社)还?欠着?/gu],
];
const LENDER = /银行|工行|农行|建行|中行|交行|邮储|信用社|农商|招行|浦发|民生|兴业|中信|光大|平安|贷款/u;
const NO_LENDER = /网贷|借呗|花呗|民间|高利贷|亲戚|朋友借|小贷公司|私人/u;

const PEOPLE_AFTER =
  /^\s*(?:个|位|名|号|口|来号|多号)?\s*(?:人|员工|职工|工人|伙计|店员|雇员|服务员|教职工|小伙|大姐|阿姨|师傅|司机|帮工|学徒)(?![次份天]|一天)/u;
const PEOPLE_BEFORE =
  /(?:员工|职工|人员|从业(?:人员)?|人数|工人|雇了?|请了|人手|用工|在册|教职工|伙计|团队|合计|一共|总共|拢共|共|总人数|人嘛?|加起来|连我|连同?我|剩下?|我们|咱们?|俺们|夫妻|两口子)(?:大概|大约|约|有|是|为|才|就|只有|了|一?共|合计|:|差不多|不到|不足|不超过|至少|起码|超过|最多|将近|近|上)*$/u;
const BARE_COUNT = /^\s*(?:个|名|位|号|口)?(?=$|左右|上下|的样子|吧|嘛|多|来|每月|一个月|说)/u;
const NOT_STAFF =
  /(?:能坐|可坐|坐得下|容纳|接待|服务|客户|会员|学生|学员|社员|业主|粉丝|观众|住户?|读者|乘客|病人|食客)(?:了|有|约|大概|过)*$/u;
const SOMETHING_ELSE =
  /^\s*(?:年|月|日|号(?!人)|点|天|小时|分|%|％|成|倍|折|平|亩|台|间|辆|套|吨|公斤|斤|头|只|户|家|条|栋|层|楼|期|次|岁|公里|米|张|床|桌|个(?:月|小区|店|门店|车间|项目|包间|包厢|房间|学生|平方|客户|楼|厂|点|亿|档口|摊位|多月|大棚)|美元|欧元|港币|日元|刀|usd)/u;
/** 12万 alone in a phrase is of what the phrase before was about. */
const BARE_AMOUNT =
  /^(?:是|有|大概|大约|约|差不多)*[\d.,一二两三四五六七八九十百千万亿w零多来几]+(?:元|块|钱|左右)*$/u;
const MONEY_AFTER = /^\s*(?:元|块|人民币|rmb|左右|上下|$|多|来|吧)/u;

interface Phrase {
  readonly text: string;
  readonly corrects: boolean;
}

/** @param phrases what is told, in order */
export function amountsIn(phrases: readonly Phrase[]): ToldFacts {
  const found: Partial<Record<Exclude<Role, "other"> | "employees", ToldValue>> = {};
  let last: keyof typeof found | "other" | undefined;
  const whole = phrases.map(({ text }) => text).join("，");
  let total = false;
  let several = false;
  for (const [phraseAt, { text, corrects }] of phrases.entries()) {
    for (const numeral of numeralsIn(text)) {
      const after = text.slice(numeral.end);
      const inPhrase = text.slice(0, numeral.start);
      if (isNoFigure(text, numeral)) continue;
      if (isPeople(inPhrase, after, numeral)) {
        const isTotal = /合计|一共|总共|拢共|加起来/u.test(inPhrase);
        if (!numeral.vague && (found.employees === undefined || isTotal || corrects || !total))
          found.employees = quantityOf(numeral, 1);
        total ||= isTotal;
        last = "employees";
        continue;
      }
      if (SOMETHING_ELSE.test(after)) continue;
      const wasAboutPeople = /人(?:不多|手|数|少)[^，]{0,3}$/u.test(phrases[phraseAt - 1]?.text ?? "");
      if (wasAboutPeople && !numeral.scaled && BARE_COUNT.test(after)) {
        found.employees = quantityOf(numeral, 1);
        continue;
      }
      if (corrects && last === "employees" && !numeral.scaled && BARE_COUNT.test(after)) {
        found.employees = quantityOf(numeral, 1);
        continue;
      }
      const isMoney =
        numeral.scaled || /^\s*(?:元|块)/u.test(after) || (MONEY_AFTER.test(after) && numeral.max >= 10_000);
      if (!isMoney || numeral.vague || /(?:用了|已用|用掉|已经用)[^，]{0,3}$/u.test(inPhrase)) continue;
      const named = roleOf(inPhrase, after);
      if (/不是$/u.test(inPhrase)) last = named ?? last;
      const isWished = /(?:想|要|打算|准备|需要|申请)(?:再)?(?:贷|借)/u.test(inPhrase);
      if (NO_LENDER.test(text) || isWished || /不是$/u.test(inPhrase)) continue;
      const isBare = corrects || BARE_AMOUNT.test(text);
      const dangles = /^[嗯啊呃那个就是大概约]*$/u.test(inPhrase)
        ? danglingRole(phrases[phraseAt - 1]?.text)
        : undefined;
      const role = dangles ?? named ?? (LENDER.test(inPhrase) ? "loan" : isBare ? last : undefined);
      if (role === undefined || role === "employees" || role === "other") {
        last = role ?? last;
        continue;
      }
      last = role;
      const value = amountOf(
        role,
        numeral,
        `${dangles ? phrases[phraseAt - 1]?.text : ""}${inPhrase}`,
        after,
      );
      if (value === undefined) continue;
      // Two loans without a total are no one amount.
      if (
        role === "loan" &&
        found.loan !== undefined &&
        !corrects &&
        !/合计|一共|总共|加起来/u.test(inPhrase)
      )
        several = true;
      found[role] = value;
    }
    if (numeralsIn(text).length === 0 && /贷款/u.test(text) && !NO_LENDER.test(text)) last = "loan";
  }
  const facts: ToldFacts = {};
  if (found.employees !== undefined) facts.employees = found.employees;
  if (found.revenue !== undefined) facts.revenue = found.revenue;
  if (found.assets !== undefined) facts.assets = found.assets;
  const credit = found.credit ?? (several ? undefined : found.loan);
  if (credit !== undefined && LENDER.test(whole)) facts.creditLine = credit;
  return facts;
}

/** Telephone numbers, years, ordinals, percentages. */
function isNoFigure(text: string, { start, end }: Numeral): boolean {
  const word = text.slice(start, end);
  if (/^\d{7,}$/u.test(word) && !/^\s*(?:元|块)/u.test(text.slice(end)))
    return !/(?:收入|额|营收|资产)[^\d]*$/u.test(text.slice(0, start));
  return (
    /第$/u.test(text.slice(0, start)) ||
    /[a-z\d]$/u.test(text.slice(0, start)) ||
    (word === "一" && !/^个人/u.test(text.slice(end)))
  );
}

function isPeople(before: string, after: string, { scaled }: Numeral): boolean {
  if (NOT_STAFF.test(before)) return false;
  if (PEOPLE_AFTER.test(after)) return !/^\s*(?:个|名|位)?人(?:次|份|以下都|以上都)/u.test(after);
  if (scaled || SOMETHING_ELSE.test(after)) return false;
  return PEOPLE_BEFORE.test(before) && BARE_COUNT.test(after);
}

/** 一个月流水嗯……大概九万: what a phrase ends with is what the next begins to say. */
function danglingRole(phrase = ""): Role | undefined {
  return ROLES.find(([, pattern]) => new RegExp(`(?:${pattern.source})$`, "u").test(phrase))?.[0];
}

function roleOf(before: string, after: string): Role | undefined {
  let nearest: { role: Role; at: number } | undefined;
  for (const [role, pattern] of ROLES) {
    for (const match of before.matchAll(pattern)) {
      const at = match.index + match[0].length;
      if (nearest === undefined || at > nearest.at) nearest = { role, at };
    }
  }
  if (nearest) return nearest.role;
  // 九十万的流水, 35万的经营贷款
  const following = after.slice(0, 8);
  return ROLES.map(([role, pattern]) => ({ role, at: following.search(new RegExp(pattern.source, "u")) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0]?.role;
}

/** In 万元; revenue in 万元 a year. */
function amountOf(role: Role, numeral: Numeral, before: string, after: string): ToldValue | undefined {
  if (role !== "revenue") return quantityOf(numeral, 10_000);
  const around = before.slice(-14);
  if (/每?天|日均|一天|日(?:营业|流水|销)|季度?|半年/u.test(around)) return undefined;
  const isMonthly =
    /^[^，]{0,3}月(?:营业|流水|销)/u.test(after) ||
    /每个?月|一个?月|月(?:营业|流水|销|均|收|产)|(?<!\d|[一二三四五六七八九十])月/u.test(around);
  return quantityOf(numeral, 10_000 / (isMonthly ? 12 : 1));
}

function quantityOf({ min, max }: Numeral, unit: number): ToldValue {
  const [low, high] = [rounded(min / unit), rounded(max / unit)];
  if (low === high) return low;
  return { min: low, max: Number.isFinite(high) ? high : null };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
