/** 企业规模：the size the speaker says he is; 小微企业贷款 says nothing of who asks. */
import { type Clause, withoutDenied } from "./clauses.ts";
import type { ToldFacts } from "./told.ts";

const NAMES = "中小微|小微|微小|小型微型|中小型?|微型|微企|小型|中型|大型|规模以上|规上";
const SIZES: readonly [RegExp, string | readonly string[]][] = [
  [/中小微|中小/u, ["micro", "small", "medium"]],
  [/小微|微小|小型微型/u, ["micro", "small"]],
  [/微型|微企/u, "micro"],
  [/小型/u, "small"],
  [/中型/u, "medium"],
  [/大/u, "large"],
];
const OWNER =
  "我|咱|俺|本|(?<!因|认)为|属于?|划(?:型|为|成|到|归)|认定(?:为|成|的)?|登记(?:为|成)?|定(?:为|成)|算是?|归|规模|类型|来电人|诉求人|是|作为|(?<!老|都|总)叫";
const OWN = new RegExp(
  `(?:${OWNER})[^，]{0,8}?(?<own>${NAMES})(?:型)?(?:的)?(?:企业|公司|厂|的|那一?[类档]|吧|啊|$)|^(?:一家|某|都是|一个)?(?<bare>${NAMES})(?:型)?(?:的)?(?:企业|公司)?(?:一枚|而已|一个|一家|吧|来的|啊|规模|主|老板)*$|^(?:一家|某)(?<led>${NAMES})(?:型)?企业|^(?:我们|咱们?|俺们?|我司|本公司|本企业)?(?:公司|厂|企业)?(?:就|也|可)*(?:是|属于|算)(?:一?[家个])?(?<large>大)(?:企业|公司)$`,
  "u",
);
const OF_OTHERS = /^(?:贷|的?政策|补|优惠|扶持|服务|标准|划型|名录|认定标准|怎么|是什么|什么|客户|有)/u;
const PUZZLED =
  /(?:他们|人家|别人|[老都总])[^，]{0,3}(?:叫|喊|说)(?:我|咱)|(?:不懂|不知道|不清楚|搞不清|分不清|弄不清|啥叫|什么叫|什么是|哪个是|给|客户|支持|帮助|帮扶|针对|面向|对于?|像)[^，]{0,6}(?:小微|中小|微型|小型|中型|大型)/u;

export function sizeOf(clauses: readonly Clause[]): ToldFacts {
  let size: ToldFacts = {};
  for (const { text } of clauses) {
    if (PUZZLED.test(text)) continue;
    const told = withoutDenied(text);
    const own = OWN.exec(told);
    if (
      own === null ||
      (!/^(?:我|咱|俺)们?(?:是|都是)?[中小微]/u.test(own[0]) &&
        OF_OTHERS.test(told.slice(own.index + own[0].length)))
    )
      continue;
    const name =
      own.groups?.["own"] ?? own.groups?.["bare"] ?? own.groups?.["led"] ?? own.groups?.["large"] ?? "";
    const value = SIZES.find(([pattern]) => pattern.test(name))?.[1];
    if (value !== undefined)
      size = { size: value, ...(/企业|公司/u.test(own[0]) ? { entityType: "enterprise" } : {}) };
  }
  return size;
}
