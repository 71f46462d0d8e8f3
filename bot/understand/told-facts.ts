/**
 * 听出事实：facts out of what somebody writes. Deterministic, and careful: what is not certain, asked, supposed or about
 * somebody else is not a fact.
 */
import type { IsoDate } from "../../knowledge/index.ts";
import { normalise } from "../../retrieval/index.ts";
import { amountsIn } from "./amounts.ts";
import { cityIn } from "./cities.ts";
import { datesIn } from "./dates.ts";
import type { Lexicon } from "./lexicon.ts";
import type { ToldFacts } from "./told.ts";
import { sayingsOf } from "./yes-or-no.ts";

/** A stretch between two marks: one thing said. */
interface Phrase {
  readonly text: string;
  /** Asks rather than tells. */
  readonly asks: boolean;
  /** Takes back what was said before: 不对，是25个. */
  readonly corrects: boolean;
}

const ASKS =
  /(?:吗|么|嘛\?|是不是.*|找谁.*|怎么[办弄申样]?.{0,4}|怎样|如何.*|(?<!没有|没|不)什么.{0,6}|哪些.*|哪[个里].*|(?<!没)多少.{0,4}|能不能.*|会不会.*|可不可以.*|行不行|算不算.*|要不要.*|能否.*|是否.*)$|^(?:是不是|有没有|能不能|会不会|怎么|什么)|哪来|哪有/u;
const OTHERS =
  /隔壁|邻居|别人|人家|听说|同行|对门|他们家|亲戚家|我朋友|我同学|客户都是|有的企业|如果|假如|要是|假设|万一|比如/u;
/** Somebody else's story goes on until the speaker comes back to himself. */
const STORY = /隔壁|邻居|听说|同行|对门|我朋友|我同学/u;
const BACK = /我|咱|俺|本店|本公司/u;
/** What is asked about in a report is not told: 来电人咨询中小企业划型标准. */
const ASKED_ABOUT = /(?<=^|[，。,;；]|来电人|诉求人|市民|企业)(?:咨询|询问?|打听|了解)[^，。,;；]*/gu;
const CORRECTS =
  /^(?:(?:现在|如今|眼下)|(?:哎|诶|啊|哦|噢|嗯)(?:呀)?(?:不(?!是)|错了)|不对|不是|说错了?|错了|更正|纠正|应该是|应是|准确说|打错|口误)/u;
/** What was once and is no more: 原来20个人，现在剩4个. */
const PAST =
  /(?:以前|原来|原先|之前|从前|早先|最多的时候|高峰期?)[^，。,]*?(?=现在|如今|眼下|目前|只剩|就剩|[，。,]|$)/gu;
/** Where speech without marks begins something new. */
const BREATH = /(?<=.{4})(?=然后|就是说?|我就?想问|想问|请问|嗯|那个|所以|但是|而且|后来|现在)/gu;
const LONG = 24;
/** Words that input methods and speech recognition put for others of the same sound. */
const HOMOPHONES: readonly [RegExp, string][] = [
  [
    /[代带]款(?=[^，]{0,8}(?:到期|银行|利息|的期|展期))|(?<=银行|[农工建中交]行|信用社|农商行|万的?)[^，]{0,1}[代带]款/gu,
    "贷款",
  ],
  [/疫青|役情|疫清/gu, "疫情"],
  [/工司|公思/gu, "公司"],
  [/个体[护沪]/gu, "个体户"],
];

/** @param asOf the day relative dates are meant from */
export function toldFacts(message: string, asOf: IsoDate, lexicon: Lexicon): ToldFacts {
  const text = HOMOPHONES.reduce((said, [wrong, right]) => said.replaceAll(wrong, right), normalise(message));
  const phrases = phrasesOf(text.replaceAll(PAST, "").replaceAll(ASKED_ABOUT, ""));
  const told = ownOf(phrases).filter(({ text: words, asks }) => !asks && !OTHERS.test(words));
  const own = told.map(({ text: words }) => words).join("，");
  const facts: ToldFacts = {
    ...entityOf(own),
    ...industryOf(phrases, lexicon),
    ...sizeOf(own),
    ...cityIn(
      told.map(({ text: words }) => words),
      lexicon.cities,
    ),
    ...amountsIn(told),
    ...sayingsOf(told.map(({ text: words }) => words)),
    ...dueDateOf(own, asOf),
  };
  if (facts.loanDueDate !== undefined) facts.hasBankLoan ??= true;
  const { hasBankLoan } = facts;
  // A loan that is denied has no amount and no date.
  if (hasBankLoan === false) for (const key of ["creditLine", "loanDueDate"] as const) delete facts[key];
  return facts;
}

