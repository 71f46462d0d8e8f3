/** 行当：words too common to name a trade wherever they stand, and do where it is declared: 搞物流的, 行业：仓储, 小区物业. */
import type { TradeMatch } from "./trade-match.ts";
import { wordFinder } from "./word-finder.ts";

const DECLARES =
  /(?:做|搞|干|弄|从事|主营|经营|跑|专做|行业(?:是|为)?:?|主业(?:是|为)?:?|类型:?|开)(?:的是|的|了|个|家|点)*$/u;
const DECLARED =
  /^(?:(?:安装|接入|服务|业务|施工|工程|相关|这块|运营|外包|经营|类)*的(?!生意|单子|活|钱)|[，;:]|$|企业|公司|有限|行业|生意|服务|这|业务|买卖|老板|个体|为主|方面)/u;
/** 人力资源服务企业, 电商卖货的公司 */
const KEPT =
  /^(?:(?:服务|管理|卖货|生产|销售|经营|制造|加工|网络|科技|技术|实业|发展|工程|集团|控股|信息|文化|传媒|投资|设备|用品|产品|制品|材料|连锁|外包|股份|包装|专业)*(?:的)?(?:企业|公司|有限公司|个体户|个体工商户|小店|老板|行业的|门店|合作社|厂)|的$)/u;
/** 小区物业: a clause so short that ends with a trade names the speaker's. */
const SHORT = 8;
/** Longer ones need not be looked at. */
const LONG = 24;
const DEALS =
  /[交付欠给找等被跟向催问请叫让怕没不无]|客户|对方|联系|合作|帮|学|看|管我|收我|申请|咨询|隔壁|对面|同行|支持|政策|补贴|贷款|困难|认定|列|影响|怎|能|吗|^(?:去|到|从|离|靠|想)/u;
const LEAD =
  /^(?:我们?|咱们?|俺们?|本人|本店|我司|我家|家里|自己|这边|主要|专门|一直|现在|就是|是|系|一家|某)*/u;
const TAIL =
  /(?:的|类|行业|企业|有限公司|公司|生意|这一?行|业务|服务|老板|个体户|个体|个体工商户|小店|店|门店|工作室|师傅|工人|队|户|店主|摊主|摊子|摊|项目|出身|呢|吧|嘛|啊|哈|哦)*$/u;

const CARRIED = new Set(["mining", "manufacturing", "construction", "agriculture"]);

export function sectorFinder(
  sectors: Readonly<Partial<Record<string, readonly string[]>>>,
): (text: string) => TradeMatch[] {
  const industries = new Map(
    Object.entries(sectors).flatMap(([industry, own]) =>
      (own ?? []).map((word) => [word, industry] as const),
    ),
  );
  const named = wordFinder(industries);
  return (text) => {
    const found = named(text);
    if (found.length === 0) return [];
    const core = text.length <= LONG ? text.replace(LEAD, "").replace(TAIL, "") : text;
    const isBare = core.length <= SHORT && !DEALS.test(core);
    const coreEnd = text.lastIndexOf(core) + core.length;
    return found.flatMap(({ word, value, start }) => {
      const after = text.slice(start + word.length);
      const isDeclared = DECLARED.test(after) && DECLARES.test(text.slice(Math.max(0, start - 12), start));
      const isWhole = isBare && start + word.length === coreEnd;
      // 跑砂石的 carries it.
      const industry =
        /[跑拉][^，]{0,2}$/u.test(text.slice(0, start)) && CARRIED.has(value) ? "transport" : value;
      return isDeclared || isWhole || KEPT.test(after) ? [{ word, industry, start }] : [];
    });
  };
}
