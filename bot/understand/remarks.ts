/** 短句：an answer cut where its writer draws breath, without what he takes back. */
import { isAsking } from "./questions.ts";

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
  /(?:[哦噢喔啊哎诶呃嗯唉呀][呀哟]?,?\s*不(?=[,，。\s]|$|\d|[一二三四五六七八九十两有没])|(?<=[,，。\s])不(?=[,，])|不不+|(?<![对是])不对(?![劲外口等称])|[说写打看记搞弄算点按选听](?:错|岔|串行?|花眼|混|反)[了啦]?|[多少漏]打了?一?个?零|手滑|嘴瓢|口误|更正|纠正一?下|不能这[么样]说|话不能|(?:等等|等一?下|慢着)(?![半个周次批游])|想起来了?|准确[地点来]*说|确切[地点来]*说|严格[地点来]*说|重新说|改一下)[了啊,，。:!\s]*/gu;
/** 哦不是, 啊没有: what takes back is the answer. */
const DENIAL = /(?<=.)[哦噢喔啊哎诶呃][呀哟]?,?\s*(?=(?:不是|没有?|有|是)(?:的|啊|呀|吧)?(?:[,，。\s]|$))/gu;
const MARK = /(?:[。!?;、:…—]|(?<!\d)~|~(?!\d)|(?<!\d),|,(?!\d{3}(?!\d))|(?<!\d)\.|\.(?!\d)|\s)+/u;
/** Where speech without marks turns. */
const TURN =
  /(?<=.)(?=但是|(?<![不非])但(?!是)|(?<![忙熬撑挺超拗])不过(?![来关分])|可是|可惜|只不过|所以|因为|然后|(?<![到跟和比])现在|如今|后来|反正|其实|(?<=..)哪(?:来|有|会)(?!的)|(?<=..)哪来)/gu;
const SECOND_THOUGHT =
  /^[哦噢欸咦](?!豁)|^[哎诶呃](?:[呀哟]?(?:对了?|想起来了?)?$)|^[啊嗯]?(?:对了|想起来了?)$/u;
const BUT = /^(?:但是?|不过|可是|只不过|可惜|其实|话说回来)/u;

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
  let rest = text.replaceAll(/(?<=\d)\s+(?=[万千百亿w个人名元块年月日号])|(?<=[年月])\s+(?=\d)/gu, "");
  let isSecondThought = false;
  while (rest !== "") {
    const mark = MARK.exec(rest);
    const phrase = rest.slice(0, mark?.index ?? rest.length);
    const parts = phrase.split(TURN).filter((part) => part !== "");
    for (const [at, part] of parts.entries()) {
      isSecondThought ||= remarks.length > 0 && SECOND_THOUGHT.test(part);
      // 利息现在多少 is one question.
      const next = parts[at + 1];
      const isMarked = at === parts.length - 1 && (mark?.[0].includes("?") ?? false);
      remarks.push({
        text: part,
        asks: isAsking(part, isMarked) || (next !== undefined && next.length <= 5 && isAsking(next, false)),
        isAfterBut: BUT.test(part),
        isSecondThought,
      });
    }
    rest = mark === null ? "" : rest.slice(mark.index + mark[0].length);
  }
  return remarks;
}
