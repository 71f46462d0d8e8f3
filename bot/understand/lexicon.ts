/** 词表：the trades and cities people name, read once from the data files beside this. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";
import { z } from "zod";
import { packageRoot } from "../../knowledge/index.ts";
import { INDUSTRIES } from "../../rules/index.ts";
import type { CityName } from "./cities.ts";
import { type Trades, tradesOf } from "./trades.ts";

export type { Trades } from "./trades.ts";

export interface Lexicon {
  readonly trades: Trades;
  readonly cities: readonly CityName[];
}

const wordsSchema = z.array(z.string().min(1));
const tradesSchema = z.partialRecord(z.enum(Object.keys(INDUSTRIES)), wordsSchema);
const goodsSchema = z.strictObject({
  industrial: wordsSchema,
  consumer: wordsSchema,
  wares: wordsSchema,
  dishes: wordsSchema,
  crops: wordsSchema,
  animals: wordsSchema,
  sectors: tradesSchema,
});

/** @throws Error naming the file where one is not usable */
export function readLexicon(): Lexicon {
  const folder = join(packageRoot(), "bot", "understand");
  const read = <T>(file: string, schema: z.ZodType<T>): T => {
    const words = schema.safeParse(load(readFileSync(join(folder, file), "utf8"), { schema: CORE_SCHEMA }));
    if (!words.success) throw new Error(`${file}: ${z.prettifyError(words.error)}`);
    return words.data;
  };
  const trades = tradesOf(read("trades.yaml", tradesSchema), read("goods.yaml", goodsSchema));
  const cities = readFileSync(join(folder, "cities.txt"), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ name: line.replace(/市$/u, ""), needsSuffix: line.endsWith("市") }));
  return { trades, cities };
}
