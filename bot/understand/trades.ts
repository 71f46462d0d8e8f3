/** 行当：which industry a stretch of speech names: by a word of the list, or by what is done with a thing. */

export interface TradeMatch {
  readonly word: string;
  readonly industry: string;
  readonly start: number;
}

export interface Trades {
  /** Every trade the text names. */
  matchesIn(text: string): TradeMatch[];
}

/** 物品：goods.yaml as it is read. */
export interface Goods {
  readonly industrial: readonly string[];
  readonly consumer: readonly string[];
  readonly dishes: readonly string[];
  readonly crops: readonly string[];
  readonly animals: readonly string[];
  readonly sectors: Readonly<Partial<Record<string, readonly string[]>>>;
}

type Kind = "industrial" | "consumer" | "dishes" | "crops" | "animals";
type Words = Readonly<Partial<Record<string, readonly string[]>>>;

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
      /^(?:制品|用品|产品|设备|配件|机械|材料|原料|零件|件|类)*(?:加工|制造|生产|铸造|注塑)?(?:的)?(?:小|老)?(?:工厂|厂(?!家|商|房)|作坊|加工|制造|生产|车间)/u,
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
    before: new RegExp(`(?:养|养殖|喂)${SOME}${COUNTED}$`, "u"),
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
    after: /^(?![^，]{0,3}(?:生意|买卖|贸易|代理|设计|培训|软件|安装|维修|网店))/u,
    kinds: ["industrial"],
    industry: "manufacturing",
  },
];

const DECLARES =
  "(?:做|搞|干|弄|从事|主营|经营|跑|专做|行业(?:是|为)?:?|主业(?:是|为)?:?|类型:?|开)(?:的是|的|了|个|家|点)*";
const DECLARED =
  "(?=(?:安装|接入|服务|业务|施工|工程|相关|这块|运营|外包|经营|类)*的|[，;:]|$|企业|公司|有限|行业|生意|服务|这|业务|买卖|老板|个体|为主|方面)";
/** 人力资源服务企业, 电商卖货的公司 */
const KEPT =
  "(?=(?:服务|管理|卖货|生产|销售|经营|制造|加工|网络|科技|技术|实业|发展|工程|集团|控股|信息|文化|传媒|投资|设备|用品|产品|制品|材料|连锁|外包|股份)*(?:的)?(?:企业|公司|有限公司|个体户|个体工商户|小店|老板|行业的|门店)|的$)";
/** 小区物业: a clause so short that ends with a trade names the speaker's. */
const SHORT = 8;
const DEALS =
  /[交付欠给找等被跟向催问请叫让怕没不无]|客户|对方|联系|合作|帮|学|看|管我|收我|申请|咨询|隔壁|对面|同行|支持|政策|补贴|贷款|困难|认定|列|影响|怎|能|吗|^(?:去|到|从|离|靠|想)/u;
/** 做IGBT基板的: what ends so is made, whatever it is. */
const MADE =
  /(?:做|生产|造|加工|搞)(?:的是|的|各种|各类|点|些|一些|那种|个)*(?<thing>[\p{Script=Han}a-z\d]{0,8}?(?:件|板|管|膜|片|壳|壳体|阀|泵|轴|轮|柜|架|箱|盒|袋|瓶|罐|桶|绳|带|布|纱|胶|漆|剂|料|模|模具|刀|仪|器|表|灯|机|线|缆|芯|棒|丝|钉|栓|母|圈|垫|簧|砖|瓦|毯|炉|灶|锅|杯|壶|锁|伞|笔|材|电池|玩具|零件|部件|设备|制品|组件|模块|元件|机械|用品|器械|仪表|工具|车厢|底座|支架|外壳|铸造|冲压|注塑|压铸|锻造|钣金|机加|电镀|喷涂|编|雕|工艺品))(?=的$|的[，,]|的?(?:小?厂|公司|企业|作坊|加工|制造|生产)|出口|[，,]|$)/gu;
