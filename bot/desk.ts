/** Opens what a conversation needs: knowledge, rules, index, and the store. */
import type { Config } from "./config.ts";
import type { Desk } from "./handle-turn.ts";
import { createServices } from "./services.ts";
import { openStore } from "./store/index.ts";

/** @throws ModelError, RuleError, KnowledgeError, StoreError; each says what to do */
export async function openDesk(config: Config): Promise<Desk> {
  const { dataDir, databaseUrl } = config;
  const store = await openStore({ dataDir, ...(databaseUrl !== undefined && { databaseUrl }) });
  return { services: await createServices(config), store, now: Date.now };
}
