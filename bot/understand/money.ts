/** 金额：what a sum is of: the yearly revenue, the assets, the loan, the credit, or nothing that is asked about. */
import { BANK, LENDER } from "./banks.ts";
import type { Numeral } from "./numerals.ts";
import type { ToldValue } from "./told.ts";

export type Role = "revenue" | "assets" | "loan" | "credit" | "other";

/** The word nearest before a sum decides, else the one nearest after it. */
const ROLES: readonly [Role, RegExp][] = [
  [
    "other",
    /净?利润|净?赚|赚了?|房租|租金|店租|月租|年租|租子|租|工资|薪|薪水|奖金|负债|欠|注册资[本金]|实缴|认缴|注册|成本|补贴|补助|罚款?|电费|水费|气费|燃气费|水电|押金|定金|保证金|货款|货值|保费|保险|社保|公积金|交?税|利息|月供|投资|投入?了?|投了|亏|损失|赔|宽带|工程款|尾款|账款|运费|净资产|固定资产|存款|存货|库存|订单|合同|单子|(?:涨|降|增)(?!到|至|为|成)|(?<![至最不])少(?!于)|转让费|加盟费|装修|进货|买|采购|设备|花了?|退税?|退费|退款|赊|缺口?|差(?!不多)|摊派|收费|管理费|卫生费|赞助|饲料款|房贷|车贷|首付|彩礼|学费|医药费|住院|工钱|开销|开支|支出|费用|存着|押着|压着|拖着?我?们?|目标|指标|预计|争取|应收|回款|(?<=\p{Script=Han})(?<!消)费(?!用?收入)/gu,
  ],
  [
    "revenue",
    /营业收入|主营收入|营业总?额|营业而|营收|销售额|销售收入|年销售?|销量|年营业|流水|产值|年收入|[年月]入|毛收入|总收入|收入|收益|营业|交易额|成交额|进账|入账|业绩|开票额?|gmv|毛估估|生意额|一年(?:能|可以|下来|到头)?(?:也就|大概|差不多|就)?(?:做|卖|干|营|收)|(?:做|卖|干|销)(?:了|得|到|出去?)(?!车|房|一)|(?:一年|一个?月|每个?月|每年|全年|年)(?:能|可以|也就|就|大概|差不多|总共|最多|平均|才|，)*(?:做|卖|干|营|进)(?:个|到|了|出去|得|货)*(?!税)/gu,
  ],
  ["assets", /资产总额|总资产|资产总计|资产总值|资产合计|资产规模|(?<!净|固定|固定总|无形|流动)资产/gu],
  ["credit", /授信|信用额度?|额度/gu],
  [
    "loan",
    new RegExp(
      `(?<!车|房|网)贷款?|贷了|借款|借了|借的|本金|本息|流贷|(?:欠|还|差|借)(?:着|了)?[^，欠]{0,4}?(?:${BANK})(?:的|着|还有|那|那边|一共|有)*|(?:${BANK})(?:那边|那里?|还|这边)*(?:欠着?|借了?|有|是)|(?<=银行[^，]{0,12}|[工农建中交]行[^，]{0,8})(?:放了|放款|批了|给了|下了)`,
      "gu",
    ),
  ],
];
/** 去年三百万 of a business is what it took in. */
const YEARLY =
  /(?:去年|上年|全年|一年|每年|年均|一年到头|一整年|整年|20\d\d年|前两年|二一年|21年)(?:下来|到头|里|大概|大约|差不多|能|也就|就|有|个|上下|撑死|只剩|剩|只有|只|顶多|不到|不过|平均|基本|总共|一共|的话|好的时候|也|才|最多|至少|起码|超过|将近|近|上|弄|整|毛)*$/u;
const NO_YEAR =
  /上半年|下半年|半年|季度|[一二三四]季|今年(?:才|到现在|到目前|以来|截至|前|头|就)|到现在|截至|这几个月|前几个月|这[两三]个月|个月(?:就|才|一共|总共)|期间|春节|双十一|目标|计划|预计|争取|想做|上个?月|这个?月|本月|当月|头个月/u;
const DAILY = /每?天|日均|一天|日(?:营业|流水|销)|一晚|每周|一周|一单|一场|一趟|每趟|一批|一车/u;
const MONTHLY =
  /每个?月|一个?月|月(?:营业|流水|销|均|收|产|入|营收)|平均[每一]?月|(?<!\d|[一二三四五六七八九十年个])月(?![底初份])/u;
