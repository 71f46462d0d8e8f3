import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { packageRoot } from "../../knowledge/index.ts";
import { TEST_DAY } from "./services.ts";

const text = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/** What a reply has to show; what is left out may be anything. */
const turnSchema = z.strictObject({
  owner: z.string(),
  /** Hours since the turn before. */
  after: z.number().optional(),
  outcome: z.string().optional(),
  /** Quoted word for word, the first first. */
  cites: text.optional(),
  /** One of them is asked for; `nothing` for no question. */
  asks: text.optional(),
  verdicts: z.record(z.string(), z.string()).optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
  says: text.optional(),
  neverSays: text.optional(),
  /** The reply offers something to pick by number. */
  offers: z.boolean().optional(),
});

const journeySchema = z.strictObject({
  journey: z.string(),
  asOf: z.iso.date().default(TEST_DAY),
  turns: z.array(turnSchema).min(1),
});

export type Journey = z.infer<typeof journeySchema>;

/** 咨询场景：whole conversations, a file for each kind. */
export function readJourneys(): Journey[] {
  const folder = join(packageRoot(), "test", "journeys");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => {
      const checked = z.array(journeySchema).safeParse(parse(readFileSync(join(folder, file), "utf8")));
      if (!checked.success) throw new Error(`${file}: ${z.prettifyError(checked.error)}`);
      return checked.data;
    });
}
