/** 轮次：a button holds only as long as nothing was said after the reply it came with. */
import { createHash } from "node:crypto";

export interface TurnMarks {
  /** The reply to this message is the newest of the conversation. */
  set(conversation: string, message: string): Promise<void>;
  /** @param turn of the reply with the button; @param message by which it was pressed, perhaps not for the first time */
  isNewest(conversation: string, turn: string, message: string): Promise<boolean>;
}

interface State {
  get(key: string, at: number): Promise<unknown>;
  set(key: string, value: unknown, expiresAt?: number): Promise<void>;
}

/** Numbers do not hold longer in a conversation either. */
const HOLDS_MS = 2 * 60 * 60 * 1000;

export function createTurnMarks(channel: string, state: State, now: () => number): TurnMarks {
  const keyOf = (conversation: string) => `${channel}:turn:${conversation}`;
  return {
    set: (conversation, message) =>
      state.set(keyOf(conversation), turnOf(conversation, message), now() + HOLDS_MS),
    isNewest: async (conversation, turn, message) => {
      const newest = await state.get(keyOf(conversation), now());
      return newest === turn || newest === turnOf(conversation, message);
    },
  };
}

/**
 * A name of the reply to a message, in 32 letters, digits, - and _, as platforms allow in their ids; always the same.
 * @param part of a reply in several messages
 */
export function turnOf(conversation: string, message: string, part = 0): string {
  return createHash("sha256")
    .update(JSON.stringify([conversation, message, part]))
    .digest("base64url")
    .slice(0, 32);
}