/** Without what is told of somebody else. */
function ownOf(phrases: readonly Phrase[]): Phrase[] {
  let isStory = false;
  return phrases.filter(({ text }) => {
    if (STORY.test(text)) isStory = true;
    else if (BACK.test(text)) isStory = false;
    return !isStory;
  });
}

/** Cut at marks and blanks, not inside 12,000 or 2022.12.15. */
function phrasesOf(text: string): Phrase[] {
  const phrases: Phrase[] = [];
  for (const match of text.matchAll(
    /(?<words>(?:[^。!?！？;；,，、\s]|(?<=\d),(?=\d{3}))+)(?<mark>[。!?！？;；,，、\s]*)/gu,
  )) {
    const spoken = match.groups?.["words"] ?? "";
    const parts = spoken.length > LONG ? spoken.split(BREATH) : [spoken];
    for (const [part, words] of parts.entries()) {
      const isLast = part === parts.length - 1;
      const isAsked = (isLast && /[?？]/u.test(match.groups?.["mark"] ?? "")) || ASKS.test(words);
      // 不对，是25个: the mark stands alone and corrects with what follows.
      const previous = phrases.at(-1);
      const isMark = previous !== undefined && previous.text.length <= 6 && CORRECTS.test(previous.text);
      const isOther = previous !== undefined && /不是/u.test(previous.text) && /^是/u.test(words);
      const follows = isMark || isOther;
      phrases.push({ text: words, asks: isAsked, corrects: follows || CORRECTS.test(words) });
    }
  }
  return phrases;
}

/** What is said not to be: 不是网店, 不算工厂; 是不是 asks. */
const NOT = /(?<!是)不(?:是|算|做|搞|开)(?:什么|一家)?[^，是]{1,12}|别按[^，]*/gu;

const INDIVIDUAL = /个体/u;
const NO_INDIVIDUAL = /(?:没|无|未)(?:有|办|注册)?[^，]{0,3}个体/u;
const OTHER =
  /(?:合作社|协会|商会|学会|(?:民办|公办)?学校|医院|事业单位|村委会|居委会|社会组织|民非|社会团体|基金会)(?!对面|旁|门口|附近|食堂|周边|客户|后面|前面|里面)/u;
/** Neither a company nor a registered stall: a natural person. */
const UNREGISTERED = /(?:没|无|未)(?:有|办|领)?[^，]{0,4}执照|无照|(?:没|未)(?:有)?注册/u;
const COMPANY = /公司|合伙企业|独资企业|企业/gu;
const NOT_OWN =
  /(?:担保|农担|担|保险|水务|供电|电力|燃气|天然气|自来水|供水|小贷|期货|电信|对方|客户|甲方|别的|那家|这家|大|水电|热力|总包|没|没有|没注册|不是|国有|国|央|龙头|上游|下游|供应商|有的|支持|帮扶|对|给)$/u;
const OF_COMPANIES = /^(?:贷|家|主|补|政策|纾困|税|服务月|管家|白名单|都|欠|拖|的钱|给我们|那边)/u;

function entityOf(said: string): ToldFacts {
  const text = said.replaceAll(NOT, "");
  if (INDIVIDUAL.test(text) && !NO_INDIVIDUAL.test(text)) return { entityType: "individual" };
  if (/微企/u.test(text)) return { entityType: "enterprise" };
  const isCompany = [...text.matchAll(COMPANY)].some(
    ({ 0: word, index }) =>
      !NOT_OWN.test(text.slice(0, index)) && !OF_COMPANIES.test(text.slice(index + word.length)),
  );
  if (isCompany) return { entityType: "enterprise" };
  return OTHER.test(text) || UNREGISTERED.test(text) ? { entityType: "other" } : {};
}

