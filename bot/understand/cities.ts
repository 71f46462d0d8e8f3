/** 所在地：the city a business is in, not the customer's, the bank's or the road's. */
import { withoutDenied } from "./clauses.ts";
import type { ToldFacts } from "./told.ts";
import { type Found, wordFinder } from "./word-finder.ts";

/** A name, and whether 市 has to stand with it because the name means something else as well. */
export interface CityName {
  readonly name: string;
  readonly needsSuffix: boolean;
}

const NOT_A_PLACE =
  /^(?:(?:疫情|[\p{Script=Han}]{2})?(?:那会|那时|那年|那波)|上班|人(?!寿|民|在|口)|那边的|(?:那边|那里)?的?(?:同行|供应商|客户|朋友|亲戚|厂家|批发商|甲方|老乡|分公司|分店|市场)|扒鸡|滩|路|东路|西路|南路|北路|中路|街|大道|大厦|广场|银行|农商|分行|支行|大学|学院|烧烤|拉面|小面|菜|小吃|火锅|米粉|热干面|板鸭|烤鸭|牛肉|面馆|啤酒|人寿|话|籍|户口|客户|的客户|老板|人寿|牌|口味|风味|出差|旅游|办事|玩|是仓库|仓库|是老家|有个?仓库|有个?分|发货|进货|打工|读书)/u;
const NOT_MINE =
  /(?:不在|客户(?:都|大多|主要)?在|老家在?|出差|发往?|都发|卖到|卖给|供到|运到|寄往|来自|比|跟|像|听说|出口|寄到|供应商在|货源在|去了?|(?<!搬|迁)到过?|从|原来在|以前在|户口在?|搬离|离开|货在)$/u;
/** 在赣州办印刷厂 */
const RUNS = /^(?:市)?[^，]{0,4}(?:开|经营|做|办)/u;
/** Where the papers are, not the business. */
const PAPERS = /注册地?(?:址)?(?:是|在|于|:)*$/u;
const MINE =
  /(?:搬(?:到|去|来)|迁(?:到|至)|人在|城市(?:是|:)*|地市:|所在地:?|所在城市:?|店|公司|厂|铺子?|馆|企业|开|我们|咱们?|总部|地址|经营地|位于|就|就在|我|坐落)(?:也|都|就|是|在|于|开|:)*$/u;

export function cityIn(phrases: readonly string[], cities: readonly CityName[]): ToldFacts {
  let found: { name: string; weight: number } | undefined;
  phrases.map(withoutDenied).forEach((phrase, at) => {
    for (const { name, start, end } of placesIn(phrase, cities)) {
      const before = phrase.slice(0, start);
      const after = phrase.slice(end);
      if (NOT_A_PLACE.test(after)) continue;
      if (/不在$/u.test(before) || (NOT_MINE.test(before) && !MINE.test(before) && !RUNS.test(after)))
        continue;
      const weight =
        (PAPERS.test(before) ? 1 : MINE.test(before) ? 4 : /在$/u.test(before) ? 2 : 0) +
        (RUNS.test(after) ? 3 : 0) +
        (/错|^不$|[哦噢啊]不|不对|搬|迁/u.test(phrases.slice(0, at + 1).join("，")) ? 8 : 0);
      if (found === undefined || weight > found.weight) found = { name, weight };
    }
  });
  return found === undefined ? {} : { city: found.name };
}

type Place = { readonly name: string; readonly start: number; readonly end: number };
const FINDERS = new WeakMap<readonly CityName[], (text: string) => Found<CityName>[]>();

/** Names in a phrase; of two that overlap the longer. */
function placesIn(phrase: string, cities: readonly CityName[]): Place[] {
  const finder = FINDERS.get(cities) ?? wordFinder(new Map(cities.map((city) => [city.name, city])));
  FINDERS.set(cities, finder);
  return finder(phrase).flatMap(({ word, value, start }) => {
    const end = start + word.length;
    const hasSuffix = phrase.startsWith("市", end);
    return value.needsSuffix && !hasSuffix ? [] : [{ name: word, start, end: end + (hasSuffix ? 1 : 0) }];
  });
}
