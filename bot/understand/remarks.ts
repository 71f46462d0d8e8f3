/** 短句：an answer cut where its writer draws breath, without what he takes back. */
import { isUnsure } from "./unsure.ts";

export interface Remark {
  readonly text: string;
  /** Asks us something; 谁没有啊 only looks like it. */
  readonly asks: boolean;
  /** Comes after a 但是, and so weighs more than what is before it. */
  readonly isAfterBut: boolean;
  /** Comes after a 哦 or 哎 halfway: what its writer thinks of in the end. */
  readonly isSecondThought: boolean;
}

/** Takes back what was said before: 有，哦不对，没有. */
const CORRECTION =
  /(?:[哦噢喔啊哎诶呃嗯唉呀][呀哟]?,?\s*不(?=[,，。\s]|$|\d|[一二三四五六七八九十两有没])|不不+|(?<![对是])不对(?![劲外口等称])|[说写打看记搞弄算点按选]错[了啦]?|口误|更正|纠正一?下|不能这[么样]说|话不能|(?:等等|等一?下|慢着)(?![半个周次批游])|想起来了?|准确[地点来]*说|确切[地点来]*说|严格[地点来]*说|重新说|改一下)[了啊,，。:!\s]*/gu;
/** 哦不是, 啊没有: what takes back is the answer. */
const DENIAL = /(?<=.)[哦噢喔啊哎诶呃][呀哟]?,?\s*(?=(?:不是|没有?|有|是)(?:的|啊|呀|吧)?(?:[,，。\s]|$))/gu;
const MARK = /(?:[。!?;、:~…—]|(?<!\d),|,(?!\d{3}(?!\d))|(?<!\d)\.|\.(?!\d)|\s)+/u;
/** Where speech without marks turns. */
const TURN =
  /(?<=.)(?=但是|(?<![不非])但(?!是)|(?<![忙熬撑挺超拗])不过(?![来关分])|可是|可惜|只不过|所以|因为|然后|(?<![到跟和比])现在|如今|后来|反正|其实|(?<=..)哪(?:来|有|会)(?!的)|(?<=..)哪来)/gu;
const SECOND_THOUGHT = /^(?:[哦噢哎诶呃欸咦][呀哟]?(?:对了?|想起来了?)?|对了|想起来了?)$|^[哦噢]对了/u;
const BUT = /^(?:但是?|不过|可是|只不过|可惜|其实|话说回来)/u;

const ASKS =
  /(?:吗|(?<![什怎这那多要])么)$|(?:什么|啥)(?:意思|用|条件|标准|材料|手续|时候|政策|叫|算|区别|样)|(?:是|叫|指的?)(?:什么|啥|哪)|^(?:什么|啥)(?!都|也|影响)|(?<!不)(?:怎么|怎样|咋|如何)(?:申|办|弄|填|查|看|算|才|样|界定|认定|知道|理解|判断|回事|计算|选|写)|^谁[^没不家还说知晓能看]{1,4}$|为什么|为啥|干嘛|凭啥|哪(?:里|儿)(?:查|看|申|办|可以|能)|(?:能不能|可不可以|算不算|要不要|会不会|行不行|可否|能否|是否|是不是|(?<!没)有没有|需不需要|用不用|包不包括)|多少(?:才|算|钱|人|以)|(?:有|能).{0,2}(?:什么|啥)(?:用|好处|政策|补贴)|^(?:问这|想问|请问|问一?下|咨询)|(?:想|要|先|再)问(?:一?下|问|你|您)/u;
const RHETORICAL =
  /谁(?:家)?[没不]|谁还|谁说|(?:咋|怎么|哪)(?:会|能|可能|就|还)?[没不](?!办|样)|(?:怎么|咋)(?:会|可能|还得?)|哪(?:里|儿)?(?:有|能|来|会|还)|哪(?:里|儿)?(?:晓|知)|(?:拿|用)(?:什么|啥|头)|(?:^|还)能[没不]|你说呢|难道|还用[说问]|可不|不然呢|(?:咋|怎么)知道|什么前景|啥前景|不是.{1,6}(?:吗|么)$/u;
/** 不懂什么意思 wants the question explained, whatever else it says. */
const CONFUSED =
  /(?:什么|啥|几个)意思|(?:什么|啥|怎么|怎样)[才]?叫|叫(?:什么|啥)|(?:听|看)(?:不|没)?懂|没(?:有)?(?:听|看|明白|搞)(?:懂|明)/u;

/** Without what is taken back; empty where all is. */
export function lastWord(text: string): string {
  let from = 0;
  for (const match of text.matchAll(CORRECTION)) {
    const end = match.index + match[0].length;
    if (end < text.length || match.index > from) from = end;
  }
  const rest = text.slice(from);
  const denial = [...rest.matchAll(DENIAL)].at(-1);
  return denial === undefined ? rest : rest.slice(denial.index + denial[0].length);
}

/** @param text normalised */
export function remarksOf(text: string): Remark[] {
  const remarks: Remark[] = [];
  // 50 万 is one amount.
  const joined = text.replaceAll(/(?<=\d)\s+(?=[万千百亿w个人名元块年月日号])|(?<=[年月])\s+(?=\d)/gu, "");
  let rest = joined;
  let isSecondThought = false;
  while (rest !== "") {
    const mark = MARK.exec(rest);
    const phrase = rest.slice(0, mark?.index ?? rest.length);
    const parts = phrase.split(TURN).filter((part) => part !== "");
    for (const [at, part] of parts.entries()) {
      isSecondThought ||= remarks.length > 0 && SECOND_THOUGHT.test(part);
      const isAsked = at === parts.length - 1 && (mark?.[0].includes("?") ?? false);
      const asks =
        CONFUSED.test(part) || (!isUnsure(part) && (isAsked || ASKS.test(part)) && !RHETORICAL.test(part));
      remarks.push({ text: part, asks, isAfterBut: BUT.test(part), isSecondThought });
    }
    rest = mark === null ? "" : rest.slice(mark.index + mark[0].length);
  }
  return remarks;
}

const SUPPOSED =
  /如果|假如|假设|要是|(?<![\d一二两三四五六七八九十百千几])万一|倘若|若是|的话(?!说)|(?:有|能|是|给|肯).{0,6}就好了/u;
const OTHERS = /隔壁|邻居|对门|同行|别人家|别家|听说|(?:朋友|同学|亲戚)(?:家|那边|的(?:店|厂|公司))/u;

/** What is told for true of the writer himself. */
export function toldIn(remarks: readonly Remark[]): Remark[] {
  return remarks.filter(({ text, asks }) => !asks && !SUPPOSED.test(text) && !OTHERS.test(text));
}

const PAST =
  /(?<![跟和同比如像较于到有没之])(?:以前|原来|原先|原本|之前|从前|早先|前几年|前些年|早年|最早|刚开始|一开始|起初).*?(?=现在|如今|眼下|目前|今年|[只就还]?剩|裁|减|降|涨|提|改|转|后来|$)/u;

/** 原来四十个，现在剩十八个: without the first. */
export function withoutPast(remarks: readonly Remark[]): Remark[] {
  return remarks
    .map((remark) => ({ ...remark, text: remark.text.replace(PAST, "") }))
    .filter(({ text }) => text !== "");
}
