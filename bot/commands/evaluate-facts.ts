/** The parts of `mingbai eval` that need no retrieval: facts heard, sizes, verdicts and what is missing. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { IsoDate } from "../../knowledge/index.ts";
import { type Assessor, type Facts, factsSchema } from "../../rules/index.ts";
import { readLexicon } from "../understand/lexicon.ts";
import { toldFacts } from "../understand/told-facts.ts";

/** The day the sentences of `facts.jsonl` are meant for. */
const FACTS_DAY: IsoDate = "2022-06-15";

export interface Score {
  readonly name: string;
  readonly right: number;
  readonly of: number;
}

export interface WrongLine {
  readonly id: string;
  readonly text: string;
  readonly wanted: string;
  readonly got: string;
}

export interface FactsEvaluation {
  readonly scores: readonly Score[];
  readonly wrong: readonly WrongLine[];
}

const id = z.union([z.string(), z.number()]).transform(String);
const toldSchema = z.object({ id, text: z.string(), facts: factsSchema });
const sizeSchema = z.object({ id, facts: factsSchema, size: z.string() });
const verdictsSchema = z.object({
  id,
  facts: factsSchema,
  asOf: z.iso.date(),
  expect: z.record(z.string(), z.string()),
  missing: z.record(z.string(), z.array(z.string())),
});

/** Scores of the files that are in the folder. */
export function evaluateFacts(folder: string, assessor: Assessor): FactsEvaluation {
  const parts = [
    heard(readLines(join(folder, "facts.jsonl"), toldSchema)),
    sized(readLines(join(folder, "size.jsonl"), sizeSchema), assessor),
    judged(readLines(join(folder, "verdicts.jsonl"), verdictsSchema), assessor),
  ];
  return { scores: parts.flatMap(({ scores }) => scores), wrong: parts.flatMap(({ wrong }) => wrong) };
}

function readLines<T>(file: string, schema: z.ZodType<T>): T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const checked = schema.safeParse(JSON.parse(line));
    if (!checked.success) throw new Error(`${file}:${index + 1}: ${z.prettifyError(checked.error)}`);
    return [checked.data];
  });
}

function heard(lines: readonly z.infer<typeof toldSchema>[]): FactsEvaluation {
  if (lines.length === 0) return { scores: [], wrong: [] };
  const lexicon = readLexicon();
  let [right, said, found, wanted] = [0, 0, 0, 0];
  const wrong: WrongLine[] = [];
  for (const line of lines) {
    const got = factsSchema.parse(toldFacts(line.text, FACTS_DAY, lexicon));
    const keys = Object.keys(got) as (keyof Facts)[];
    const same = keys.filter((key) => isDeepStrictEqual(got[key], line.facts[key])).length;
    right += same;
    found += keys.length;
    wanted += Object.keys(line.facts).length;
    if (isDeepStrictEqual(got, line.facts)) said++;
    else wrong.push({ id: line.id, text: line.text, wanted: shown(line.facts), got: shown(got) });
  }
  return {
    scores: [
      { name: "facts: lines exactly right", right: said, of: lines.length },
      { name: "facts: precision", right, of: found },
      { name: "facts: recall", right, of: wanted },
    ],
    wrong,
  };
}

function sized(lines: readonly z.infer<typeof sizeSchema>[], { inquire }: Assessor): FactsEvaluation {
  if (lines.length === 0) return { scores: [], wrong: [] };
  const wrong = lines.flatMap((line): WrongLine[] => {
    const { size } = inquire(line.facts).size();
    return size === line.size ? [] : [{ id: line.id, text: shown(line.facts), wanted: line.size, got: size }];
  });
  return {
    scores: [{ name: "enterprise size", right: lines.length - wrong.length, of: lines.length }],
    wrong,
  };
}

function judged(lines: readonly z.infer<typeof verdictsSchema>[], { inquire }: Assessor): FactsEvaluation {
  if (lines.length === 0) return { scores: [], wrong: [] };
  let [verdicts, sets, of] = [0, 0, 0];
  const wrong: WrongLine[] = [];
  for (const line of lines) {
    for (const { clause, verdict, missing } of inquire(line.facts).assess(line.asOf)) {
      of++;
      const expected = line.missing[clause] ?? [];
      const sameSet = isDeepStrictEqual(missing.toSorted(), expected.toSorted());
      if (verdict === line.expect[clause]) verdicts++;
      if (sameSet) sets++;
      if (verdict !== line.expect[clause] || !sameSet)
        wrong.push({
          id: `${line.id} ${clause}`,
          text: shown(line.facts),
          wanted: `${line.expect[clause]} ${expected.join()}`,
          got: `${verdict} ${missing.join()}`,
        });
    }
  }
  return {
    scores: [
      { name: "verdicts", right: verdicts, of },
      { name: "missing facts of a clause", right: sets, of },
    ],
    wrong,
  };
}

/** Infinity is no JSON. */
function shown(facts: Facts): string {
  return JSON.stringify(facts, (_, value: unknown) => (value === Number.POSITIVE_INFINITY ? null : value));
}
