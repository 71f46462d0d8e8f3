/** 说法：how people put things, one a line, one file a label; `#` begins a comment. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClauseId } from "./notice.ts";
import { KnowledgeError } from "./read-notice.ts";

/** What a question can be about besides a clause. Each has a file of sayings of its own. */
export const OTHER_LABELS = ["document", "overview", "near-miss", "far", "smalltalk", "handover"] as const;
export type OtherLabel = (typeof OTHER_LABELS)[number];
export type Label = ClauseId | OtherLabel;

export interface Saying {
  readonly text: string;
  readonly label: Label;
}

/** 追问：a question that needs the turns before it to be understood. */
export interface FollowUp extends Saying {
  /** Earlier user turns, oldest first. */
  readonly context: readonly string[];
}

/**
 * @param folder a notice's folder; sayings lie in its `sayings/<label>.txt`
 * @param clauses the notice's clause ids: each must have its file, and no other file may lie there
 * @throws KnowledgeError
 */
export function readSayings(folder: string, clauses: readonly ClauseId[]): Saying[] {
  const place = join(folder, "sayings");
  const labels: Label[] = [...clauses, ...OTHER_LABELS];
  const stray = readdirSync(place).find(
    (file) => file.endsWith(".txt") && !labels.includes(file.replace(/\.txt$/u, "")),
  );
  if (stray)
    throw new KnowledgeError(`sayings/${stray}: no clause of that id. Rename the file or take it away.`);
  return labels.flatMap((label) => {
    const file = join(place, `${label}.txt`);
    if (!existsSync(file))
      throw new KnowledgeError(
        `sayings/${label}.txt is missing. Write how people put ${label}, a line each.`,
      );
    return linesOf(readFileSync(file, "utf8")).map((text) => ({ text, label }));
  });
}

/** `sayings/follow-ups.tsv`: label, then the turns, the last of them the question; tabs between. */
export function readFollowUps(folder: string): FollowUp[] {
  const file = join(folder, "sayings", "follow-ups.tsv");
  if (!existsSync(file)) return [];
  return linesOf(readFileSync(file, "utf8")).map((line, index) => {
    const [label, ...turns] = line.split("\t");
    const text = turns.pop();
    if (label === undefined || text === undefined || turns.length === 0) {
      throw new KnowledgeError(
        `sayings/follow-ups.tsv: row ${index + 1} needs label, an earlier turn and the question, with tabs between.`,
      );
    }
    return { label, context: turns, text };
  });
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
