/** 引号：the notice's words as they are quoted. */
import { wording } from "./wording.ts";

/** The notice's words in quotation marks, each once: “小微企业”“个体工商户”. A clause's own marks become inner ones. */
export function quoted(quotes: readonly string[]): string {
  return [...new Set(quotes)].map((quote) => `“${quote.replace(/“/gu, "‘").replace(/”/gu, "’")}”`).join("");
}

/** A clause may end in a comma, which is left out, or in the middle of a sentence, which is shown; inside nothing is changed. */
export function asQuoted(clause: string): string {
  const words = clause.replace(/[，；]$/u, "");
  return /[\p{P}]$/u.test(clause) ? words : wording.beginning(words);
}
