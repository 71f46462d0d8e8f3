/** Cuts normalised text into what the lexical channels count: words, runs of characters, runs of syllables. */
import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import { pinyin } from "pinyin-pro";

const HAN = /\p{Script=Han}/u;
const PIECES = /\p{Script=Han}+|[a-z0-9]+(?:\.[0-9]+)?%?/gu;

export interface Tokeniser {
  /** Words (in search mode), single characters and pairs. */
  readonly words: (text: string) => string[];
}

/** @param terms words of the domain that the general dictionary does not know */
export function createTokeniser(terms: readonly string[]): Tokeniser {
  const jieba = Jieba.withDict(dict);
  jieba.loadDict(Buffer.from([...new Set(terms)].map((term) => `${term} 1000\n`).join("")));
  return {
    words: (text) => {
      const words = jieba.cutForSearch(text, true).filter((word) => word.length > 2 && HAN.test(word));
      return [...words, ...characterRuns(text, 1, 2)];
    },
  };
}

/** All runs of `shortest` to `longest` characters inside a stretch of Han; a Latin word or number counts as one. */
export function characterRuns(text: string, shortest: number, longest: number): string[] {
  const runs: string[] = [];
  for (const [piece] of text.matchAll(PIECES)) {
    if (!HAN.test(piece)) runs.push(piece);
    else pushRuns(runs, [...piece], shortest, longest, "");
  }
  return runs;
}

/** As `characterRuns`, of toneless syllables, with the sounds that accents and recognisers confuse made one. */
export function syllableRuns(text: string, shortest: number, longest: number): string[] {
  const runs: string[] = [];
  for (const [piece] of text.matchAll(PIECES)) {
    if (HAN.test(piece)) pushRuns(runs, [...piece].map(syllableOf), shortest, longest, " ");
    else runs.push(piece);
  }
  return runs;
}

function pushRuns(
  runs: string[],
  units: readonly string[],
  shortest: number,
  longest: number,
  glue: string,
): void {
  for (let start = 0; start < units.length; start++) {
    let run = "";
    for (let length = 1; length <= longest && start + length <= units.length; length++) {
      run += (length > 1 ? glue : "") + units[start + length - 1];
      if (length >= shortest) runs.push(run);
    }
  }
}

const syllables = new Map<string, string>();

/** One reading a character, blurred: zh/z, ch/c, sh/s, n/l before a vowel, -ng/-n, h/f stay apart. */
function syllableOf(character: string): string {
  const known = syllables.get(character);
  if (known !== undefined) return known;
  const reading = pinyin(character, { toneType: "none" })
    .replace(/^(z|c|s)h/u, "$1")
    .replace(/(an|en|in)g$/u, "$1");
  syllables.set(character, reading);
  return reading;
}
