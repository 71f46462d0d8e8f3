/** Makes what people type comparable: full-width, traditional characters, case, emoji and stray control characters. */
import { Converter } from "opencc-js/t2cn";

/** What is kept of a question, in characters: the beginning and the end of longer ones. */
const LONGEST = 400;
const HEAD = 250;

const simplified = Converter({ from: "t", to: "cn" });

/**
 * @param text anything: empty, emoji, control characters, lone surrogates, megabytes
 * @returns well-formed simplified lower-case text of at most 400 characters, blanks folded, possibly empty
 */
export function normalise(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, HEAD)} ${text.slice(HEAD - LONGEST)}` : text;
  const plain = short
    .toWellFormed()
    .normalize("NFKC")
    .replace(/[\p{C}\p{M}\p{Extended_Pictographic}\uFFFD]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
  return simplified(plain);
}
