/** 报来的回执码: digits as they are typed or said over the telephone: 2748 1093, 二七四八幺零九三. */

/** As numbers are dictated: 幺 for one, and what recognisers write for zero and two. */
const SAID: Readonly<Record<string, string>> = {
  ...Object.fromEntries([..."零一二三四五六七八九"].map((word, digit) => [word, String(digit)])),
  〇: "0",
  洞: "0",
  幺: "1",
  妖: "1",
  壹: "1",
  两: "2",
  贰: "2",
  叁: "3",
  肆: "4",
  伍: "5",
  陆: "6",
  柒: "7",
  拐: "7",
  捌: "8",
  玖: "9",
  勾: "9",
  o: "0",
  l: "1",
};

/** The digits alone; what is no digit is left out. */
export function saidDigits(said: string): string {
  return [...said.normalize("NFKC").toLowerCase()]
    .map((character) => (/\d/u.test(character) ? character : (SAID[character] ?? "")))
    .join("");
}
