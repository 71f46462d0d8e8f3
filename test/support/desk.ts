import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Desk } from "../../bot/handle-turn.ts";
import { openStore } from "../../bot/store/index.ts";
import { testServices } from "./services.ts";

/** Noon of the test day in Shanghai. */
export const TEST_MOMENT = Date.UTC(2022, 5, 15, 4);

/** The real services over a store of its own; the clock stands until it is set. */
export async function testDesk(): Promise<Desk & { clock: { now: number } }> {
  const clock = { now: TEST_MOMENT };
  const store = await openStore({ dataDir: mkdtempSync(join(tmpdir(), "mingbai-desk-")) });
  return { services: await testServices(), store, now: () => clock.now, clock };
}
