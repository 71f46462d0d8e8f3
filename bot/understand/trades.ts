/** 行当：which industry a stretch of speech names: by a word of the list, or by what is done with a thing. */
import { madeIn } from "./made.ts";
import { sectorFinder } from "./sectors.ts";
import { type Goods, thingFinder } from "./things.ts";
import type { TradeMatch } from "./trade-match.ts";
import { wordFinder } from "./word-finder.ts";

export interface Trades {
  /** Every trade the text names. */
  matchesIn(text: string): TradeMatch[];
}

/** @param words the trades by their industry; @param goods what is made, sold, grown */
export function tradesOf(words: Readonly<Partial<Record<string, readonly string[]>>>, goods: Goods): Trades {
  const listed = wordFinder(
    new Map(
      Object.entries(words).flatMap(([industry, own]) =>
        (own ?? []).map((word) => [word.toLowerCase(), industry] as const),
      ),
    ),
  );
  const things = thingFinder(words, goods);
  const sectors = sectorFinder(goods.sectors);
  return {
    matchesIn: (text) => {
      const found: TradeMatch[] = [
        ...listed(text).map(({ word, value, start }) => ({ word, industry: value, start })),
        ...things(text),
        ...sectors(text),
        ...madeIn(text),
      ];
      return found.filter((match) => !found.some((other) => covers(other, match)));
    },
  };
}

/** 豆花店 covers 花店. */
function covers(other: TradeMatch, match: TradeMatch): boolean {
  const overlaps =
    other.start < match.start + match.word.length && match.start < other.start + other.word.length;
  return overlaps && other.word.length > match.word.length && other.start <= match.start;
}
