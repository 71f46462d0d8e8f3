/** `mingbai ask`: one question for a person, or a JSON object a line for a program. */
import { z } from "zod";
import { ask } from "../ask.ts";
import { renderMarkdown } from "../channels/markdown.ts";
import { renderText } from "../channels/text.ts";
import type { Answer, Services } from "../respond.ts";
import { answerLines } from "./json-lines.ts";

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  question: z.string(),
  context: z.array(z.string()).optional(),
  asOf: z.iso.date().optional(),
});

export interface AskOptions {
  readonly jsonl?: boolean;
  readonly explain?: boolean;
  readonly markdown?: boolean;
  readonly asOf?: string;
}

export async function runAsk(
  question: string | undefined,
  options: AskOptions,
  services: Services,
): Promise<number> {
  if (options.jsonl) {
    await answerLines(lineSchema, async ({ id, ...line }) => ({
      id,
      ...asObject(await ask(line, services)),
    }));
    return 0;
  }
  if (question === undefined) {
    process.stderr.write('请给出要问的话，例如：mingbai ask "店里水费欠着会不会停"\n');
    return 2;
  }
  const asked = { question, asOf: options.asOf };
  const render = options.markdown ? renderMarkdown : renderText;
  process.stdout.write(`${render((await ask(asked, services)).reply.blocks)}\n`);
  if (options.explain) process.stdout.write(`\n${await explanation(question, services)}\n`);
  return 0;
}

/** The stable form of an answer, as programs get it. */
function asObject({ retrieval, reply }: Answer) {
  return {
    outcome: reply.outcome,
    clauses: (retrieval?.hits ?? []).map(({ clause, score }) => ({ id: clause, score: round(score) })),
    text: renderText(reply.blocks),
  };
}

/** A table: the likeliest labels, and what each channel gave them. */
async function explanation(question: string, services: Services): Promise<string> {
  const { labels, nearest } = await services.retriever.explain(question);
  const head = [
    "label".padEnd(10),
    "probability",
    ...Object.keys(labels[0]?.shares ?? {}).map((name) => name.padStart(9)),
  ].join(" ");
  const rows = labels.map(({ label, probability, shares }) => {
    const cells = Object.values(shares).map((share) => share.toFixed(2).padStart(9));
    return [label.padEnd(10), probability.toFixed(4).padStart(11), ...cells].join(" ");
  });
  const neighbours = Object.entries(nearest).flatMap(([channel, passages]) => {
    return passages.map(({ label, text }) => `${channel.padEnd(9)} ${label.padEnd(10)} ${text.slice(0, 40)}`);
  });
  return [
    "得分明细（各列为各通道在对数得分中的份额，0为最高）",
    head,
    ...rows,
    "",
    "最近的说法",
    ...neighbours,
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
