/** 取信：pulls what is new in an account, one at a time over all servers; what was pulled is past only when it was answered. */
import type { ChannelState } from "../../store/index.ts";
import type { KfClient } from "./client.ts";
import { messageOf, type Notified } from "./receive.ts";
import { conversationOf, type KfMessage } from "./types.ts";

export interface Pulling {
  /** Returns at once. */
  notify(notified: Notified): void;
  /** Pulls every account there was before, for what came while nobody listened. */
  resume(): Promise<void>;
  /** Finishes the page it is at. */
  stop(): Promise<void>;
}

export interface PullingOptions {
  readonly client: Pick<KfClient, "pull">;
  readonly state: ChannelState;
  readonly answer: (message: KfMessage) => Promise<void>;
  readonly now: () => number;
  /** Rejects when it is called off. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: (line: string) => void;
}

/** A server that died holds others up for so long. */
const LEASE_MS = 60 * 1000;
const LOOKS_AGAIN_MS = 250;
/** The platform keeps messages for three days. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;
const WAITS_MS = [1_000, 5_000, 20_000, 60_000];
/** Customers answered at the same time. */
const LANES = 8;
/** So often one message is tried before it is given up, so that it does not hold up the others for ever. */
const MOST_TRIES = 3;

export function createPulling({ client, state, answer, now, wait, log }: PullingOptions): Pulling {
  const startedAt = now();
  const pulls = new Map<string, { again: boolean; done: Promise<void> }>();
  const failures = new Map<string, number>();
  const stopping = new AbortController();
  const pauseFor = (ms: number) => wait(ms, stopping.signal).catch(() => {});

  /** Nothing before the first start ever is answered. */
  const beginning = async () => {
    const kept = await state.get("kf:since", now());
    if (typeof kept === "number") return kept;
    await state.set("kf:since", startedAt);
    return startedAt;
  };
  const accounts = async () => {
    const kept = await state.get("kf:accounts", now());
    return Array.isArray(kept) ? kept.filter((account) => typeof account === "string") : [];
  };
  const remember = async (account: string) => {
    const known = await accounts();
    if (!known.includes(account)) await state.set("kf:accounts", [...known, account]);
  };

  const once = async (message: KfMessage) => {
    const key = `kf:answered:${conversationOf(message)}:${message.id}`;
    if ((await state.get(key, now())) !== undefined) return;
    try {
      await answer(message);
    } catch (error) {
      const tries = (failures.get(key) ?? 0) + 1;
      failures.set(key, tries);
      if (tries < MOST_TRIES) throw error;
      log(`kf a message was given up after ${tries} tries: ${reasonOf(error)}`);
    }
    failures.delete(key);
    await state.set(key, true, now() + KEPT_MS);
  };
  const pullAll = async ({ account, token }: Notified) => {
    const since = Math.floor((await beginning()) / 1000) * 1000;
    const key = `kf:cursor:${account}`;
    for (;;) {
      if (stopping.signal.aborted) return;
      await state.set(lockOf(account), true, now() + LEASE_MS);
      const kept = await state.get(key, now());
      const cursor = typeof kept === "string" ? kept : "";
      const page = await client.pull(account, cursor, token);
      const messages = page.msg_list.flatMap((pulled) => messageOf(pulled) ?? []);
      await inLanes(
        messages.filter(({ sentAt }) => sentAt >= since).toSorted((one, other) => one.sentAt - other.sentAt),
        once,
      );
      if (page.next_cursor !== "") await state.set(key, page.next_cursor);
      if (page.has_more !== 1 && page.msg_list.length === 0) return;
      if (page.next_cursor === "" || page.next_cursor === cursor) return;
    }
  };
  const locked = async (account: string, work: () => Promise<void>) => {
    while (!(await state.once(lockOf(account), now(), now() + LEASE_MS))) {
      await pauseFor(LOOKS_AGAIN_MS);
      if (stopping.signal.aborted) return;
    }
    try {
      await work();
    } finally {
      await state.set(lockOf(account), false, now());
    }
  };
  const pull = async (notified: Notified) => {
    for (const pause of [...WAITS_MS, undefined]) {
      try {
        await remember(notified.account);
        return await locked(notified.account, () => pullAll(notified));
      } catch (error) {
        log(`kf pulling failed: ${reasonOf(error)}`);
        if (pause === undefined || stopping.signal.aborted) return;
        await pauseFor(pause);
      }
    }
  };
  const notify = (notified: Notified) => {
    const running = pulls.get(notified.account);
    if (running) {
      running.again = true;
      return;
    }
    const run = { again: false, done: Promise.resolve() };
    pulls.set(notified.account, run);
    run.done = (async () => {
      do {
        run.again = false;
        await pull(notified);
      } while (run.again && !stopping.signal.aborted);
      pulls.delete(notified.account);
    })();
  };
  const settled = async () => {
    while (pulls.size > 0) await Promise.all([...pulls.values()].map(({ done }) => done));
  };
  return {
    notify,
    resume: async () => {
      await beginning();
      for (const account of await accounts()) notify({ account });
    },
    stop: async () => {
      stopping.abort();
      await settled();
    },
  };
}

function lockOf(account: string): string {
  return `kf:lock:${account}`;
}

/** Each customer's messages one after the other, different customers' side by side. */
async function inLanes(messages: readonly KfMessage[], work: (message: KfMessage) => Promise<void>) {
  const byCustomer = new Map<string, KfMessage[]>();
  for (const message of messages) {
    const others = byCustomer.get(message.customer) ?? [];
    byCustomer.set(message.customer, [...others, message]);
  }
  const waiting = [...byCustomer.values()];
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      for (const message of next) await work(message);
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const done of lanes) if (done.status === "rejected") throw done.reason;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
