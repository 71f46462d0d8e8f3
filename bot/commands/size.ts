/** `mingbai size`: enterprise size by the 2011 standard, from whatever figures are known. */
import { z } from "zod";
import { type Assessor, factsSchema, type SizeResult } from "../../rules/index.ts";
import { wording } from "../wording.ts";
import { answerLines } from "./json-lines.ts";

export interface SizeOptions {
  readonly jsonl?: boolean;
  readonly industry?: string;
  readonly employees?: string;
  readonly revenue?: string;
  readonly assets?: string;
}

const lineSchema = z.object({ id: z.union([z.string(), z.number()]).optional(), facts: factsSchema });

export async function runSize({ jsonl, ...given }: SizeOptions, assessor: Assessor): Promise<number> {
  if (jsonl) {
    await answerLines(lineSchema, async ({ id, facts }) => {
      const { size, possible } = assessor.inquire(facts).size();
      return { id, size, possible };
    });
    return 0;
  }
  const figures = Object.entries(given).map(([name, value]) => [
    name,
    name === "industry" ? value : rangeOf(value),
  ]);
  const checked = factsSchema.safeParse(Object.fromEntries(figures));
  if (!checked.success) {
    process.stderr.write(`${z.prettifyError(checked.error)}\n`);
    return 2;
  }
  process.stdout.write(`${sentenceOf(assessor.inquire(checked.data).size())}\n`);
  return 0;
}

/** `8`, `5-10`, `5-` or `-10`; what is none of these is left for the schema to refuse. */
function rangeOf(value: string | undefined): unknown {
  const ends = /^(\d+(?:\.\d+)?)?(-)?(\d+(?:\.\d+)?)?$/u.exec(value ?? "");
  if (ends === null) return value;
  const [, min, dash, max] = ends;
  if (dash === undefined) return Number(min ?? max);
  return { min: min === undefined ? null : Number(min), max: max === undefined ? null : Number(max) };
}

function sentenceOf({ size, possible }: SizeResult): string {
  const names = wording.sizes;
  if (size !== "unknown") return wording.sizeKnown(names[size]);
  return wording.sizeOpen(possible.map((each) => names[each]).join("、"));
}
