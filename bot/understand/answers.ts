/**
 * 回答：what a message says to the question just asked. The question is known, so far less has to be said than when a
 * fact is told out of the blue: 2, 有啊, 十来个, 年底.
 */
import type { IsoDate } from "../../knowledge/index.ts";
import { normalise } from "../../retrieval/index.ts";
import { FACTS, type FactKey, type FactSpec } from "../../rules/index.ts";
import { cueOf } from "./cues.ts";
import { datesIn } from "./dates.ts";
import type { Lexicon } from "./lexicon.ts";
import { type Numeral, numeralsIn } from "./numerals.ts";
import type { ToldFacts, ToldValue } from "./told.ts";
import { toldFacts } from "./told-facts.ts";

/** What the owner says of the fact asked: a value, null for 不清楚, absent where the message says nothing of it. */
export type Answer = ToldValue | null | undefined;

/** Whether the message is an option's number; which. */
const OPTION =
  /^(?:我?选(?:择)?|答案?|回复?|就|是|第)*\s*(?<number>[1-9]\d?|[①②③④⑤⑥⑦⑧⑨]|[一二三四五六七八九十]{1,3})\s*(?:个|项|号|条|种)?(?:选项)?(?:吧|啊|呀|的|哦)?$/u;
const UNSURE =
  /不(?:太|大|是很|怎么)?(?:清楚|知道|晓得|确定|了解|懂|记得|好说|好讲|敢说|方便|想说|想答)|说不(?:准|好|清|上)|搞不清|弄不清|拿不准|吃不准|记不(?:清|得|住)|没(?:算|查|统计|留意|注意|问|看|了解|打听|概念|细算)过|没(?:有)?(?:概念|数|谱)|心里没数|忘(?:了|记|光)|不详|跳过|下一[题个]|略过?|过(?:吧|了)?$|pass|skip|不一定|看情况|可能吧|也许|或许|难说|保密|随便|都行|无所谓|谁知道|哪知道|哪晓得|不告诉|问会计|得问|要问|晓不得|唔知|不造/u;
/** What corrects the words before it. */
const CORRECTION =
  /.*(?:不对|错了|说错|口误|更正|纠正|哦不(?!是)|噢不(?!是)|啊不(?!是))[，,。:\s]*(?:应该)?/u;
const HALF_SURE = /^(?:我?(?:觉得|想|估计|感觉)?(?:应该|大概|好像|估计|基本上?|差不多|多半|八成))/u;

/**
 * @param fact the one asked
 * @param options what the numbers 1, 2, 3 … stood for; null is 不清楚
 * @param asOf the day relative dates are meant from
 */
export function answerTo(
  fact: FactKey,
  message: string,
  options: readonly (ToldValue | null)[],
  asOf: IsoDate,
  lexicon: Lexicon,
): Answer {
  const text = withoutEnds(normalise(message));
  if (text === "") return undefined;
  const spec: FactSpec = FACTS[fact];
  const number = optionIn(text);
  if (number !== undefined && options.length > 0) return options[number - 1];
  const said = withoutEnds(text.replace(CORRECTION, "")) || text;
  const value = valueOf(fact, spec, said, asOf, lexicon);
  if (value !== undefined) return value;
  return UNSURE.test(said) ? null : undefined;
}

function valueOf(
  fact: FactKey,
  spec: FactSpec,
  said: string,
  asOf: IsoDate,
  lexicon: Lexicon,
): ToldValue | undefined {
  switch (spec.kind) {
    case "yesNo":
      return yesOrNo(fact, said, asOf, lexicon);
    case "choice":
      return choiceOf(fact, spec.choices, said, asOf, lexicon);
    case "number":
      return figureOf(fact, said, asOf, lexicon);
    case "date":
      return dateOf(said, asOf);
    default:
      return undefined;
  }
}

const CHINESE_OPTIONS = "一二三四五六七八九十";

/** The number of an option: 2, ②, 二, 第二个, 选2. */
export function optionIn(text: string): number | undefined {
  const word = OPTION.exec(withoutEnds(text))?.groups?.["number"];
  if (word === undefined) return undefined;
  if (/^\d/u.test(word)) return Number(word);
  const circled = "①②③④⑤⑥⑦⑧⑨".indexOf(word);
  if (circled >= 0) return circled + 1;
  if (word.length === 1) return CHINESE_OPTIONS.indexOf(word) + 1;
  return numeralsIn(word)[0]?.min;
}

function yesOrNo(fact: FactKey, said: string, asOf: IsoDate, lexicon: Lexicon): boolean | undefined {
  const sure = said.replace(HALF_SURE, "");
  if (UNSURE.test(sure) && !/^(?:是|对|有|没有|否|不是)[，,的啊呀]/u.test(sure)) return undefined;
  const inWords = cueOf(fact, sure);
  if (inWords !== undefined) return inWords;
  const told = toldFacts(sure, asOf, lexicon)[fact];
  if (typeof told === "boolean") return told;
  return barePolarity(sure, fact);
}

const YES =
  /^(?:是(?!不是|否)|对(?!方|面|公|不)|有(?!没有|人问)|嗯+|恩+|昂|哎|诶|啊?没错|正是|当然|确实|可不|那是|就是|那肯定|肯定|必须|绝对|真的|的确|系(?:的|啊)?|yes|yep|y$|ok|√|✓|👌|已经|算(?!不)|属于|能|会|要|可以|在的|受了|挺|很|太|蛮)/u;
