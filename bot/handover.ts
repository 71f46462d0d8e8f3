/**
 * 转人工：a conversation waits for a person, is with one, and comes back. While it waits the bot goes on answering; while a
 * person has it the bot is silent. Nothing is silent to the owner: each step is said.
 */
import type { Handover, PersonMessage, Store } from "./store/index.ts";
import { wording } from "./wording.ts";

/** The platform refused a person's words; the message says why, for the operator. */
export class NotDelivered extends Error {
  override readonly name = "NotDelivered";
}

/** Says something to an owner outside a reply. @throws NotDelivered */
export type Send = (conversation: string, text: string) => Promise<void>;

/** Staff who has not been at the console for so long is away. */
const AWAY_MS = 2 * 60 * 1000;
/** Nobody has said anything for so long: the bot answers again. */
const IDLE_MS = 30 * 60 * 1000;

export async function isStaffed({ handovers }: Store, at: number): Promise<boolean> {
  const seen = await handovers.lastSeen();
  return seen !== undefined && at - seen <= AWAY_MS;
}

/** The handover a message lands in; one that lay idle is over. */
export async function currentHandover(
  { handovers }: Store,
  conversation: string,
  at: number,
): Promise<Handover | undefined> {
  const open = await handovers.open(conversation);
  if (open === undefined || at - open.lastAt <= IDLE_MS) return open;
  await handovers.end(open.id, "idle", at);
  return undefined;
}

/** What the owner's side shows of it. */
export interface HandoverView {
  readonly state: "none" | "waiting" | "taken";
  /** How many wait longer. */
  readonly ahead: number;
  /** Whether anybody is there to come. */
  readonly staffed: boolean;
  /** Who has it. */
  readonly staff?: string;
  readonly messages: readonly PersonMessage[];
}

/** @param after the number of the last message seen; of the owner's own none are shown */
export async function viewHandover(
  store: Store,
  conversation: string,
  after: number,
  at: number,
): Promise<HandoverView> {
  await currentHandover(store, conversation, at);
  const handover = await store.handovers.latest(conversation);
  const staffed = await isStaffed(store, at);
  if (handover === undefined) return { state: "none", ahead: 0, staffed, messages: [] };
  const [messages, queue] = await Promise.all([
    store.handovers.messages(handover.id, after),
    store.handovers.queue(),
  ]);
  const waiting = queue.filter(({ taken }) => taken === undefined);
  return {
    state: stateOf(handover),
    ahead: Math.max(
      0,
      waiting.findIndex(({ id }) => id === handover.id),
    ),
    staffed,
    ...(handover.taken && { staff: handover.taken.name }),
    messages: messages.filter(({ from }) => from !== "owner"),
  };
}

export function stateOf({ taken, ended }: Handover): HandoverView["state"] {
  if (ended) return "none";
  return taken ? "taken" : "waiting";
}

export interface Staff {
  readonly id: string;
  /** As owners see it. */
  readonly name: string;
}

/** 接待：what staff does with the queue. */
export interface Reception {
  queue(): Promise<readonly Handover[]>;
  /** False where another was quicker. */
  take(id: string, staff: Staff): Promise<boolean>;
  say(id: string, staff: Staff, text: string): Promise<SaidByPerson>;
  /** False where it had ended already. */
  giveBack(id: string, staff: Staff): Promise<boolean>;
  /** The operator is at the console. */
  seen(staff: Staff): Promise<void>;
}

/** `ended`: the owner has left or it lay idle. `notYours`: another has it. */
export type SaidByPerson =
  | { readonly kind: "said"; readonly number: number; readonly undelivered?: string }
  | { readonly kind: "ended" | "notYours" };

/** @param senders by channel; where a channel has none the owner's side fetches the words */
export function createReception(
  { handovers }: Store,
  senders: ReadonlyMap<string, Send>,
  now: () => number,
): Reception {
  const tell = async (handover: Handover, from: "staff" | "notice", text: string): Promise<SaidByPerson> => {
    const number = await handovers.say(handover.id, { from, text, at: now() });
    if (number === undefined) return { kind: "ended" };
    const undelivered = await deliver(senders, handover, text);
    if (undelivered === undefined) return { kind: "said", number };
    await handovers.notDelivered(handover.id, number, undelivered);
    return { kind: "said", number, undelivered };
  };
  const ofStaff = async (id: string, staff: Staff) => {
    const handover = await handovers.get(id);
    return handover?.taken?.by === staff.id ? handover : undefined;
  };
  return {
    queue: () => handovers.queue(),
    take: async (id, staff) => {
      const taken = await handovers.take(id, staff.id, staff.name, now());
      const handover = await handovers.get(id);
      if (taken && handover) await tell(handover, "notice", wording.person.here(staff.name));
      return taken;
    },
    say: async (id, staff, text) => {
      const handover = await ofStaff(id, staff);
      return handover ? tell(handover, "staff", text) : { kind: "notYours" };
    },
    giveBack: async (id, staff) => {
      const handover = await ofStaff(id, staff);
      if (handover === undefined || handover.ended) return false;
      await tell(handover, "notice", wording.person.gone);
      return handovers.end(id, "staff", now());
    },
    seen: (staff) => handovers.seen(staff.id, now()),
  };
}

/** @returns why not, where it could not be delivered */
async function deliver(
  senders: ReadonlyMap<string, Send>,
  { channel, conversation }: Handover,
  text: string,
): Promise<string | undefined> {
  try {
    await senders.get(channel)?.(conversation.slice(channel.length + 1), text);
    return undefined;
  } catch (error) {
    if (error instanceof NotDelivered) return error.message;
    return wording.person.notDelivered;
  }
}
