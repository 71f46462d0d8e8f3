/** 接话：a message in, its reply out, kept before it is given; the same message always gets the same reply. */
import { jitter } from "./patience.ts";
import type { NewReceipt, Store, WhyUnanswered } from "./store.ts";
import { StoreError } from "./store-error.ts";

/** 来话 */
export interface Incoming {
  readonly conversation: string;
  /** The channel's id of it; without one, the same words sent again are another turn. */
  readonly message?: string;
  readonly channel: string;
  readonly at: number;
  readonly text: string;
}

/** What a turn comes to. */
export interface Ran<S, R> {
  readonly state: S;
  readonly reply: R;
  readonly outcome: string;
  readonly receipt?: NewReceipt;
  readonly unanswered?: WhyUnanswered;
  readonly wantsPerson?: boolean;
  readonly cites?: readonly string[];
  readonly tookMs?: number;
}

/** Pure: where another turn came first it runs again on the newer state. `taken`: receipt codes that others have. */
export type Run<S, R> = (
  state: S | undefined,
  lastAt: number | undefined,
  taken: readonly string[],
) => Promise<Ran<S, R>>;

export interface Taken<R> {
  readonly reply: R;
  readonly outcome: string;
  readonly receipt?: string;
  /** The message was answered before, and this is that answer. */
  readonly repeated: boolean;
}

const MOST_ATTEMPTS = 12;
const FIRST_WAIT_MS = 5;

/** @throws StoreError when the turn was not kept */
export function takeTurn<S, R>(store: Store, incoming: Incoming, run: Run<S, R>): Promise<Taken<R>> {
  return inOrder(store, incoming.conversation, () => attempt(store, incoming, run));
}

async function attempt<S, R>(store: Store, incoming: Incoming, run: Run<S, R>): Promise<Taken<R>> {
  const taken: string[] = [];
  for (let attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
    const { conversation, message } = incoming;
    const before = message === undefined ? undefined : await store.replyTo(conversation, message);
    if (before) return { ...before, reply: before.reply as R, repeated: true };
    const loaded = await store.load(conversation);
    const ran = await run(loaded?.state as S | undefined, loaded?.lastAt, taken);
    const saved = await store.save({ ...incoming, ...ran, version: loaded?.version ?? 0 });
    if (saved === "saved") {
      const { reply, outcome, receipt } = ran;
      return { reply, outcome, ...(receipt && { receipt: receipt.code }), repeated: false };
    }
    if (saved === "receiptTaken" && ran.receipt) taken.push(ran.receipt.code);
    else if (saved === "conflict") await jitter(FIRST_WAIT_MS * 1.5 ** attempts);
  }
  throw new StoreError(
    "busy",
    `Conversation ${incoming.conversation}: no turn taken in ${MOST_ATTEMPTS} attempts.`,
  );
}

/** The last turn begun of each conversation in this process; others wait for it. */
const queues = new WeakMap<Store, Map<string, Promise<unknown>>>();

function inOrder<T>(store: Store, conversation: string, turn: () => Promise<T>): Promise<T> {
  const queue = queues.get(store) ?? new Map<string, Promise<unknown>>();
  queues.set(store, queue);
  const mine = (queue.get(conversation) ?? Promise.resolve()).then(turn, turn);
  const settled = mine
    .catch(() => {})
    .then(() => {
      if (queue.get(conversation) === settled) queue.delete(conversation);
    });
  queue.set(conversation, settled);
  return mine;
}