const NO =
  /^(?:否|没(?!错|问题|法|办法)|无(?!奈|论)|不(?!错|少|小|得不|瞒|止|光|仅|只)|未|哪有|哪里有|哪能|从来?没|从未|还没|并没|并不|暂时没|暂无|目前没|冇|唔系|no|n$|nope|×|✗)/u;
/** 没有 to 是不是没有能力还款 can mean either. */
const AMBIGUOUS: Partial<Record<FactKey, RegExp>> = {
  unableToRepay: /^(?:没|没有|没有了?|有|没有的|没有呢|不能|能|不行)$/u,
};

/** 是啊, 没有, 不是的: a message that begins by agreeing or denying. */
function barePolarity(said: string, fact: FactKey): boolean | undefined {
  if (AMBIGUOUS[fact]?.test(said)) return undefined;
  if (NO.test(said)) return false;
  if (YES.test(said)) return true;
  return undefined;
}

const ENTITIES: readonly [RegExp, string][] = [
  [
    /民办非企业|民非|合作社|协会|商会|事业单位|社会(?:组织|团体)|基金会|学校|医院|幼儿园|村委|居委|自然人|没(?:有)?(?:办|注册|登记|领)?[^，]{0,4}(?:执照|登记|注册)|无照|都不是|两个都不是|其他|别的|个人(?!独资|企业)/u,
    "other",
  ],
  [/个体|工商户|个私/u, "individual"],
  [/公司|企业|有限|股份|合伙|独资|集团|厂子?(?:是)?(?:有限)?/u, "enterprise"],
];

function choiceOf(
  fact: FactKey,
  choices: Readonly<Record<string, string>>,
  said: string,
  asOf: IsoDate,
  lexicon: Lexicon,
): string | undefined {
  const told = toldFacts(said, asOf, lexicon)[fact];
  if (typeof told === "string") return told;
  if (fact === "entityType") {
    const plain = said.replace(/不(?:是|算)[^，,]*/gu, "");
    return ENTITIES.find(([pattern]) => pattern.test(plain))?.[1];
  }
  const trade = lexicon.trades.matchesIn(said).at(-1);
  if (trade) return trade.industry;
  return Object.entries(choices).find(([, name]) => said.includes(shortName(name)))?.[0];
}

/** 信息传输（含互联网服务） → 信息传输 */
function shortName(name: string): string {
  return name.replace(/（.*$/u, "");
}

/** What the question's fact is called in a sentence, so that a bare figure can be heard as one. */
const LEAD: Partial<Record<FactKey, string>> = {
  employees: "员工一共",
  revenue: "营业收入",
  assets: "资产总额",
  creditLine: "银行授信",
};
const MONTHLY = /(?:每个?|一个?|单)月|月(?:均|入|收|营|流水|销)|个月[^，]{0,2}(?:做|卖|有)/u;
/** 万元: nobody who asks here has more; a larger bare number is meant in 元. */
const LARGEST_BARE = 50_000;

function figureOf(fact: FactKey, said: string, asOf: IsoDate, lexicon: Lexicon): ToldValue | undefined {
  const told = toldFacts(said, asOf, lexicon)[fact] ?? toldFacts(`${LEAD[fact]}${said}`, asOf, lexicon)[fact];
  const numerals = numeralsIn(said).filter(
    ({ vague, start, end }) => !vague && !/^\d{7,}$/u.test(said.slice(start, end)),
  );
  const [only] = numerals;
  if (told !== undefined || only === undefined || numerals.length > 1) return told as ToldValue | undefined;
  if (fact === "employees") return only.scaled && only.max >= 10_000 ? undefined : valueIn(only, 1);
  const after = said.slice(only.end);
  const isYuan = /^\s*(?:元|块)/u.test(after);
  const times = fact === "revenue" && MONTHLY.test(said) ? 12 : 1;
  if (only.scaled || isYuan) return valueIn(only, times / 10_000);
  if (only.min > LARGEST_BARE || /^\s*(?:人|个(?!亿)|名|年|月|天|家)/u.test(after)) return undefined;
  return valueIn(only, times);
}

function valueIn({ min, max }: Numeral, times: number): ToldValue {
  const rounded = (value: number) => Math.round(value * times * 100) / 100;
  if (min === max) return rounded(min);
  return { min: rounded(min), max: Number.isFinite(max) ? rounded(max) : null };
}

function dateOf(said: string, asOf: IsoDate): string | undefined {
  const dates = datesIn(said, asOf);
  return new Set(dates.map(({ date }) => date)).size === 1 ? dates[0]?.date : undefined;
}

/** Without the marks and blanks around it. */
function withoutEnds(text: string): string {
  return text.replace(/^[\p{P}\p{Z}]+|[\p{P}\p{Z}]+$/gu, "");
}

/** Facts of a message sent in answer to a question: what it tells of itself, and what it answers. */
export function answeredFacts(
  told: ToldFacts,
  fact: FactKey,
  answer: Answer,
): ToldFacts & { [Key in FactKey]?: null } {
  return answer === undefined ? told : ({ ...told, [fact]: answer } as ToldFacts);
}
