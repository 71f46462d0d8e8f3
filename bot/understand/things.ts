/** 物品：things people make, sell or grow, and what is done with them decides the trade. */
import type { TradeMatch } from "./trade-match.ts";
import { wordFinder } from "./word-finder.ts";

/** goods.yaml as it is read. */
export interface Goods {
  readonly industrial: readonly string[];
  readonly consumer: readonly string[];
  readonly wares: readonly string[];
  readonly dishes: readonly string[];
  readonly crops: readonly string[];
  readonly animals: readonly string[];
  readonly sectors: Readonly<Partial<Record<string, readonly string[]>>>;
}

type Kind = "industrial" | "consumer" | "wares" | "dishes" | "crops" | "animals";
type Words = Readonly<Partial<Record<string, readonly string[]>>>;

/** @param words the trades by their industry, which name things too: 轴承厂 */
export function thingFinder(words: Words, goods: Goods): (text: string) => TradeMatch[] {
  const named = wordFinder(thingsOf(words, goods));
  return (text) =>
    named(text).flatMap(({ word, value, start }) => {
      const deed = deedOf(text, start, start + word.length, value);
      return deed === undefined ? [] : [{ word: `${word}${deed.head}`, industry: deed.industry, start }];
    });
}

/** What follows a thing and decides. */
const HEADS: readonly {
  readonly after: RegExp;
  readonly kinds?: readonly Kind[];
  readonly industry: string;
}[] = [
  { after: /^[^，的]{0,3}?(?:批发|经销|贸易|代理(?!记账)|收购|档口|商贸|二批)/u, industry: "wholesale" },
  { after: /^(?:的)?(?:零售|专卖|专柜|超市)/u, industry: "retail" },
  { after: /^[^，的店]{0,3}?(?:维修|修理|保养|翻新|改装|清洗)/u, industry: "other" },
  { after: /^(?:设备|机械)?(?:租赁|出租)/u, industry: "businessServices" },
  { after: /^(?:运输|托运|物流)/u, industry: "transport" },
  { after: /^[^，的]{0,2}(?:仓储)/u, industry: "warehousing" },
  { after: /^(?:种植|大棚|基地|园(?!林|区)|果园)/u, kinds: ["crops"], industry: "agriculture" },
  { after: /^(?:养殖|养殖场|场|塘)/u, kinds: ["animals"], industry: "agriculture" },
  {
    after: /^(?:的)?(?:小|老|夜|早|流动|连锁|门)?(?:店|馆|铺|摊|档|餐厅|餐馆|酒楼)/u,
    kinds: ["dishes"],
    industry: "catering",
  },
  {
    after:
      /^(?:制品|用品|产品|设备|配件|机械|材料|原料|零件|件|类)*(?:加工|制造|生产|铸造|注塑)?(?:的)?(?:小|老)?(?:工厂|厂(?!家|商|房)|作坊|加工|制造|生产|定制|定做|订做|车间)/u,
    industry: "manufacturing",
  },
  { after: /^(?:小|老|专卖|连锁|门)?(?:店(?!里|内|员)|铺|摊|门市|柜台|门面)/u, industry: "retail" },
  {
    after: /^(?:制品|材料|原料)?(?:的)?(?:企业|公司|厂商)/u,
    kinds: ["industrial"],
    industry: "manufacturing",
  },
];
const SOME = "(?:了|着|的是|的|点|些|各种|各类|各式|一些|个|家|一|是)*";
const COUNTED =
  "(?:[\\d.一二两三四五六七八九十百千万多几来]+(?:头|只|羽|口|匹|箱|亩|群|条|棵|栋|个)?(?:的)?)?";
