/** 重试：work that changes nothing when it fails, or can be done twice, is tried again for a while. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./database.ts";
import { StoreError, type StoreErrorCode } from "./store-error.ts";

const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 500;

/** What passes by itself: another process finishes, a server comes back. */
const PASSES: ReadonlySet<StoreErrorCode> = new Set(["locked", "unreachable"]);

/** For whoever runs the server. */
const REMEDIES: Readonly<Record<string, string>> = {
  full: "Free space on its disk.",
  locked: "Look for the process that holds it, such as a backup.",
  unreachable: "See that it runs, and that DATABASE_URL or DATA_DIR in the settings is right.",
  damaged: "Restore a backup, or set DATABASE_URL or DATA_DIR to another database.",
} satisfies Partial<Record<StoreErrorCode, string>>;

/** @throws StoreError for what the database says; what it does not know passes through */
export async function patiently<T>(database: Database, patience: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof StoreError ? undefined : database.codeOf(error);
      if (code === undefined) throw error;
      if (!PASSES.has(code) || performance.now() + wait > until) {
        const message = `${database.name}: ${messageOf(error)}. ${REMEDIES[code] ?? ""}`;
        throw new StoreError(code, message, { cause: error });
      }
    }
    await jitter(wait);
  }
}

/** Waits between half of it and all of it, so that two who met do not meet again. */
export async function jitter(wait: number): Promise<void> {
  await sleep(wait * (0.5 + Math.random() / 2));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
