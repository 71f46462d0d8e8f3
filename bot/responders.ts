/** 应答线程：answers are worked out beside the thread that listens, several at once. */
import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { type Answer, type Message, type Respond, respond, type Services } from "./respond.ts";
import type { ServicesSettings } from "./services.ts";
import { newSession } from "./session.ts";

export interface Responders {
  /** The same answers as `respond` gives; worked out here as long as the threads are not loaded. */
  readonly respond: Respond;
  /** Resolves when all threads are loaded. @throws Error where one cannot be */
  readonly loaded: Promise<void>;
  /** Messages at a time. */
  readonly lanes: number;
  /** After the answers that are being worked out. */
  readonly stop: () => Promise<void>;
}

export interface RespondersOptions {
  /** Threads, each of which loads index and model for itself; 0: answers are worked out here. */
  readonly count: number;
  readonly settings: ServicesSettings;
  readonly services: Services;
  readonly log: (line: string) => void;
}

const THREAD = fileURLToPath(new URL("./responder-thread.js", import.meta.url));
/** Node runs no TypeScript in threads: sources, as in development, answer from one. */
const isBuilt = import.meta.url.endsWith(".js");

export function startResponders({ count, settings, services, log }: RespondersOptions): Responders {
  const here: Respond = (message) => respond(message, services);
  if (count === 0 || !isBuilt)
    return { respond: here, loaded: Promise.resolve(), lanes: 1, stop: async () => {} };
  const { model, pooling, hub, dataDir } = settings;
  const pool = new Piscina<Message, Answer>({
    filename: THREAD,
    name: "answer",
    workerData: { model, pooling, hub, dataDir } satisfies Record<keyof ServicesSettings, unknown>,
    minThreads: count,
    maxThreads: count,
  });
  pool.on("error", (error) => log(`error responder: ${error instanceof Error ? error.stack : error}`));
  // A thread takes one message at a time, so each gets one of these.
  const first: Message = { text: "", session: newSession, asOf: services.today() };
  let isLoaded = false;
  let isStopping = false;
  const loaded = Promise.all(Array.from({ length: count }, () => pool.run(first))).then(() => {
    isLoaded = true;
  });
  loaded.catch((error: unknown) => {
    if (!isStopping) log(`error responder: ${String(error)}; answers come from one thread`);
  });
  return {
    respond: async (message) => {
      if (!isLoaded) return here(message);
      // A thread may die, of want of memory for one. Another takes its place, and an answer can be worked out twice.
      return pool.run(message).catch(() => pool.run(message));
    },
    loaded,
    lanes: count,
    stop: () => {
      isStopping = true;
      return pool.close();
    },
  };
}
