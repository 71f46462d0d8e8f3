/** 是或否：what an answer says to a yes-or-no question. It agrees or denies, or says something that shows it. */
import type { IsoDate } from "../../knowledge/index.ts";
import type { FactKey } from "../../rules/index.ts";
import { type Evidence, evidenceIn, isNoAfterAll, mixedCountsAs } from "./evidence.ts";
import type { Lexicon } from "./lexicon.ts";
import { toldIn, withoutPast } from "./own-affairs.ts";
import { endOf, leadOf } from "./polarity.ts";
import type { Remark } from "./remarks.ts";
import { toldFacts } from "./told-facts.ts";
import { isUnsure } from "./unsure.ts";

/** What was so once counts as well. */
const EVER: ReadonlySet<FactKey> = new Set(["cityListed2022", "recognizedHardHit", "unlawfulCharges"]);
/** 没有 to 是不是没有能力还款 can mean either. */
const AMBIGUOUS: Partial<Record<FactKey, RegExp>> = {
  unableToRepay:
    /^(?!还没)(?:我们?|现在|目前|眼下|还|也|都|是|暂时|确实|的确|真的?|实在|已经)*(?:没有?|没得|有|能|不能|冇|莫得|木有|没有能)+(?:的|了|啊|呢|呀|吧|哦|嘛|过)*$/u,
};
/** 还 is to pay back: no 还 of 还有. */
const REPAYS = /还(?:不|得|个)|一(?:分|毛)|能力|^[^，]{0,3}(?:有|没有?)(?!到|那|这|事|没)/u;
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
const ONLY_OTHER_YEAR = /^(?:那是|是|都是|不过是?)?(?:去年|前年|大前年|(?:20)?(?:19|20|21)年)的(?:事|时候)/u;
/** A district's being spared says nothing of the whole city. */
const DISTRICT_SPARED = /(?:区|县|镇|乡|村|街道?|小区)[^，]{0,4}(?:没|不|低|安全).*?(?=但|别的|市|其他|$)/u;
/** What is still to do says nothing of what is agreed. */
const PAPERWORK =
  /^(?:就是|只是)?(?:手续|材料|合同|流程|章|字|协议)[^，]{0,4}(?:还|没|在|后)[^，]{0,2}(?:签|盖|走|办|补|齐|弄|下来|准备)[^，]*$/u;
/** Only those he sells to. */
const NO_EXPORTER =
  /(?:准备|打算|计划|考虑|以后|将来)[^，]{0,4}(?:做|搞|转|开|上).*|(?:给|为|帮|跟|交给|卖给).{0,4}(?:外贸|出口|贸易)(?:公司|企业|商|厂).*|(?:客户|甲方|下游|买家).{0,3}(?:外贸|出口)(?:公司|企业|商).*/u;
/** 我欠供货商的货款: what he owes himself. */
const OWN_DEBT =
  /(?:^|[^被])(?:我|我们|咱们?|俺|自己)(?:还|也|倒|都|是)*(?:欠|拖|赊)(?!的?$)(?!着?我).*|(?:房东|供货商|供应商|银行|工人|员工)[^，]{0,6}(?:催|要|讨)(?:我|债|钱|账|工资|房租|货款|$).*|(?:欠|拖)(?:着|了)?(?:供[应货]商|工人|员工|房东|房租|工资|银行|别人|人家|税|水电).*/u;
/** 眼下难: what the question for the prospects leaves aside. */
const FOR_NOW =
  /^(?![^，]*(?:不行|没戏|没救|完|黄)了)(?:但|不过|就是|只是|可)?(?:眼下|现在|目前|暂时|最近|这阵子?|短期|当下|这段时间|这几个?月)[^，]*(?:难|困|不行|差|没|紧|不好|周转|惨)[^，]*$/u;
/** 要亏一半才算: a condition. */
const CONDITION =
  /.*才(?:认|算|给|有|行|减|免|能).*|.*(?:觉得|认为)[^，]*该.*|应该(?:给)?(?:认定|列|支持).*/u;
/** 再不开工就真还不上了 */
const THREAT = /再不[^，]{1,10}就[^，]*$/u;
/** The firm's is asked for, not the person's. */
const FIRM_WITHOUT = /^(?:公司|企业|店里?|厂里?)[^，]{0,4}[没无不]/u;
const PERSONAL = /个人|法人|名下|私人|家里|自己/u;
/** 要没前途我早转行了: it has. */
const COUNTERFACTUAL = /^要(?:不是|没有?)(.{1,8}?)(?:我|俺|咱)?早.*$/u;
/** Grants a small point beside the answer. */
const CONCEDES = /^(?:就是|只是|无非|顶多)/u;

export function yesOrNoIn(
  fact: FactKey,
  remarks: readonly Remark[],
  asOf: IsoDate,
  lexicon: Lexicon,
): boolean | undefined {
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

/** What can bear on the fact. */
function relevant(fact: FactKey, remarks: readonly Remark[]): readonly Remark[] {
  const holding = mapped(remarks, (text) => text.replace(COUNTERFACTUAL, "$1"));
  let told: readonly Remark[] = toldIn(holding, fact);
  if (!EVER.has(fact)) told = withoutPast(told);
  const dropped = DROPPED[fact];
  if (dropped !== undefined) told = mapped(told, (text) => text.replace(dropped, ""));
  if (fact === "cityListed2022") {
    if (told.some(({ text }) => ONLY_OTHER_YEAR.test(text))) return [];
    told = mapped(told, (text) => text.replaceAll(OTHER_YEAR, ""));
  }
  const isPersonal =
    fact === "hasBankLoan" &&
    told.some(({ text }) => FIRM_WITHOUT.test(text)) &&
    told.some(({ text }) => PERSONAL.test(text));
  if (isPersonal) return [];
  const substantial = told.filter(({ text }) => !FILLER.test(text));
  return substantial.length > 0 || remarks.length > 1 ? substantial : told;
}

/** What is left before what is dropped: 我们是. */
const STUB = /^(?:我们?|咱们?|是|都|就|这|那|也|但)*$/u;
/** What says nothing of the fact though it sounds like it. */
const DROPPED: Readonly<Partial<Record<FactKey, RegExp>>> = {
  cityListed2022: DISTRICT_SPARED,
  loanRescheduled: PAPERWORK,
  exporter: NO_EXPORTER,
  overdueReceivable: OWN_DEBT,
  goodProspects: FOR_NOW,
  recognizedHardHit: CONDITION,
  unableToRepay: THREAT,
};

function mapped(remarks: readonly Remark[], change: (text: string) => string): Remark[] {
  return remarks
    .map((remark) => ({ remark, text: change(remark.text) }))
    .filter(({ remark, text }) => text !== "" && (text === remark.text || !STUB.test(text)))
    .map(({ remark, text }) => ({ ...remark, text }));
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
