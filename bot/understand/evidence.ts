/** 迹象：what a remark shows of a yes-or-no fact, by its cues and what denies them. */
import type { FactKey } from "../../rules/index.ts";
import { BUSINESS_CUES } from "./business-cues.ts";
import type { Cues } from "./cues.ts";
import { LOAN_CUES } from "./loan-cues.ts";
import { isDenied, withoutIdioms } from "./polarity.ts";

const CUES: Readonly<Partial<Record<FactKey, Cues>>> = { ...LOAN_CUES, ...BUSINESS_CUES };

export interface Evidence {
  readonly yes: boolean;
  readonly no: boolean;
}

/** What a remark shows of the fact. */
export function evidenceIn(fact: FactKey, remark: string): Evidence {
  const cues = CUES[fact];
  if (cues === undefined) return { yes: false, no: false };
  const shows = { yes: false, no: false };
  // What is a sign is struck out, so that its parts are no signs of the contrary: 影响不大.
  let rest = remark.replaceAll(DISMISSED, "$1").replaceAll(/不[愁怕]没/gu, "有");
  let denials = withoutIdioms(rest);
  for (const sign of ["no", "yes"] as const) {
    for (const { 0: words, index } of rest.matchAll(cues[sign])) {
      const end = index + words.length;
      if (isDenied(denials, index, end)) continue;
      shows[sign] = true;
      rest = struckOut(rest, index, end);
      // The 没 of 没生意 reaches no further.
      if (sign === "yes") denials = struckOut(denials, index, end);
    }
  }
  for (const { 0: words, index } of rest.matchAll(cues.asked ?? NOTHING)) {
    if (isDenied(denials, index, index + words.length)) shows.no = true;
    else if (cues.tooLittle?.test(words) !== true) shows.yes = true;
  }
  for (const { 0: words, index } of rest.matchAll(cues.contrary ?? NOTHING))
    shows[isDenied(denials, index, index + words.length) ? "yes" : "no"] = true;
  return shows;
}

/** 没有什么关键不关键的 */
const DISMISSED = /(?<=什么|啥)(.{1,4})不\1/gu;
const NOTHING = /(?!)/gu;

function struckOut(text: string, start: number, end: number): string {
  return `${text.slice(0, start)}${"○".repeat(end - start)}${text.slice(end)}`;
}

/** What counts where a yes and a no are shown; absent, neither does. */
export function mixedCountsAs(fact: FactKey): "yes" | "last" | undefined {
  return CUES[fact]?.mixed;
}

/** Whether something is said that makes it a no whatever else is: another cause, his own fault, an end. */
export function isNoAfterAll(fact: FactKey, remarks: readonly string[]): boolean {
  const cues = CUES[fact];
  const last = remarks.at(-1) ?? "";
  if (cues?.ended !== undefined && NOT_NOW.test(last)) return true;
  return (
    remarks.some((remark) => cues?.decidesNo?.test(remark)) ||
    (cues?.ended?.test(last) === true && !REST.test(last) && !isDeniedEnd(last))
  );
}

/** 眼下没有 */
const NOT_NOW =
  /^(?:但是?|不过)?(?:现在|眼下|如今|目前|[这近][几两]年|今年|后来)(?:都|就|已经|是|倒)*(?:没有?|不(?:做|是|欠|干))(?:了|啊|的)*$/u;
/** 其他的都结清了: one is left. */
const REST = /还有|还剩|再|其他|其余|别的|大部分|多数|一半|差不多|快|才|等|没$/u;

function isDeniedEnd(remark: string): boolean {
  return /[没未不](?:有|能|肯|给)?[^，]{0,4}(?:清|完|齐|回来?|恢复|好)/u.test(remark);
}
