/** 词表：the trades and cities people name, read once from the data files beside this. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { packageRoot } from "../../knowledge/index.ts";
import { INDUSTRIES } from "../../rules/index.ts";
import type { CityName } from "./cities.ts";

export interface Lexicon {
  readonly trades: Trades;
  readonly cities: readonly CityName[];
}

export interface TradeMatch {
  readonly word: string;
  readonly industry: string;
  readonly start: number;
}

export interface Trades {
  /** Longest words first at each place; none inside another. */
  matchesIn(text: string): TradeMatch[];
}

const tradesSchema = z.partialRecord(z.enum(Object.keys(INDUSTRIES)), z.array(z.string().min(1)));

/** @throws Error naming the file where one is not usable */
export function readLexicon(): Lexicon {
  const folder = join(packageRoot(), "bot", "understand");
  const trades = tradesSchema.safeParse(parse(readFileSync(join(folder, "trades.yaml"), "utf8")));
  if (!trades.success) throw new Error(`trades.yaml: ${z.prettifyError(trades.error)}`);
  const cities = readFileSync(join(folder, "cities.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ name: line.replace(/市$/u, ""), needsSuffix: line.endsWith("市") }));
  return { trades: tradesOf(trades.data), cities };
}

function tradesOf(words: Readonly<Partial<Record<string, readonly string[]>>>): Trades {
  const industries = new Map<string, string>();
  for (const [industry, own] of Object.entries(words)) {
    for (const word of own ?? []) industries.set(word.toLowerCase(), industry);
  }
  const longest = Math.max(0, ...[...industries.keys()].map((word) => word.length));
  return {
    matchesIn: (text) => {
      const found: TradeMatch[] = [];
      for (let start = 0; start < text.length; start++) {
        for (let length = Math.min(longest, text.length - start); length > 0; length--) {
          const word = text.slice(start, start + length);
          const industry = industries.get(word);
          if (industry === undefined) continue;
          found.push({ word, industry, start });
          start += length - 1;
          break;
        }
      }
      return found;
    },
  };
}
