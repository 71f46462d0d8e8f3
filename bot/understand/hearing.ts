/** 听：a message taken apart: what it tells, whether it answers what was asked, whether it asks, and what else it is about. */
import type { IsoDate } from "../../knowledge/index.ts";
import { normalise } from "../../retrieval/index.ts";
import type { FactKey } from "../../rules/index.ts";
import { answersTo } from "../question.ts";
import type { WrittenFacts } from "../session.ts";
import { type Answer, answerTo } from "./answers.ts";
import type { Lexicon } from "./lexicon.ts";
import { numeralsIn } from "./numerals.ts";
import type { ToldFacts } from "./told.ts";
import { toldFacts } from "./told-facts.ts";

export interface Hearing {
  /** With the answer to what was asked. */
  readonly told: WrittenFacts;
  readonly isTelling: boolean;
  /** The question that waited has its answer. */
  readonly isAnswered: boolean;
  /** Asks something, and not only as a way of answering. */
  readonly isAsking: boolean;
  /** The message without the phrases that say who is asking. */
  readonly question: string;
  /** What is left of it beside what it tells. */
  readonly matter: string;
  /** The phrases that tell more than who is asking, and what they tell. */
  readonly topical: { readonly words: string; readonly facts: readonly FactKey[] };
  /** Corrects what was said before. */
  readonly isCorrecting: boolean;
  /** Nothing in it is about anything but who is asking. */
  readonly isOnlyWho: boolean;
}

/** @param asked the fact that waits for its answer */
export function hear(message: string, asked: FactKey | undefined, asOf: IsoDate, lexicon: Lexicon): Hearing {
  const text = normalise(message);
  const answerIn = (words: string): Answer => {
    if (asked === undefined) return undefined;
    return answerTo(
      asked,
      words,
      answersTo(asked).map(({ value }) => value),
      asOf,
      lexicon,
    );
  };
  const answer = answerIn(text);
  const isAnswered = asked !== undefined && answer !== undefined;
  const heard = toldFacts(message, asOf, lexicon);
  const told: WrittenFacts = isAnswered ? { ...heard, [asked]: answer } : heard;
  const parts = phrasesOf(text);
  const tells = (words: string): ToldFacts => (parts.length > 1 ? toldFacts(words, asOf, lexicon) : heard);
  const isTelling = Object.keys(heard).length > 0;
  const phrases = parts.map((words) => {
    // What tells nothing as a whole tells nothing in its parts.
    const facts = isTelling ? (Object.keys(tells(words)) as FactKey[]) : [];
    return {
      words,
      topics: facts.filter((fact) => !WHO.has(fact)),
      isAsking: ASKS.test(words) && answerIn(words) === undefined,
      isWho:
        !ASKS.test(words) &&
        facts.length > 0 &&
        facts.every((fact) => WHO.has(fact)) &&
        remainder(words, lexicon).length <= MOST_LEFT,
      isTold: facts.length > 0 || FILLER.test(words) || numeralsIn(words).length > 0,
    };
  });
  const joined = (kept: (phrase: (typeof phrases)[number]) => boolean) =>
    phrases
      .filter(kept)
      .map(({ words }) => words)
      .join("，");
  return {
    told,
    isTelling: Object.keys(told).length > 0,
    isAnswered,
    isAsking: phrases.some((phrase) => phrase.isAsking),
    question: joined(({ isWho }) => !isWho),
    matter: joined(({ isTold }) => !isTold),
    topical: {
      words: joined(({ topics }) => topics.length > 0),
      facts: phrases.flatMap(({ topics }) => topics),
    },
    isCorrecting: CORRECTS.test(text),
    isOnlyWho: remainder(text, lexicon).length <= MOST_LEFT,
  };
}

/** 我开面馆的，个体户，受疫情影响: who is asking, not what is asked. */
const WHO: ReadonlySet<string> = new Set<FactKey>([
  "entityType",
  "industry",
  "employees",
  "revenue",
  "assets",
  "size",
  "city",
  "affectedByEpidemic",
  "exporter",
]);

const ASKS =
  /[?？]|(?:吗|么|呢)$|(?<![没不])怎么|如何|(?<![没不])什么|(?<![没不])啥|(?<!没)哪(?!有|能|敢)|谁(?!没|不)|(?<!没)多少|能不能|会不会|可不可以|是不是|有没有|行不行|要不要|算不算|是否|能否|(?<![没不])咋|多久|多长|几时|几号|(?:能|可以|会|给)[^，]{0,12}不$|(?<verb>\p{Script=Han})[不没]\k<verb>/u;

const CORRECTS =
  /^(?:啊|哦|噢|哎|诶|唉|嗯)*(?:[，,、\s])*(?:不对|错了|[说打写算选回搞弄填答]错|说反|更正|纠正|改一下|其实|应该(?:是|算)|不是)/u;

/** Says nothing of its own: greetings, corrections, sighs. */
const FILLER =
  /^(?:你好|您好|请问|那个|就是|嗯+|啊|哦|哎|唉|对了|还有|另外|不对|错了|说错了?|打错了?|更正一?下?|应该是|准确说|谢谢|麻烦了?|好的?)$/u;

/** Cut at marks; a question mark stays with its phrase. */
function phrasesOf(text: string): string[] {
  const phrases = text.match(/[^。!！；;,，、\n?？]+[?？]?/gu) ?? [];
  return phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== "");
}

const MOST_LEFT = 3;
/** What people say of their business, and the words between. */
const OF_A_BUSINESS =
  /[\p{P}\p{S}\s\d零〇一二两三四五六七八九十百千万亿多来几半]|我们?|咱们?|俺们?|本店|本公司|是|开了?|做|搞|干|办|经营|从事|主营|的|了|呢|吧|啊|在|家|有限|责任|股份|公司|企业|个体(?:工商)?户?|合伙|独资|工厂|厂|店|铺子?|馆|个|名|位|号|人|员工|职工|工人|伙计|去年|今年|一年|每年|营收|营业额|营业收入|收入|流水|资产|总额|贷款|银行|左右|大概|大约|差不多|注册|登记|属于|小微|微型|小型|中型|大型|受|疫情|影响|困难|夫妻|小/gu;

/** What the message holds beside its trade and the words people describe a business with. */
function remainder(text: string, { trades }: Lexicon): string {
  const named = trades.matchesIn(text).reduce((left, { word }) => left.replace(word, ""), text);
  return named.replaceAll(OF_A_BUSINESS, "");
}
