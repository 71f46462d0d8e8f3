/** `mingbai chat`: a conversation in the terminal; with --jsonl many conversations, one message a line. */
import { createInterface } from "node:readline";
import { z } from "zod";
import type { IsoDate } from "../../knowledge/index.ts";
import { renderText } from "../channels/text.ts";
import { type Delivery, type Desk, handleTurn, newConversation } from "../handle-turn.ts";
import { StoreError } from "../store/index.ts";
import { wording } from "../wording.ts";
import { answerLines } from "./json-lines.ts";

export interface ChatOptions {
  readonly jsonl?: boolean;
  readonly asOf?: IsoDate;
}

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  conversation: z.string().min(1),
  text: z.string(),
  asOf: z.iso.date().optional(),
});

export async function runChat({ jsonl, asOf }: ChatOptions, desk: Desk): Promise<void> {
  // Names of conversations are the caller's: another run may use them again.
  const run = newConversation();
  const turn = (conversation: string, text: string, day = asOf) =>
    handleTurn({ channel: "terminal", conversation: `${run}:${conversation}`, text, asOf: day }, desk);
  if (jsonl) {
    await answerLines(lineSchema, async ({ conversation, text, asOf: day }) =>
      asObject(conversation, await turn(conversation, text, day)),
    );
    return;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: "\n> " });
  process.stdout.write(`${wording.greeting}\n`);
  terminal.prompt();
  for await (const line of terminal) {
    process.stdout.write(`\n${await spoken(() => turn("", line))}\n`);
    terminal.prompt();
  }
}

function asObject(conversation: string, { blocks, ...delivery }: Delivery) {
  return { ...delivery, conversation, text: renderText(blocks) };
}

/** A turn that could not be kept is told, and the conversation goes on. */
async function spoken(turn: () => Promise<Delivery>): Promise<string> {
  try {
    return renderText((await turn()).blocks);
  } catch (error) {
    if (error instanceof StoreError) return wording.store[error.code];
    throw error;
  }
}
