/** 是或否：what an answer says to a yes-or-no question. It agrees or denies, or says something that shows it. */
import type { IsoDate } from "../../knowledge/index.ts";
import type { FactKey } from "../../rules/index.ts";
import { type Evidence, evidenceIn, mixedCountsAs } from "./cues.ts";
import type { Lexicon } from "./lexicon.ts";
import { endOf, leadOf } from "./polarity.ts";
import { type Remark, toldIn, withoutPast } from "./remarks.ts";
import { toldFacts } from "./told-facts.ts";
import { isUnsure } from "./unsure.ts";

/** What was so once counts as well. */
const EVER: ReadonlySet<FactKey> = new Set(["cityListed2022", "recognizedHardHit", "unlawfulCharges"]);
/** 没有 to 是不是没有能力还款 can mean either. */
const AMBIGUOUS: Partial<Record<FactKey, RegExp>> = {
  unableToRepay:
    /^(?!还没)(?:我们?|现在|目前|眼下|还|也|都|是|暂时|确实|的确|真的?|实在|已经)*(?:没有?|没得|有|能|不能|冇|莫得|木有|没有能)(?:的|了|啊|呢|呀|吧|哦|嘛|过)*$/u,
};
/** Fillers that answer only where nothing else is said. */
const FILLER =
  /^(?:[嗯恩呃额哦噢啊唉哎诶]+|是这样的?|这样的?|怎么说呢?|这个嘛?|那个|我想想|老师|你好|您好)$/u;
/** Turns to what holds: 说不清，反正没生意. */
const SETTLES = /^(?:但|不过|可是|反正|应该|好像|估计|印象|总之|可能|大概|只知道|就知道|至少)/u;
/** Sums up: 不算拖, 算是吧. */
const VERDICT =
  /^(?:所以|应该|那|也|还|就|都|总的|总体|我?觉得|说到底|这|但|不过|其实)*(?:不能?算|算不上|谈不上|说不上|不属于|没到|没(?:有)?那么|不至于|算(?!了|下来|一下|过|上|命|账)|属于)|(?:算不上|谈不上|说不上)(?:吧|的|啊)*$/u;
const NOW = /现在|如今|目前|眼下|后来|今年/u;
/** The year the question is not about. */
const OTHER_YEAR =
  /(?:去年|前年|大前年|(?:20)?(?:19|20|21)年|二[一零]年)(?!(?:底|末)(?:到|开始)).*?(?=今年|(?:20)?22年|$)/gu;
/** A district's being spared says nothing of the whole city. */
const DISTRICT_SPARED = /(?:区|县|镇|乡|村|街道?|小区)[^，]{0,4}(?:没|不|低|安全).*?(?=但|别的|市|其他|$)/u;
/** What is still to do says nothing of what is agreed. */
const PAPERWORK = /^(?:就是|只是)?(?:手续|材料|合同|流程|章)[^，]{0,8}(?:没|在|还|下).*$/u;
/** Not yet, or only those he sells to. */
const NO_EXPORTER =
  /(?:准备|打算|计划|考虑|以后|将来)[^，]{0,4}(?:做|搞|转|开|上).*|(?:给|为|帮|跟).{0,3}(?:外贸|出口)(?:公司|企业|商|厂).*|(?:客户|甲方|下游|买家).{0,3}(?:外贸|出口)(?:公司|企业|商).*/u;

export function yesOrNoIn(
  fact: FactKey,
  remarks: readonly Remark[],
  asOf: IsoDate,
  lexicon: Lexicon,
): boolean | undefined {
  const told = relevant(fact, remarks);
  const sure = told.filter(({ text }) => !isUnsure(text));
  const firstUnsure = remarks.findIndex(({ text, asks }) => !asks && isUnsure(text));
  const lead = leadFor(fact, sure[0]);
  if (firstUnsure >= 0) {
    const settling = sure.filter(
      (remark) => remarks.indexOf(remark) > firstUnsure && SETTLES.test(remark.text),
    );
    return (sure[0] === told[0] ? lead : undefined) ?? decided(fact, settling);
  }
  const second = sure.filter(({ isSecondThought }) => isSecondThought);
  const verdict = sure.slice(1).filter(({ text }) => VERDICT.test(text));
  const lastBut = sure.findLastIndex(({ isAfterBut }) => isAfterBut);
  const turned = lastBut > 0 && mixedCountsAs(fact) !== "yes" ? sure.slice(lastBut) : [];
  return (
    shownBy(fact, verdict.slice(-1)) ??
    decided(fact, second) ??
    shownBy(fact, turned) ??
    lead ??
    decided(fact, sure) ??
    sayingOf(fact, sure, asOf, lexicon)
  );
}

/** What can bear on the fact. */
function relevant(fact: FactKey, remarks: readonly Remark[]): readonly Remark[] {
  let told: readonly Remark[] = toldIn(remarks);
  if (!EVER.has(fact)) told = withoutPast(told);
  if (fact === "cityListed2022")
    told = mapped(told, (text) => text.replaceAll(OTHER_YEAR, "").replace(DISTRICT_SPARED, ""));
  if (fact === "loanRescheduled") told = mapped(told, (text) => text.replace(PAPERWORK, ""));
  if (fact === "exporter") told = mapped(told, (text) => text.replace(NO_EXPORTER, ""));
  const substantial = told.filter(({ text }) => !FILLER.test(text));
  return substantial.length > 0 || remarks.length > 1 ? substantial : told;
}

function mapped(remarks: readonly Remark[], change: (text: string) => string): Remark[] {
  return remarks
    .map((remark) => ({ ...remark, text: change(remark.text) }))
    .filter(({ text }) => text !== "");
}

function leadFor(fact: FactKey, remark: Remark | undefined): boolean | undefined {
  if (remark === undefined || AMBIGUOUS[fact]?.test(remark.text)) return undefined;
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
  remarks: readonly Remark[],
  asOf: IsoDate,
  lexicon: Lexicon,
): boolean | undefined {
  const told = toldFacts(remarks.map(({ text }) => text).join("，"), asOf, lexicon)[fact];
  return typeof told === "boolean" ? told : undefined;
}
