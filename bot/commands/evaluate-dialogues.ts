/** Whole conversations: personas who answer what they are asked, and scripts with what each reply has to show. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { IsoDate } from "../../knowledge/index.ts";
import { renderText } from "../channels/text.ts";
import { type Delivery, deliveryOf } from "../handle-turn.ts";
import { respond, type Services } from "../respond.ts";
import { newSession, type Session } from "../session.ts";
import type { Score } from "./evaluate-facts.ts";

const expectationSchema = z.strictObject({
  cite: z.array(z.string()).optional(),
  asks: z.array(z.string()).optional(),
  verdict: z.record(z.string(), z.string()).optional(),
  outcome: z.string().optional(),
  contains: z.array(z.string()).optional(),
});
type Expectation = z.infer<typeof expectationSchema>;

const common = { id: z.string(), asOf: z.iso.date() };
const personaSchema = z.object({
  ...common,
  kind: z.literal("persona"),
  opening: z.string(),
  say: z.record(z.string(), z.string()),
  goal: z.record(z.string(), z.string()),
  cite: z.array(z.string()),
  maxTurns: z.number(),
});
const scriptSchema = z.object({
  ...common,
  kind: z.literal("script"),
  turns: z.array(
    z.object({
      user: z.string(),
      expect: z.union([z.strictObject({ anyOf: z.array(expectationSchema) }), expectationSchema]),
    }),
  ),
});
const dialogueSchema = z.discriminatedUnion("kind", [personaSchema, scriptSchema]);
type Persona = z.infer<typeof personaSchema>;
type Script = z.infer<typeof scriptSchema>;

export interface JudgedDialogue {
  readonly id: string;
  readonly passed: boolean;
  /** Messages the owner sent. */
  readonly messages: number;
  /** What was said on both sides, for reading. */
  readonly transcript: string;
}

/** Runs `dialogues.jsonl` of a folder, where there is one. */
export async function evaluateDialogues(folder: string, services: Services): Promise<JudgedDialogue[]> {
  const file = join(folder, "dialogues.jsonl");
  if (!existsSync(file)) return [];
  const judged: JudgedDialogue[] = [];
  for (const [index, line] of readFileSync(file, "utf8").split("\n").entries()) {
    if (line.trim() === "") continue;
    const checked = dialogueSchema.safeParse(JSON.parse(line));
    if (!checked.success) throw new Error(`${file}:${index + 1}: ${z.prettifyError(checked.error)}`);
    const dialogue = checked.data;
    judged.push(
      dialogue.kind === "persona" ? await play(dialogue, services) : await perform(dialogue, services),
    );
  }
  return judged;
}

export function dialogueScores(judged: readonly JudgedDialogue[]): Score[] {
  if (judged.length === 0) return [];
  return [{ name: "dialogues", right: judged.filter(({ passed }) => passed).length, of: judged.length }];
}

/** A conversation nobody keeps. */
function conversation(asOf: IsoDate, services: Services) {
  let session: Session = newSession;
  const lines: string[] = [];
  return {
    say: async (text: string): Promise<Delivery & { readonly text: string }> => {
      const answer = await respond({ text, session, asOf }, services);
      session = answer.session;
      const delivery = { ...deliveryOf("", answer), text: renderText(answer.reply.blocks) };
      lines.push(`> ${text}`, delivery.text, "");
      return delivery;
    },
    transcript: () => lines.join("\n"),
  };
}

async function play(
  { id, asOf, opening, say, goal, cite, maxTurns }: Persona,
  services: Services,
): Promise<JudgedDialogue> {
  const talk = conversation(asOf, services);
  let text: string | undefined = opening;
  let messages = 0;
  let passed = false;
  while (text !== undefined && messages < maxTurns && !passed) {
    const reply = await talk.say(text);
    messages += 1;
    passed = meets({ verdict: goal, cite }, reply);
    text = reply.asks === null ? undefined : say[reply.asks];
  }
  return { id, passed, messages, transcript: talk.transcript() };
}

async function perform({ id, asOf, turns }: Script, services: Services): Promise<JudgedDialogue> {
  const talk = conversation(asOf, services);
  let passed = true;
  for (const { user, expect } of turns) {
    const reply = await talk.say(user);
    const allowed = "anyOf" in expect ? expect.anyOf : [expect as Expectation];
    passed &&= allowed.some((expectation) => meets(expectation, reply));
  }
  return { id, passed, messages: turns.length, transcript: talk.transcript() };
}

function meets(
  { cite, asks, verdict, outcome, contains }: Expectation,
  reply: Delivery & { readonly text: string },
): boolean {
  return (
    (cite === undefined || cite.some((clause) => reply.cites.includes(clause))) &&
    (asks === undefined || (reply.asks !== null && asks.includes(reply.asks))) &&
    (verdict === undefined ||
      Object.entries(verdict).every(([clause, wanted]) => reply.verdicts[clause] === wanted)) &&
    (outcome === undefined || reply.outcome === outcome) &&
    (contains === undefined || contains.every((words) => reply.text.includes(words)))
  );
}
