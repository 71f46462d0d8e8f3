/** 接待材料：what an operator who takes a chat over has to know: what was said, what the owner told, what the answers rest on. */
import type { IsoDate } from "../../knowledge/index.ts";
import type { Block } from "../blocks.ts";
import { clauseBlocks } from "../clause-reply.ts";
import type { Delivery, Desk } from "../handle-turn.ts";
import { newSession, type Session } from "../session.ts";
import type { Handover, PersonMessage } from "../store/index.ts";
import { factText, saidFacts } from "../telling.ts";
import { caseFor } from "./facts-form.ts";

export interface HandoverFile {
  readonly known: readonly string[];
  readonly turns: readonly {
    readonly at: number;
    readonly text: string;
    readonly blocks: readonly Block[];
  }[];
  readonly messages: readonly PersonMessage[];
  readonly trace: readonly Block[];
}

const LAST_TURNS = 50;
const BEFORE = 5;

export async function handoverFile(
  { id, conversation }: Handover,
  asOf: IsoDate,
  { store, services }: Desk,
): Promise<HandoverFile> {
  const [saved, turns, messages] = await Promise.all([
    store.load(conversation),
    store.transcripts.of(conversation, LAST_TURNS),
    store.handovers.messages(id),
  ]);
  const { facts, cited } = (saved?.state as Session | undefined) ?? newSession;
  const about = caseFor(facts, asOf, services);
  return {
    known: saidFacts(facts).map((fact) => factText(fact, facts[fact])),
    turns: turns.map(({ at, text, reply }) => ({ at, text, blocks: (reply as Delivery).blocks })),
    messages,
    trace: cited.flatMap((clause) => clauseBlocks(clause, about, "explained")),
  };
}

export interface LastWords {
  readonly text: string;
  /** Of the owner's messages to the person; 0 before the first. */
  readonly number: number;
}

/** What the owner said last, to the person or before. */
export async function lastWords({ id, conversation }: Handover, { store }: Desk): Promise<LastWords> {
  const messages = await store.handovers.messages(id);
  const last = messages.findLast(({ from }) => from === "owner");
  if (last) return { text: last.text, number: last.number };
  const turns = await store.transcripts.of(conversation, BEFORE);
  // 转人工 itself tells nothing.
  const turn = turns.findLast(({ reply }) => (reply as Delivery).outcome !== "handover") ?? turns.at(-1);
  return { text: turn?.text ?? "", number: 0 };
}
