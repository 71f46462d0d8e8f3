/** Servers killed at random moments: what they acknowledged is there, once, and the database opens by itself. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { seeded } from "../../../bot/commands/bench/owners.ts";
import { openStore, type StoreSettings } from "../../../bot/store/index.ts";
import { packageRoot } from "../../../knowledge/index.ts";
import { transpiled } from "../../support/transpiled.ts";
import type { Acknowledged, Life } from "./crash-child.ts";

export interface Crashes {
  readonly settings: StoreSettings;
  readonly kills: number;
  readonly seed: number;
  readonly log?: (line: string) => void;
}

/** Two servers die in each round. */
const SERVERS = 2;
const CONVERSATIONS = 4;
const LONGEST_LIFE_MS = 150;

/** Returns how many turns were acknowledged and how many are kept. @throws Error with what was lost or doubled */
export async function crash({ settings, kills, seed, log = () => {} }: Crashes) {
  const random = seeded(seed);
  const program = transpiled("test/bot/store/crash-child.ts", [
    "bot/privacy.ts",
    ...readdirSync(join(packageRoot(), "bot", "store")).map((file) => `bot/store/${file}`),
  ]);
  const acknowledged: Acknowledged[] = [];
  for (let round = 0; round < kills / SERVERS; round++) {
    const before = acknowledged.length;
    const lives = Array.from({ length: SERVERS }, async (_, server) => {
      const life = { settings, server, round, conversations: CONVERSATIONS };
      acknowledged.push(...(await live(program, life, random() * LONGEST_LIFE_MS)));
    });
    await Promise.all(lives);
    await check(settings, acknowledged.slice(before));
    log(`${SERVERS * (round + 1)} of ${kills} killed, ${acknowledged.length} turns acknowledged`);
  }
  const kept = await check(settings, acknowledged);
  return { acknowledged: new Set(acknowledged.map(({ message }) => message)).size, kept };
}

/** One server from its start to its death, some time after its first turn. */
async function live(program: string, life: Life, milliseconds: number): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, [program, JSON.stringify(life)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (lines.push(line) === 1) void sleep(milliseconds).then(() => child.kill("SIGKILL"));
  }
  if (child.exitCode !== null) throw new Error(`round ${life.round}: server ${life.server} ended by itself`);
  // A line cut short was not said.
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Acknowledged);
}

/** Returns how many turns are kept. */
async function check(settings: StoreSettings, acknowledged: readonly Acknowledged[]): Promise<number> {
  const store = await openStore(settings);
  for (const { conversation, message, reply } of acknowledged) {
    const saved = await store.replyTo(conversation, message);
    if (saved?.reply !== reply) throw new Error(`${message}: said “${reply}”, kept “${saved?.reply}”`);
  }
  let counted = 0;
  for (let name = 0; name < CONVERSATIONS; name++) {
    const { version, state } = (await store.load(`${name}`)) ?? { version: 0, state: 0 };
    if (version !== state) throw new Error(`${name}: version ${version}, counted ${state}`);
    counted += version;
  }
  const { turns } = await store.counts();
  if (counted !== turns) throw new Error(`${counted} turns counted, ${turns} kept`);
  await store.close();
  return turns;
}
