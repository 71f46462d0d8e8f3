/** 金额：the yearly revenue, the assets or the loan an answer gives. */
import { areSame, type Figure, figuresIn, quantityOf, rounded, settledOf, TOTAL } from "./figures.ts";
import { toldIn, withoutPast } from "./own-affairs.ts";
import type { Remark } from "./remarks.ts";
import type { ToldValue } from "./told.ts";

type Money = "revenue" | "assets" | "creditLine";

/** What a figure beside one of these is. */
const OWN: Readonly<Record<Money, RegExp>> = {
  revenue: /营业收入|营业额|营收|销售额?|流水|产值|收入|营业|进账|业绩|开票|产出|做了|卖了|毛收/gu,
  assets: /资产总额|总资产|资产合计|资产总计|资产|家当|身家|家底/gu,
  creditLine: /授信|额度|贷|批|借|欠|总额|敞口/gu,
};
const ANOTHER: Readonly<Record<Money, RegExp>> = {
  revenue:
    /利润|净收入|净?[赚挣]|到手|纯收入|毛利|成本|[房店]?租金?|工资|薪|[交缴纳]税|税[款费金]|税后|负债|贷款?|欠|注册|资产|投资|投了|亏|赔|补贴|押金|存货|设备|装修|社保|水电|除掉|授信|额度|客单价|[剩余]|订单|合同|缴|涨|降|增|[差少][了]/gu,
  assets:
    /净资产|净值|固定(?:资产|的)|流动(?:资产|的)|无形资产|负债(?!表)|存货|房产|地皮|车值|房子值|注册资?[本金]?|实缴|押金|保证金|营业|流水|收入|销售|利润|贷款?|欠|租金?|房租|投资|投了|折旧|成本|补贴|市值|估值|年销/gu,
  creditLine:
    /利率|利息|[年月日]息|年化|月供|每年|能批|每个?月|一个月|[用还](?:了|掉|过)|已用|已还|营业|流水|收入|资产|房租|注册|网贷|借呗|花呗|小贷|亲戚|朋友|民间|高利贷|[想要]贷|申请|评估|房子值|保费|提前|亏|欠税|货款|想要|准备贷/gu,
};
const NOT_MONEY =
  /^\s*(?:人|个(?!亿|w|多亿)|名|年|月|号|天|家|间|台|辆|平|%|点(?!\d)|岁|次|倍|成(?!本)|期|笔|张|户|套|亩|吨|位|口|层|分|样|直|起|共|下|些|边|定|般|路|切|美[元金]|刀|港币|欧元|日元|外币|股|usd)/u;
const OFF_YEAR =
  /(?:今年|本年|这半年|上半年|下半年|明年|预计|前年|大前年|往年|疫情前|(?:20)?(?:18|19|20|22|23)年|[一二三四]季度|上个?季度).*?(?=去年|上一?年|(?:20)?21年|$)/gu;
const MONTHLY = /(?:每|单|一)个?月|个把月|月(?:均|入|收|营|流水|销|产|度)|按月/u;
const SHORT_TIME =
  /每?一?天(?!津)|日(?:均|营|流水|销|入)|每日|一日|季度?|半年|一周|每周|星期|礼拜|[几两三四五六七八九]个月/u;
const YEARLY = /一年|全年|每年|年(?:营|收|销|产|流水|入|均)|去年|上年|21年/u;
/** Since it was opened last year, half a year's takings are the year's. */
const OPENED_LAST_YEAR = /去年[^，]{0,6}(?:开|成立|注册|起步|接手|盘)/u;
/** 房子八百万，是租的 */
const NOT_MINE = /^(?:那|这)?(?:都)?(?:是|算)?(?:租|借|别人|银行|老板)的|不是我的/u;
/** 四百万，其中工程款三百万 */
const PART = /其中|包括|里面有|光是?$/u;
/** 万元: nobody who asks here has more; a larger bare number is meant in 元, or is no amount. */
const LARGEST_BARE = 50_000;
const BANK = /(?:银行|[工农建中交招]行|邮储|信用社|农信|农商行?|微众|网商|那边|这边|一[家笔])[^，]{0,3}$/u;

