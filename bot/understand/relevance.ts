/** 相干：which remarks bear on a yes-or-no fact, without what only sounds like it. */
import type { FactKey } from "../../rules/index.ts";
import { toldIn, withoutPast } from "./own-affairs.ts";
import type { Remark } from "./remarks.ts";

/** What can bear on the fact. */
export function relevant(fact: FactKey, remarks: readonly Remark[]): readonly Remark[] {
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

function mapped(remarks: readonly Remark[], change: (text: string) => string): Remark[] {
  return remarks
    .map((remark) => ({ remark, text: change(remark.text) }))
    .filter(({ remark, text }) => text !== "" && (text === remark.text || !STUB.test(text)))
    .map(({ remark, text }) => ({ ...remark, text }));
}

/** What was so once counts as well. */
const EVER: ReadonlySet<FactKey> = new Set(["cityListed2022", "recognizedHardHit", "unlawfulCharges"]);
/** Fillers that answer only where nothing else is said. */
const FILLER =
  /^(?:[嗯恩呃额哦噢啊唉哎诶]+|是这样的?|这样的?|怎么说呢?|这个嘛?|那个|我想想|老师|你好|您好)$/u;
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
