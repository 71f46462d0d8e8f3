/** 重试：work that changes nothing when it fails, or can be done twice, is tried again for a while. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "./database.ts";
import { StoreError, type StoreErrorCode } from "./store-error.ts";

const FIRST_WAIT_MS = 5;
const LONGEST_WAIT_MS = 500;

/** What passes by itself: another process finishes, a server comes back. */
const PASSES: ReadonlySet<StoreErrorCode> = new Set(["locked", "unreachable"]);

/** @throws StoreError for what the database says; what it does not know passes through */
export async function patiently<T>(database: Database, patience: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (error) {
      const code = database.codeOf(error);
      if (code === undefined) throw error;
      if (!PASSES.has(code) || performance.now() + wait > until) {
        throw new StoreError(code, `${database.name}: ${messageOf(error)}`, { cause: error });
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
