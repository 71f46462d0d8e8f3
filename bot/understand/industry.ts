/** 主营行业：the trade the speaker is in, not his customer's, his neighbour's, nor the one he gave up. */
import { type Clause, withoutDenied } from "./clauses.ts";
import type { ToldFacts } from "./told.ts";
import type { Trades } from "./trades.ts";

const SELF =
  /我|咱|俺|本店|本公司|本厂|来电人|诉求人|市民|经营|主营|从事|(?<!召|展|离|避|公|打|走|分|睁|想)开(?!会|票|工|发|支|销|心|始|户|除|车去)/u;
/** Wished for, not run. */
const WISHES = /(?:想|打算|准备|计划|考虑)(?:着)?(?:再|去|自己|转|改)?(?:开|做|干|搞|办|弄)/u;
/** A trade that is a customer's, a supplier's, a neighbour's. */
const SOMEBODYS =
  /(?:客户|随便|任何|(?<!卖)给|卖给|供应?|向|被|跟|找|去|到|隔壁|甲方|上游|下游|供货商?|房东|欠了?|欠着|批发给|送到?|让|叫|请|催|等|在|和|交|交给|付|付给|挂靠(?:在)?|进|从)(?:了|的|是|一些|几家|各|都是|都|大型|周边|很多|那些|这些|[一两二三四五六几\d好]+家|一个|哪个|那家|这家|两家|大|本地|附近|当地|人家|知名|头部|龙头)*$/u;
const PLACES =
  /^(?:的|大)?(?:门口|对面|旁边?|边上|附近|里头?|里面|楼上|楼下|后面|门前|周边|脚下|斜对面|隔壁|那条街|街上|步行街|那边|一楼|二楼|负一)(?!开|做)/u;
const NOT_TRADE =
  /^(?:协会|商会|学会|客户|跑路|收费|账期|没钱|老拖|[拖欠压][我咱俺]|欠我|欠了我|欠着我|拖欠|拖着|一直欠|不给|恶意|没给|还没给|罚|送来|那边|老板欠|催|的(?:货款|账款|尾款|钱|采购|甲方)|费|险|卡|门票钱|街道)/u;
const RUNS_AFTER = /^[^，]{0,4}(?:开|做|卖|摆|经营|办|搞)/u;
const EACH = /[一两二三四五六\d](?:间|家|个|处)(?:是|做|卖|开)$/u;
/** 饭馆上个月关掉了: no more. */
const CLOSED =
  /(?<!没|不|要)(?:关了|关掉|关门了|倒闭(?!边缘)|不[做干开]了|停了|黄了|盘出去|盘掉|转让了|转出去|转让掉|撤了|注销)/u;
const TURNED = /改行|转行|转做|改做|改成|转成|转型|升级成|现在(?:是|做|开|改|主要|就|只|专)|只剩/u;

const WEIGHTS = { self: 5, corrects: 20, turned: 20, whole: 3 };

export function industryOf(clauses: readonly Clause[], trades: Trades): ToldFacts {
  let found: { industry: string; weight: number } | undefined;
  const closed = new Set<string>();
  const each = new Set<string>();
  for (const { text, corrects } of clauses) {
    if (WISHES.test(text)) continue;
    const words = withoutDenied(text).replaceAll(/有限(?:责任)?(?=公司)|股份(?:有限)?(?=公司)/gu, "");
    for (const { word, industry, start } of trades.matchesIn(words)) {
      const before = words.slice(0, start);
      const after = words.slice(start + word.length);
      if (isSomebodys(before, after)) continue;
      if (CLOSED.test(after) && !TURNED.test(before)) {
        closed.add(industry);
        if (found?.industry === industry) found = undefined;
        continue;
      }
      if (EACH.test(before)) each.add(industry);
      const weight =
        (SELF.test(before) ? WEIGHTS.self : 0) +
        (corrects ? WEIGHTS.corrects : 0) +
        (TURNED.test(before) ? WEIGHTS.turned : 0) +
        (before === "" ? WEIGHTS.whole : 0) +
        word.length / 10;
      if (closed.has(industry)) continue;
      if (found === undefined || weight > found.weight) found = { industry, weight };
    }
  }
  // Two shops of two trades: neither is said to be the main one.
  if (each.size > 1) return {};
  if (found && isBoth(found.industry, clauses)) return {};
  if (found) return { industry: sellsWholesale(found.industry, clauses) ? "wholesale" : found.industry };
  if (clauses.some(({ text }) => MINES.test(withoutDenied(text)))) return { industry: "mining" };
  if (clauses.some(({ text }) => SERVES.test(withoutDenied(text)))) return { industry: "other" };
  return clauses.some(({ text }) => MAKES.test(withoutDenied(text)) && !WISHES.test(text))
    ? { industry: "manufacturing" }
    : {};
}

/** 卖衣服的，主要做批发 */
const WHOLESALE =
  /^(?:都是|主要|专门?|就是|就|只|也|我们?|是|做的是)*(?:做|搞|干|跑)?批发(?:的|为主|生意)*$|(?:做|搞|干|主营|主要是?|专门?|全是|都是)批发(?:的|为主|生意)*$|(?:主要|专门|都是|全是|大多)批发给|批发为主|在[^，]{0,6}批发市场(?!进|拿|买)/u;
/** 批发兼零售: which is the main one is not said. */
function isBoth(industry: string, clauses: readonly Clause[]): boolean {
  const sells = industry === "retail" || industry === "wholesale";
  return (
    sells &&
    clauses.some(({ text }) => /批发[兼和加带]零售|零售[兼和加带]批发|批零兼营|批发零售(?:都|兼)/u.test(text))
  );
}

function sellsWholesale(industry: string, clauses: readonly Clause[]): boolean {
  return (
    industry === "retail" &&
    clauses.some(
      ({ text }) => text.includes("批发") && !WISHES.test(text) && WHOLESALE.test(withoutDenied(text)),
    ) &&
    !clauses.some(({ text }) => /零售|零卖/u.test(text))
  );
}

function isSomebodys(before: string, after: string): boolean {
  if (NOT_TRADE.test(after)) return true;
  if (PLACES.test(after) && RUNS_AFTER.test(after.replace(PLACES, ""))) return true;
  if (PLACES.test(after) && !SELF.test(before)) return true;
  return SOMEBODYS.test(before);
}

const MINES = /(?<!客户|给|欠|[煤铁]老板)矿(?:上|里|区|井|企)|我们矿|这个矿|采矿/u;

/** A school, a hospital: whoever says 我们学校 runs one. */
const SERVES =
  /(?:我们|咱们?|俺们?|本)[^，的]{0,4}(?:学校|医院|卫生院|卫生室|诊所|幼儿园|养老院|托管班|校区|机构|门诊)/u;

/** Makes something, whatever it is; where no trade is named. */
const MAKES =
  /(?<!主机|整机|龙头|客户|电|水|药|对方|甲方|修理|整车|大|家工|个工|家电|汽|药|给|欠|那家|这家|几家)厂(?!家|商|房|长家|门口|里欠)|(?<!再|不|没|照常|正常|恢复|停止|继续)(?:生产|制造|加工|量产)(?!经营|困难|队|资料|安全|活动|受|也|都|停|不|线停|恢复|许可|总值)|开模(?!具)|(?:配件|零部件|模具|元件|器械|设备|材料)(?:的)?(?:企业|公司)|主营[^，]{0,12}(?:零部件|配件|冲压|铸造|注塑)/u;
