/** 到期日：the day the loan falls due; not the lease's, nor the day it was taken. */
import type { IsoDate } from "../../knowledge/index.ts";
import { LENDER, NO_LENDER } from "./banks.ts";
import { type Clause, withoutDenied } from "./clauses.ts";
import { datesIn } from "./dates.ts";
import type { ToldFacts } from "./told.ts";

/** Falls due, said after the date or before it. */
const DUE_AFTER =
  /^(?:份|号|日|之?前|左右|那天|的时候)?(?:[^，\d]{0,6}(?:贷款|本金|这笔|那笔))?(?:就|才|再|得|要|该|必须|便|即将|将|又|一?下|全|都|一次性|统一|也)*(?:到(?!现在|今天|目前|时候)|到期|到日子|的期|期满|截止|满期|还(?!没|是|有|在|能)|归还|还清|还本|还款|还钱|收回|结清|必须还|我得还|银行要收|来收|收(?!入|到|益))/u;
const DUE_BEFORE =
  /(?:到期日?(?:期|时间)?|还款日|期限|还款期|日期|截止|最后期限|大限|到|展到|展期到|展期至|展至|延到|延至|延期到|延期至|延长到|延长至|续到|拖到|缓到|推到|推迟到|放到|挪到|宽限到|宽到|改到|调到|到期的?日子?)(?:了|是|在|为|就|到|大概|应该|差不多|写的?|写着|:|定的?|定在|的|一直|合同上|那天|今年|也就)*$/u;
const TAKEN = /^(?:份|号|日|那会儿|的时候)?[^，到]{0,3}(?:贷(?!款)|借|办|签|批|放款|下款|拿到|申请|开始|起)/u;
const INTEREST = /每个?月$|每月的?$/u;
const NOT_LOAN =
  /货款|租约|租期|房租|保函|保险|执照|许可证|工程款|账期|尾款|房东|租金|合同(?:\d|到期|期限|快?到)|信用卡|花呗|借呗|网贷/u;

/** 八月还是九月到期我忘了 */
const UNSURE =
  /忘了|记不[清得]|说不[准清上]|(?:不知道|不确定|不清楚)[^，]{0,4}(?:几号|哪天|哪月|什么时候|具体)|(?:月|号)还是[^，]{0,4}(?:月|号)|好像是[^，]{0,3}[一二三四五六七八九]{2}月/u;

export function dueDateOf(clauses: readonly Clause[], asOf: IsoDate): ToldFacts {
  let due: IsoDate | undefined;
  let topic: "due" | "private" | "other" | undefined;
  const lends = clauses.some(({ text }) => LENDER.test(text));
  for (const { text, corrects } of clauses) {
    if (UNSURE.test(text)) continue;
    const said = withoutDenied(text);
    if (NO_LENDER.test(said) && !LENDER.test(said)) topic = "private";
    else if (LENDER.test(said) && topic !== "due") topic = undefined;
    if (NOT_LOAN.test(said) && !/贷款|贷了/u.test(said)) {
      topic = "other";
      continue;
    }
    const speaksOfDue = /到期|还款日|到日子|期限|(?:该|要|得)还|展期|延期/u.test(text);
    if (speaksOfDue && topic !== "private" && topic !== "other") topic = "due";
    if (!lends || topic === "private" || topic === "other") continue;
    for (const { date, start, end } of datesIn(said, asOf)) {
      const before = said.slice(0, start);
      const after = said.slice(end);
      if (INTEREST.test(before) || TAKEN.test(after)) continue;
      const isBare =
        /^(?:是|就|也就|就是|应该是|在|好像是|大概|大约|约)*$/u.test(before) &&
        /^(?:份|吧|左右|啊|呢|那天|的)*$/u.test(after);
      const isDue =
        DUE_AFTER.test(after) || DUE_BEFORE.test(before) || (topic === "due" && (isBare || corrects));
      if (!isDue) continue;
      due = date;
      topic = "due";
    }
  }
  return due === undefined ? {} : { loanDueDate: due };
}
