/** 是或否：what an answer says to a yes-or-no question. It agrees or denies, or says something that shows it. */
import type { IsoDate } from "../../knowledge/index.ts";
import type { FactKey } from "../../rules/index.ts";
import { type Evidence, evidenceIn, isNoAfterAll, mixedCountsAs } from "./evidence.ts";
import type { Lexicon } from "./lexicon.ts";
import { endOf, leadOf } from "./polarity.ts";
import { relevant } from "./relevance.ts";
import type { Remark } from "./remarks.ts";
import { toldFacts } from "./told-facts.ts";
import { isUnsure } from "./unsure.ts";

/** 没有 to 是不是没有能力还款 can mean either. */
const AMBIGUOUS: Partial<Record<FactKey, RegExp>> = {
  unableToRepay:
    /^(?!还没)(?:我们?|现在|目前|眼下|还|也|都|是|暂时|确实|的确|真的?|实在|已经)*(?:没有?|没得|有|能|不能|冇|莫得|木有|没有能)+(?:的|了|啊|呢|呀|吧|哦|嘛|过)*$/u,
};
/** 还 is to pay back: no 还 of 还有. */
const REPAYS = /还(?:不|得|个)|一(?:分|毛)|能力|^[^，]{0,3}(?:有|没有?)(?!到|那|这|事|没)/u;
/** 说不上好也说不上坏 */
const NEITHER =
  /([说谈算]不上|不)(?:很|太|算)?[好是].{0,2}\1(?:很|太|算)?(?:坏|差|不好|不是)|一半一半|不好不坏/u;
/** Turns to what holds: 说不清，反正没生意. */
const SETTLES = /^(?:但|不过|可是|反正|应该|好像|估计|印象|总之|可能|大概|只知道|就知道|至少)/u;
/** Sums up: 不算拖, 算是吧. */
const VERDICT =
  /^(?:所以|应该|那|也|还|就|都|总的|总体|我?觉得|说到底|这|但|不过|其实)*(?:不能?算|算不上|谈不上|说不上|不属于|没到|没(?:有)?那么|不至于|算(?!了|下来|一下|过|上|命|账)|属于)|(?:算不上|谈不上|说不上)(?:吧|的|啊)*$/u;
const NOW = /现在|如今|目前|眼下|后来|今年/u;
/** Grants a small point, or speaks of the rest. */
const CONCEDES = /^(?:就是|只是|无非|顶多|其[他余]|别的)/u;

export function yesOrNoIn(
  fact: FactKey,
  remarks: readonly Remark[],
  asOf: IsoDate,
  lexicon: Lexicon,
): boolean | undefined {
  if (remarks.some(({ text }) => NEITHER.test(text))) return undefined;
  const told = relevant(fact, remarks);
  const sure = told.filter(({ text }) => !isUnsure(text));
  const lead = leadFor(fact, sure[0]);
  const firstUnsure = told.findIndex(({ text }) => isUnsure(text));
  if (firstUnsure >= 0) {
    const settling = told
      .slice(firstUnsure)
      .filter((remark) => sure.includes(remark) && SETTLES.test(remark.text));
    return (sure[0] === told[0] ? lead : undefined) ?? decided(fact, settling);
  }
  const second = sure.filter(({ isSecondThought }) => isSecondThought);
  const verdict = sure.slice(1).filter(({ text }) => VERDICT.test(text));
  const lastBut = sure.findLastIndex(({ isAfterBut }) => isAfterBut);
  const turned = lastBut > 0 && mixedCountsAs(fact) !== "yes" ? sure.slice(lastBut) : [];
  const texts = sure.map(({ text }) => text);
  if (isNoAfterAll(fact, texts)) return false;
  return (
    shownBy(fact, verdict.slice(-1)) ??
    decided(fact, second) ??
    shownBy(fact, turned) ??
    (lead === undefined
      ? (decided(fact, sure) ?? sayingOf(fact, texts, asOf, lexicon))
      : confirmed(fact, lead, sure.slice(1)))
  );
}

/** The first word, unless what comes after says the contrary. */
function confirmed(fact: FactKey, lead: boolean, rest: readonly Remark[]): boolean | undefined {
  const later = decided(
    fact,
    rest.filter(({ text }) => !CONCEDES.test(text)),
  );
  return later === undefined || later === lead ? lead : undefined;
}

function leadFor(fact: FactKey, remark: Remark | undefined): boolean | undefined {
  if (remark === undefined || AMBIGUOUS[fact]?.test(remark.text)) return undefined;
  if (fact === "unableToRepay" && REPAYS.test(remark.text)) return undefined;
  return leadOf(remark.text);
}

function endFor(fact: FactKey, { text }: Remark): boolean | undefined {
  return AMBIGUOUS[fact] === undefined ? endOf(text) : undefined;
}

/** What leads and signs of all remarks come to. */
function decided(fact: FactKey, remarks: readonly Remark[]): boolean | undefined {
  return shownBy(fact, remarks) ?? shownBy(fact, remarks.filter(({ text }) => NOW.test(text)).slice(-1));
}

function shownBy(fact: FactKey, remarks: readonly Remark[]): boolean | undefined {
  const shown = remarks.map((remark) => shownIn(fact, remark)).filter(({ yes, no }) => yes || no);
  const yes = shown.some((remark) => remark.yes);
  const no = shown.some((remark) => remark.no);
  if (yes !== no) return yes;
  if (!yes) return undefined;
  const last = shown.at(-1);
  switch (mixedCountsAs(fact)) {
    case "yes":
      return true;
    case "last":
      return last?.yes === last?.no ? undefined : last?.yes;
    case undefined:
      return undefined;
  }
}

function shownIn(fact: FactKey, remark: Remark): Evidence {
  const shown = evidenceIn(fact, remark.text);
  if (shown.yes || shown.no) return shown;
  const lead = leadFor(fact, remark) ?? endFor(fact, remark);
  return { yes: lead === true, no: lead === false };
}

/** What would be heard out of the blue as well. */
function sayingOf(
  fact: FactKey,
  texts: readonly string[],
  asOf: IsoDate,
  lexicon: Lexicon,
): boolean | undefined {
  const told = toldFacts(texts.join("，"), asOf, lexicon)[fact];
  return typeof told === "boolean" ? told : undefined;
}
