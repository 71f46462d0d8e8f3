/** 预演：a server that stands by answers sayings, to nobody, so that its code is quick when it takes over. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Desk, handleTurn } from "./handle-turn.ts";
import type { Respond, Services } from "./respond.ts";
import { openStore } from "./store/index.ts";

/** More make it hardly quicker. */
const CONVERSATIONS = 1_000;
const TURNS = 3;
/** Whatever is asked then has a first choice. */
const ANSWER = "1";
/** The server that serves has the processors first. */
const PAUSE_MS = 20;

export interface RehearsalOptions {
  readonly respond: Respond;
  readonly services: Services;
  /** Conversations at a time, so that each thread has its share. */
  readonly lanes: number;
  readonly stop: AbortSignal;
}

/** Resolves when it has done so, or early where it is to stop. What it keeps it keeps apart, and deletes. */
export async function rehearse({ respond, services, lanes, stop }: RehearsalOptions): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "mingbai-rehearsal-"));
  const store = await openStore({ dataDir });
  const desk: Desk = { services, store, now: Date.now, respond };
  const { sayings } = services.knowledge;
  const step = Math.max(1, Math.floor(sayings.length / CONVERSATIONS));
  const openings = sayings.filter((_, index) => index % step === 0);
  const lane = async (number: number) => {
    for (let at = number; at < openings.length && !stop.aborted; at += lanes) {
      const texts = [openings[at]?.text ?? "", ...Array.from({ length: TURNS - 1 }, () => ANSWER)];
      for (const text of texts)
        await handleTurn({ channel: "rehearsal", conversation: String(at), text }, desk);
      await sleep(PAUSE_MS);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