/** In 万元; revenue in 万元 a year. */
export function moneyIn(fact: Money, remarks: readonly Remark[]): ToldValue | undefined {
  const said = withoutPast(toldIn(remarks)).map(({ text }) => text);
  const told = fact === "revenue" ? said.map((text) => text.replaceAll(OFF_YEAR, "")) : said;
  const isFirstYear = OPENED_LAST_YEAR.test(told.join("，"));
  const figures: Figure[] = [];
  let carried = "";
  for (const text of told) {
    const own = figuresIn(text);
    for (const figure of own) {
      const beside = `${carried}${figure.before}`;
      if (PART.test(beside)) continue;
      if (fact === "revenue" && !isFirstYear && SHORT_TIME.test(beside)) continue;
      if (!isAnother(fact, beside, figure.after) && isMoney(figure))
        figures.push({ ...figure, before: beside });
    }
    if (own.length === 0 && NOT_MINE.test(text)) figures.pop();
    carried = own.length === 0 ? text : "";
  }
  const settled = settledOf(figures);
  const [first] = figures;
  const yearly = figures.filter(({ before }) => YEARLY.test(before));
  if (settled !== undefined) return inTenThousands(fact, settled);
  if (first === undefined) return undefined;
  if (figures.length === 1 || areSame(figures)) return inTenThousands(fact, first);
  if (fact === "revenue" && yearly.length === 1 && yearly[0] !== undefined)
    return inTenThousands(fact, yearly[0]);
  const isNow = ({ before }: Figure) => /现在|目前|如今|眼下/u.test(before);
  const last = figures.at(-1);
  if (fact !== "revenue" && last !== undefined && isNow(last)) return inTenThousands(fact, last);
  const granted = figures.filter(({ before }) => /授信|额度/u.test(before));
  if (fact === "creditLine" && granted.length === 1 && granted[0] !== undefined)
    return inTenThousands(fact, granted[0]);
  const named = figures.filter(({ before }) => before.search(OWN[fact]) >= 0);
  if (named.length === 1 && named[0] !== undefined) return inTenThousands(fact, named[0]);
  if (fact === "creditLine" && figures.every(({ before, min, max }) => BANK.test(before) && min === max)) {
    const parts = figures.map((figure) => inTenThousands(fact, figure));
    if (parts.every((part) => typeof part === "number"))
      return rounded(parts.reduce((sum, part) => sum + part, 0));
  }
  return undefined;
}

/** Whether the word nearest to the figure says that it is something else; 净资产 holds 资产. */
function isAnother(fact: Money, before: string, after: string): boolean {
  const another = endOfLast(ANOTHER[fact], before);
  if (before.slice(another).search(TOTAL) >= 0) return false;
  const own = endOfLast(OWN[fact], before);
  if (another > 0 || own > 0) return another >= own;
  // 五十万的利润
  const of = /^[万亿元块\s]*的(?<what>.{1,8})/u.exec(after)?.groups?.["what"] ?? "";
  return of.search(ANOTHER[fact]) >= 0 && of.search(OWN[fact]) < 0;
}

function endOfLast(words: RegExp, text: string): number {
  const last = [...text.matchAll(words)].at(-1);
  return last === undefined ? 0 : last.index + last[0].length;
}

function isMoney({ before, after, min, max, word }: Figure): boolean {
  if (NOT_MONEY.test(after) || /第$|[a-z]$|负$/u.test(before)) return false;
  const isLoneOne = word === "一" && min === 1 && max === 1 && before !== "";
  return !isLoneOne;
}

function inTenThousands(fact: Money, figure: Figure): ToldValue | undefined {
  const { before, after, word } = figure;
  const isMonthly = fact === "revenue" && MONTHLY.test(`${before}${after}`) && !YEARLY.test(before.slice(-6));
  const isYuan = /^\s*(?:多|来)?(?:元|块|rmb)/u.test(after) || /[¥￥]$/u.test(before);
  if (/[万亿w]/u.test(word) || isYuan) return quantityOf(figure, (isMonthly ? 12 : 1) / 10_000);
  const isBareYuan = isMonthly && figure.min >= 1000;
  if (isBareYuan) return quantityOf(figure, 12 / 10_000);
  if (figure.min > LARGEST_BARE) return undefined;
  return quantityOf(figure, isMonthly ? 12 : 1);
}