/** What stands before a thing and decides. */
const VERBS: readonly {
  readonly before: RegExp;
  readonly after?: RegExp;
  readonly kinds?: readonly Kind[];
  readonly industry: string;
}[] = [
  {
    before: new RegExp(`(?:种|栽|包)${SOME}${COUNTED}(?:有机|大棚|反季节?)?$`, "u"),
    kinds: ["crops"],
    industry: "agriculture",
  },
  {
    before: new RegExp(`(?:养|养殖|喂)${SOME}${COUNTED}[肉土黑白山母种蛋奶]?$`, "u"),
    kinds: ["animals"],
    industry: "agriculture",
  },
  { before: /(?:贩|倒腾|倒卖|收购|批发)(?:了|点|些|各种)*[^，的]{0,2}$/u, industry: "wholesale" },
  {
    before: /(?<!费|要|得|来|装|维|进)(?:修|维修|修理)[^，的]{0,2}$/u,
    after: /^(?:的|店|铺|摊|$)/u,
    industry: "other",
  },
  {
    before: new RegExp(`(?:卖|零售|销售|专营|摆摊|摊)${SOME}[^，的卖给到]{0,3}$`, "u"),
    kinds: ["dishes"],
    industry: "catering",
  },
  {
    before: new RegExp(`(?<![外买])(?:卖|零售|销售|专卖|专营)${SOME}[^，的卖给到]{0,3}$`, "u"),
    industry: "retail",
  },
  {
    before: new RegExp(`(?:生产|制造|加工|织|铸|锻|酿)${SOME}[^，的]{0,4}$`, "u"),
    industry: "manufacturing",
  },
  {
    before: new RegExp(`(?:做|搞|干|弄|整|开|经营)${SOME}[^，的做]{0,3}$`, "u"),
    kinds: ["dishes"],
    after: /^(?!厂)/u,
    industry: "catering",
  },
  {
    before: new RegExp(`(?:做|搞|造|打|主营|主要做)${SOME}[^，的做]{0,4}$`, "u"),
    after:
      /^(?![^，]{0,3}(?:生意|买卖|贸易|代理|设计|培训|软件|安装|维修|网店|销售|零售|批发|经销|租赁|服务|检测|回收))/u,
    kinds: ["industrial"],
    industry: "manufacturing",
  },
  {
    before: new RegExp(`(?<!现|定|订|叫|找)(?:做|主要做|专门做|专做)${SOME}[^，的做卖]{0,2}$`, "u"),
    after: /^(?:的?$|的(?:小?厂|公司|企业|作坊|个体|$)|公司|企业)/u,
    kinds: ["wares"],
    industry: "manufacturing",
  },
];

/** What is done with the thing that stands from `start` to `end`. */
function deedOf(text: string, start: number, end: number, kinds: readonly Kind[]) {
  const before = text.slice(Math.max(0, start - 14), start);
  const after = text.slice(end, end + 12);
  const suits = (wanted: readonly Kind[] | undefined) =>
    wanted === undefined || wanted.some((kind) => kinds.includes(kind));
  const isDish =
    kinds.includes("dishes") &&
    /^(?:[\p{Script=Han}]{2,3})?$/u.test(text.slice(0, start)) &&
    !/[吃做煮买送请喝我咱俺开是在卖]/u.test(text.slice(0, start));
  if (isDish && /^(?:开在|开的|生意|加盟|连锁|摆在|一家|小?店|的?$)/u.test(after))
    return { industry: "catering", head: "" };
  if (kinds.includes("industrial") && start === 0 && /^的?$/u.test(after))
    return { industry: "manufacturing", head: "" };
  const head = HEADS.find((rule) => suits(rule.kinds) && rule.after.test(after));
  if (head) return { industry: head.industry, head: head.after.exec(after)?.[0] ?? "" };
  const verb = VERBS.find(
    (rule) => suits(rule.kinds) && rule.before.test(before) && (rule.after?.test(after) ?? true),
  );
  return verb && { industry: verb.industry, head: "" };
}

/** Of 轴承厂 the 轴承, of 水果店 the 水果: things the list of trades names. */
function thingsOf(words: Words, goods: Goods): Map<string, Kind[]> {
  const things = new Map<string, Kind[]>();
  const add = (word: string, kind: Kind) => {
    const kinds = things.get(word) ?? [];
    if (!kinds.includes(kind)) things.set(word, [...kinds, kind]);
  };
  for (const kind of ["industrial", "consumer", "wares", "dishes", "crops", "animals"] as const)
    for (const word of goods[kind]) add(word.toLowerCase(), kind);
  const stems = (industry: string, pattern: RegExp) =>
    (words[industry] ?? []).flatMap((word) => {
      const stem = pattern.exec(word.toLowerCase())?.groups?.["thing"];
      return stem === undefined || NO_THING.test(stem) ? [] : [stem];
    });
  const sold = [
    ...stems("retail", /^(?<thing>.{2,5})(?:专卖店|店|铺)$/u),
    ...stems("retail", /^卖(?<thing>.{2,4})$/u),
    ...stems("wholesale", /^(?<thing>.{2,5})(?:批发|贸易|经销|代理|收购)$/u),
  ];
  for (const word of sold) if (!things.has(word)) add(word, "consumer");
  for (const word of stems("manufacturing", /^(?<thing>.{2,5})厂$/u))
    if (!things.has(word)) add(word, "industrial");
  for (const word of stems("catering", /^(?<thing>.{2,4})(?:店|馆|摊|铺)$/u))
    if (!things.has(word)) add(word, "dishes");
  for (const word of stems("agriculture", /^种(?<thing>.{2,4})$/u)) add(word, "crops");
  for (const word of stems("agriculture", /^养(?<thing>.{1,3})$/u)) add(word, "animals");
  return things;
}

const NO_THING =
  /^(?:加工|包装|工|代工|贴牌|小工|开|做|卖|家小|个小|自动|连锁|批发|社区|学校|景区|百货|专卖|便利|折扣|[两十]元|殖)|[的主]$|场$|^(?:网|微)/u;
