/** 自家的事：of all remarks, those told for true of the writer himself, and of now. */
import type { FactKey } from "../../rules/index.ts";
import type { Remark } from "./remarks.ts";

const SUPPOSED =
  /如果|假如|假设|(?<![主只])要是|要不是|(?<![\d一二两三四五六七八九十百千几])万一|倘若|若是|(?<!算[^，]{0,6})的话(?!说)|(?:有|能|是|给|肯).{0,6}就好了/u;
const OTHERS =
  /隔壁|邻居|对门|同行|别人家|别家|的(?:都?是)(?:他们|别人|人家)|(?<!没|没有)听说|(?:朋友|同学|亲戚)(?:家|那边|的(?:店|厂|公司))|^(?:我|咱|俺)们?(?:家)?(?:大|二|三|小|表|堂)?(?:哥|弟|姐|妹|叔|舅|朋友|同学|老乡|亲戚)(?:家|他|她|那|是|有|没|也|在|开|做|搞|办)/u;
/** 要是能批，能有五百万: the supposition goes on. */
const BACK = /^(?:但|不过|可|现在|目前|其实|结果|我)/u;
const GO_ON = /^(?:他|她|它|人家)/u;
/** 隔壁小区 lies in the same city. */
const OTHER_CITIES =
  /(?:隔壁|邻|旁边|别的|其他|周边)(?:那个|那)?(?:的)?(?:城?市|省)(?!区)|外[地省]|老家|听说|^上海|^北京/u;

/** @param fact the one asked: whoever stands surety or owes money is somebody else, and matters */
export function toldIn(remarks: readonly Remark[], fact?: FactKey): Remark[] {
  const isDealing = fact !== undefined && DEALINGS.has(fact);
  const others = fact === "cityListed2022" ? OTHER_CITIES : OTHERS;
  let [isStory, isSupposed] = [false, false];
  return remarks.filter(({ text, asks }) => {
    isStory = !isDealing && (others.test(text) || (isStory && GO_ON.test(text)));
    const goesOn = isSupposed && !BACK.test(text);
    isSupposed = SUPPOSED.test(text);
    return !asks && !isStory && !isSupposed && !goesOn;
  });
}

const DEALINGS: ReadonlySet<FactKey> = new Set(["guaranteedLoan", "unfairPaymentTerms", "overdueReceivable"]);

const PAST =
  /(?<![跟和同比如像较于到有没之])(?:以前|原来|原先|原本|本来(?!就)|之前|从前|早先|先前|曾经|前[几些两]年|头[几两]年|早[几些]?年|最早|刚开始|一开始|起初).*?(?=现在|如今|眼下|目前|今年|[只就还]?剩|裁|减|降|涨|提|改|转|后来|$)/u;

/** 原来四十个，现在剩十八个: without the first. */
export function withoutPast(remarks: readonly Remark[]): Remark[] {
  return remarks
    .map((remark) => ({ ...remark, text: remark.text.replace(PAST, "") }))
    .filter(({ text }) => text !== "");
}
