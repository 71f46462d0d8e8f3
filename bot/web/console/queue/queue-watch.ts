/** 看着队列：looks every few seconds, also while another tab is shown; that is how the server knows somebody is there. */
import type { QueuedHandover, QueueResponse } from "../../../channels/hotline/protocol-desk.ts";
import { ApiError } from "../api.ts";
import type { ConsoleContext } from "../context.ts";

const EVERY_MS = 3_000;

export interface QueueWatch {
  readonly start: (context: ConsoleContext) => () => void;
  readonly handovers: () => readonly QueuedHandover[];
  /** The server's clock, less this computer's. */
  readonly aheadMs: () => number;
  readonly onChange: (listener: () => void) => void;
  readonly look: () => Promise<void>;
  /** The owner's words in it have been read as far as this one. */
  readonly read: (id: string, number: number) => void;
  readonly unreadIn: (handover: QueuedHandover) => boolean;
}

export function createQueueWatch(): QueueWatch {
  const listeners: (() => void)[] = [];
  const seen = new Map<string, number>();
  let handovers: readonly QueuedHandover[] = [];
  let known: ReadonlySet<string> | undefined;
  let aheadMs = 0;
  let context: ConsoleContext | undefined;

  const unreadIn = ({ id, isMine, lastNumber }: QueuedHandover) => isMine && lastNumber > (seen.get(id) ?? 0);
  const tell = () => {
    const waiting = handovers.filter(({ state }) => state === "waiting").length;
    const unread = handovers.filter(unreadIn).length;
    context?.badge(waiting + unread > 0 ? String(waiting + unread) : "");
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${document.title.replace(/^\(\d+\) /u, "")}`;
    for (const listener of listeners) listener();
  };
  const look = async () => {
    if (context === undefined) return;
    try {
      const response = await context.api.get<QueueResponse>("/queue", { byItself: true });
      handovers = response.handovers;
      aheadMs = response.now - Date.now();
    } catch (error) {
      if (error instanceof ApiError) return;
      throw error;
    }
    const arrived = handovers.some(({ id, state }) => state === "waiting" && known?.has(id) === false);
    if (arrived) context.announce(context.wording.desk.queue.arrived);
    known = new Set(handovers.map(({ id }) => id));
    tell();
  };
  return {
    start: (given) => {
      context = given;
      void look();
      const timer = setInterval(() => void look(), EVERY_MS);
      return () => clearInterval(timer);
    },
    handovers: () => handovers,
    aheadMs: () => aheadMs,
    onChange: (listener) => void listeners.push(listener),
    look,
    read: (id, number) => {
      if (number <= (seen.get(id) ?? 0)) return;
      seen.set(id, number);
      tell();
    },
    unreadIn,
  };
}
