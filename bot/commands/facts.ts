/** `mingbai facts`: what is heard in a sentence; for a person, or a JSON object a line for programs. */
import { z } from "zod";
import type { IsoDate } from "../../knowledge/index.ts";
import { FACT_KEYS, FACTS, factsSchema, valueText } from "../../rules/index.ts";
import { readLexicon } from "../understand/lexicon.ts";
import { toldFacts } from "../understand/told-facts.ts";
import { wording } from "../wording.ts";
import { answerLines } from "./json-lines.ts";

export interface FactsOptions {
  readonly jsonl?: boolean;
  readonly asOf?: IsoDate;
}

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  text: z.string(),
  asOf: z.iso.date().optional(),
});

export async function runFacts(
  text: string | undefined,
  { jsonl, asOf }: FactsOptions,
  today: () => IsoDate,
): Promise<number> {
  const lexicon = readLexicon();
  if (jsonl) {
    await answerLines(lineSchema, async (line) => ({
      id: line.id,
      facts: toldFacts(line.text, line.asOf ?? asOf ?? today(), lexicon),
    }));
    return 0;
  }
  if (text === undefined) {
    process.stderr.write('请给出一句话，例如：mingbai facts "我开面馆的，个体户，三个人"\n');
    return 2;
  }
  const facts = factsSchema.parse(toldFacts(text, asOf ?? today(), lexicon));
  const lines = FACT_KEYS.flatMap((key) => {
    const value = facts[key];
    return value === undefined ? [] : [`${FACTS[key].label}：${valueText(key, value)}`];
  });
  process.stdout.write(`${lines.length > 0 ? lines.join("\n") : wording.noFacts}\n`);
  return 0;
}
