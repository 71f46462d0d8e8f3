/** The notice's words in quotation marks, each once: “小微企业”“个体工商户”. A clause's own marks become inner ones. */
export function quoted(quotes: readonly string[]): string {
  return [...new Set(quotes)].map((quote) => `“${quote.replace(/“/gu, "‘").replace(/”/gu, "’")}”`).join("");
}
