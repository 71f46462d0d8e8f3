/** Cuts normalised text into what the lexical channels count: words, runs of characters, runs of syllables. */
import { createRequire } from "node:module";
import { Jieba } from "@node-rs/jieba";
import { pinyin } from "pinyin-pro";

const HAN = /\p{Script=Han}/u;
const PIECES = /\p{Script=Han}+|[a-z0-9]+(?:\.[0-9]+)?%?/gu;

export interface Tokeniser {
  /** Words (in search mode), single characters and pairs. */
  readonly words: (text: string) => string[];
}

/** Lines of a jieba dictionary: word, frequency. */
export type Dictionary = readonly string[];

/**
 * The part of the general dictionary that the passages use: words no passage holds could not be found anyway, and the whole
 * takes a fifth of a second and 50 MB to load at every start.
 * @param terms words of the domain that the general dictionary does not know
 */
export function dictionaryOf(texts: readonly string[], terms: readonly string[]): Dictionary {
  const jieba = Jieba.withDict(dict());
  const used = new Set(texts.flatMap((text) => [...jieba.cutForSearch(text, true), ...text]));
  const general = new TextDecoder()
    .decode(dict())
    .split("\n")
    .filter((line) => used.has(line.slice(0, line.indexOf(" "))));
  return [...general, ...[...new Set(terms)].map((term) => `${term} 1000`)];
}

export function createTokeniser(dictionary: Dictionary): Tokeniser {
  const jieba = Jieba.withDict(new TextEncoder().encode(`${dictionary.join("\n")}\n`));
  return {
    words: (text) => {
      const words = jieba.cutForSearch(text, true).filter((word) => word.length > 2 && HAN.test(word));
      return [...words, ...characterRuns(text, 1, 2)];
    },
  };
}

/** Read only where an index is built. */
function dict(): Uint8Array {
  return (createRequire(import.meta.url)("@node-rs/jieba/dict.js") as { dict: Uint8Array }).dict;
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
