/** The front door of the notice: what others may import. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { NoticeReading } from "./read-notice.ts";
import { readNotice } from "./read-notice.ts";
import { type FollowUp, readFollowUps, readSayings, type Saying } from "./sayings.ts";

export type { Clause, ClauseId, GlossaryTerm, IsoDate, Nature, Notice } from "./notice.ts";
export { KnowledgeError } from "./read-notice.ts";
export { type FollowUp, type Label, OTHER_LABELS, type Saying } from "./sayings.ts";

/** The notice answered from until there are more. */
const FIRST_NOTICE = "miit-2022-103";

/** Everything known of one notice. */
export interface Knowledge extends NoticeReading {
  readonly sayings: readonly Saying[];
  readonly followUps: readonly FollowUp[];
}

/**
 * Reads and checks a notice's folder: texts, catalogue, glossary, sayings.
 * @throws KnowledgeError with file, fault and remedy
 */
export function readKnowledge(id: string = FIRST_NOTICE): Knowledge {
  const folder = noticeFolder(id);
  const reading = readNotice(folder, id);
  const clauses = reading.notice.clauses.map((clause) => clause.id);
  return { ...reading, sayings: readSayings(folder, clauses), followUps: readFollowUps(folder) };
}

export function noticeFolder(id: string = FIRST_NOTICE): string {
  return join(packageRoot(), "knowledge", "notices", id);
}

/** The folder that holds package.json: sources run from it, the build from `dist/` below it; data stay where they are. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackageRoot(folder)) folder = dirname(folder);
  return folder;
}

function isPackageRoot(folder: string): boolean {
  const file = join(folder, "package.json");
  if (!existsSync(file)) {
    if (folder === dirname(folder))
      throw new Error("The folder of package.json was not found above the program.");
    return false;
  }
  return (JSON.parse(readFileSync(file, "utf8")) as { name?: string }).name === "mingbai";
}