const SELF = /我|咱|俺|本店|本公司|本厂|来电人|诉求人|市民|开了?|经营|主营|从事/u;
/** A trade that is a customer's, a neighbour's or a place. */
const SOMEBODYS =
  /(?:客户|给|卖给|供应?|向|被|跟|找|去|到|对面|楼下|旁边|甲方|上游|下游|供货商?|房东|欠了?|批发给|送到?)(?:的|是|一些|几家|各|都是|周边|很多|那些|这些|一家|那家|这家)*$/u;

/** The trade the speaker is in: what is corrected last, else what is said first and longest. */
function industryOf(phrases: readonly Phrase[], { trades }: Lexicon): ToldFacts {
  let found: { industry: string; weight: number } | undefined;
  for (const { text, asks, corrects } of ownOf(phrases)) {
    if (OTHERS.test(text) || (asks && !SELF.test(text))) continue;
    const words = text.replaceAll(NOT, (not) => "×".repeat(not.length));
    for (const { word, industry, start } of trades.matchesIn(words)) {
      if (
        SOMEBODYS.test(words.slice(0, start)) ||
        /^(?:协会|商会|学会)/u.test(words.slice(start + word.length))
      )
        continue;
      const weight =
        (asks ? 0 : 10) + (SELF.test(words.slice(0, start)) ? 5 : 0) + (corrects ? 20 : 0) + word.length / 10;
      if (found === undefined || weight > found.weight) found = { industry, weight };
    }
  }
  if (found) return { industry: found.industry };
  const makes = ownOf(phrases).some(
    ({ text, asks }) => !asks && !OTHERS.test(text) && MAKES.test(text.replaceAll(NOT, "")),
  );
  return makes ? { industry: "manufacturing" } : {};
}

/** Makes something, whatever it is; where no trade is named. */
const MAKES =
  /(?<!主机|整机|龙头|客户|电|水|药|对方|甲方)厂(?!家|商|房)|(?:生产|制造|加工)(?!经营|困难|队|资料)|(?:配件|零部件|模具|元件|器械)(?:的)?(?:企业|公司)|主营[^，]{0,12}(?:零部件|配件|冲压|铸造|注塑)/u;

const SIZES: readonly [RegExp, string | readonly string[]][] = [
  [/中小微(?:型)?|中小企业/u, ["micro", "small", "medium"]],
  [/小微|小型微型/u, ["micro", "small"]],
  [/微型|微企/u, "micro"],
  [/小型/u, "small"],
  [/中型/u, "medium"],
  [/大型/u, "large"],
];
const OWN_SIZE =
  /(?:我|咱|俺|本|属于?|划(?:型|为|成)|认定为|登记为|算是?|规模|来电人|诉求人|是)[^，]{0,8}?(?:中小微|中小|小微|微型|微企|小型|中型|大型)(?:型)?(?:的)?(?:企业|公司|的|$)|^(?:中小微|中小|小微|微型|微企|小型|中型|大型)(?:型)?(?:企业|公司)?$/u;

/** Only the speaker's own: 小微企业贷款 says nothing of who asks. */
function sizeOf(said: string): ToldFacts {
  for (const phrase of said.replaceAll(NOT, "").split("，")) {
    const own = OWN_SIZE.exec(phrase);
    if (own === null || /^(?:贷|的?政策|补)/u.test(phrase.slice(own.index + own[0].length))) continue;
    const size = SIZES.find(([pattern]) => pattern.test(own[0]))?.[1];
    if (size !== undefined) return { size };
  }
  return {};
}

const DUE = /到期|还款日|该还|要还|得还|归还|收回|的期|[底号日月]还/u;
const LOAN = /贷|银行|授信|工行|农行|建行|中行|交行|邮储|信用社|农商/u;
const NOT_LOAN = /货款|合同|账款|租约|租期|房租|保函|保险|执照|许可证|工程款|欠款/u;

/** The date stands with what falls due, in the same phrase or the one beside it. */
function dueDateOf(said: string, asOf: IsoDate): ToldFacts {
  const phrases = said.split("，");
  for (const [at, phrase] of phrases.entries()) {
    if (!DUE.test(phrase) || NOT_LOAN.test(phrase)) continue;
    if (!LOAN.test(phrases.slice(Math.max(0, at - 3), at + 2).join())) continue;
    const here = datesIn(phrase, asOf);
    const beside = here.length > 0 ? here : datesIn(phrases[at + 1] ?? "", asOf);
    const date = beside.at(-1)?.date;
    if (date !== undefined) return { loanDueDate: date };
  }
  return {};
}