const NOT_MADE =
  /生意|软件|网站|平台|系统|维修|安装|设计|检测|批发|贸易|零售|租赁|代理|广告|培训|直播|咨询|物流|运输|配送|销售|网线|路线|专线|流水线|收购|回收|司机|手机|主机|飞机|服务|外卖|面板(?=装)|餐|料理|饮料|调料|茶|门面|名片|影片|照片|图片|唱片|宣传片|短片|胶片|招牌|电表|代表|报表|师傅|美容|餐具|证件|快件|邮件|文件|条件|事件|货架(?=员)|装修|劳务|保洁|材料款|大棚|医用/u;
const LEAD =
  /^(?:我们?|咱们?|俺们?|本人|本店|我司|我家|家里|自己|这边|主要|专门|一直|现在|就是|是|系|一家|某)*/u;
const TAIL =
  /(?:的|类|行业|企业|有限公司|公司|生意|这一?行|业务|服务|老板|个体户|个体|个体工商户|小店|店|门店|工作室|师傅|工人|队|户|店主|摊主|摊子|摊|项目|出身|呢|吧|嘛|啊|哈|哦)*$/u;

/** @param words the trades by their industry; @param goods what is made, sold, grown */
export function tradesOf(words: Words, goods: Goods): Trades {
  const industries = new Map<string, string>();
  for (const [industry, own] of Object.entries(words))
    for (const word of own ?? []) industries.set(word.toLowerCase(), industry);
  const things = thingsOf(words, goods);
  const sectors = new Map(
    Object.entries(goods.sectors).flatMap(([industry, own]) =>
      (own ?? []).map((word) => [word, industry] as const),
    ),
  );
  const sectorWords = [...sectors.keys()].toSorted((a, b) => b.length - a.length).join("|");
  const declared = new RegExp(`${DECLARES}(?<word>${sectorWords})${DECLARED}`, "gu");
  const kept = new RegExp(`(?<word>${sectorWords})${KEPT}`, "gu");
  const sectorEnd = new RegExp(`(?:${sectorWords})$`, "u");
  const listed = finder(industries);
  const named = finder(things);
  return {
    matchesIn: (text) => {
      const found: TradeMatch[] = listed(text).map(({ word, value, start }) => ({
        word,
        industry: value,
        start,
      }));
      for (const { word, value, start } of named(text)) {
        const deed = deedOf(text, start, start + word.length, value);
        if (deed !== undefined) found.push({ word: `${word}${deed.head}`, industry: deed.industry, start });
      }
      for (const match of text.matchAll(kept)) {
        const word = match.groups?.["word"] ?? "";
        found.push({ word, industry: sectors.get(word) ?? "other", start: match.index });
      }
      for (const match of text.matchAll(MADE)) {
        const word = match.groups?.["thing"] ?? "";
        if (!NOT_MADE.test(word))
          found.push({ word, industry: "manufacturing", start: match.index + match[0].length - word.length });
      }
      const core = text.replace(LEAD, "").replace(TAIL, "");
      const bare = core.length <= SHORT && !DEALS.test(core) ? sectorEnd.exec(core)?.[0] : undefined;
      if (bare !== undefined)
        found.push({ word: bare, industry: sectors.get(bare) ?? "other", start: text.lastIndexOf(bare) });
      for (const match of text.matchAll(declared)) {
        const word = match.groups?.["word"] ?? "";
        const start = match.index + match[0].length - word.length;
        found.push({ word, industry: sectors.get(word) ?? "other", start });
      }
      return found.filter((match) => !found.some((other) => covers(other, match)));
    },
  };
}

/** 豆花店 covers 花店. */
function covers(other: TradeMatch, match: TradeMatch): boolean {
  const overlaps =
    other.start < match.start + match.word.length && match.start < other.start + other.word.length;
  return overlaps && other.word.length > match.word.length && other.start <= match.start;
}

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
  for (const kind of ["industrial", "consumer", "dishes", "crops", "animals"] as const)
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

/** Longest words first at each place; none inside another. */
function finder<T>(words: ReadonlyMap<string, T>) {
  const longest = Math.max(0, ...[...words.keys()].map((word) => word.length));
  return (text: string) => {
    const found: { word: string; value: T; start: number }[] = [];
    for (let start = 0; start < text.length; start++) {
      for (let length = Math.min(longest, text.length - start); length > 0; length--) {
        const word = text.slice(start, start + length);
        const value = words.get(word);
        if (value === undefined) continue;
        found.push({ word, value, start });
        start += length - 1;
        break;
      }
    }
    return found;
  };
}