const MONTHLY_AFTER = /^[^，]{0,3}(?:月(?:营业|流水|销|入)|一个?月|每月|\/月)/u;
const DAILY_AFTER = /^[^，]{0,2}(?:一天|每天|\/天|一晚|一单|一斤|一吨|一件|一套|一个(?!月|亿)|一平|一亩)/u;
const EARLIER = /前年|大前年|201\d年?|2020年?|(?<!\d)20年|前几年|那年|刚开始|刚开业/u;

/** 12万 alone in a clause is of what the clause before was about. */
const BARE_LEAD =
  /^(?:我|们|放了|批了|给了|下了|写|填|报|了|个|的?是|有|就|也|大概|大约|约|差不多|应该|一共|合计|总共|加起来|加一起|合起来|两笔|总计|共|才|只|大致|估计|嗯|不到|不足|不超过|至少|起码|超过|最多|将近|近|上|好像|说是|实际|其实|准确的?|金额|额度|总额|总金额|数额|为|拢共|现在|还有|还剩|剩|还欠|欠着?|:|不止|得|能|可以|每年|每个?月|一年|一个?月|那|笔|年)*$/u;
const BARE_TAIL =
  /^\s*(?:元|块|人民币|rmb|钱|左右|上下|吧|嘛|的样子|出头|的|呢|啊|多|来|那种|样子|哦|才对|这样|不到|以内|以上|整)*(?:[^，万千]{0,9}(?:到期|要还|得还|该还|到日子))?$/u;

export function isBareAmount(text: string, { start, end }: Numeral): boolean {
  return BARE_LEAD.test(text.slice(0, start)) && isBareTail(text.slice(end));
}

export function isBareTail(after: string): boolean {
  return BARE_TAIL.test(after);
}

/** What the clause names, nearest to the number. */
export function namedRole(before: string, after: string): Role | undefined {
  return (
    lastRole(before) ??
    (YEARLY.test(before) && !NO_YEAR.test(before) ? "revenue" : undefined) ??
    nextRole(after)
  );
}

/** The last thing a stretch speaks of. */
export function lastRole(text: string): Role | undefined {
  let nearest: { role: Role; at: number } | undefined;
  for (const [role, pattern] of ROLES) {
    for (const match of text.matchAll(pattern)) {
      const at = match.index + match[0].length;
      if (nearest === undefined || at > nearest.at || (at === nearest.at && role !== "other"))
        nearest = { role, at };
    }
  }
  return nearest?.role;
}

const AFTER = ROLES.map(([role, pattern]) => ({ role, pattern: new RegExp(pattern.source, "u") }));

/** 九十万的流水, 35万的经营贷款 */
function nextRole(after: string): Role | undefined {
  const following = after.slice(0, 9);
  return AFTER.map(({ role, pattern }) => ({ role, at: following.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)[0]?.role;
}

export function isLent(text: string): boolean {
  return LENDER.test(text);
}

/** Paid back, used, wished for: no loan that stands. */
export function isNoLoan(before: string, after: string): boolean {
  return (
    /(?:已经?|都|先|刚|只|实际)?(?:用了|已用|用掉|用出去|还了|还掉|还过|还进去|花掉|提了|批下来之后用)[^，]{0,3}$/u.test(
      before,
    ) ||
    /(?:想|要|打算|准备|需要|申请|希望|计划|能不能|再)(?:跟|向|找)?[^，]{0,4}(?:再)?(?:贷|借|申请)/u.test(
      before,
    ) ||
    /^[^，]{0,4}(?:已经|早就|都)还(?:了|清)/u.test(after)
  );
}

/** In 万元; revenue in 万元 a year. */
export function amountOf(role: Role, numeral: Numeral, before: string, after: string): ToldValue | undefined {
  if (role !== "revenue") return quantityOf(numeral, 10_000);
  const around = before.slice(-16);
  if (DAILY.test(around) || DAILY_AFTER.test(after) || NO_YEAR.test(around) || EARLIER.test(around))
    return undefined;
  const isMonthly =
    MONTHLY_AFTER.test(after) ||
    (MONTHLY.test(around) && !/年(?:营|销|流水|收入|产值)[^，]{0,4}$/u.test(around));
  return quantityOf(numeral, 10_000 / (isMonthly ? 12 : 1));
}

export function quantityOf({ min, max }: Numeral, unit: number): ToldValue {
  const [low, high] = [rounded(min / unit), rounded(max / unit)];
  if (low === high) return low;
  return { min: low, max: Number.isFinite(high) ? high : null };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
