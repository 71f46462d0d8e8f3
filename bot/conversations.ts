/** 会话：what is remembered of a conversation, in memory: its last turns and the choices just offered. */
import { randomUUID } from "node:crypto";

export interface Conversation {
  readonly id: string;
  /** The owner's last turns, oldest first. */
  readonly turns: readonly string[];
  /** Clause ids offered by the last reply, in order. */
  readonly offered: readonly string[];
}

export interface Conversations {
  readonly open: (id?: string) => Conversation;
  readonly save: (conversation: Conversation) => void;
}

const REMEMBERED_TURNS = 4;
const MOST_CONVERSATIONS = 10_000;

export function createConversations(): Conversations {
  const stored = new Map<string, Conversation>();
  return {
    open: (id = randomUUID()) => stored.get(id) ?? { id, turns: [], offered: [] },
    save: (conversation) => {
      // A Map keeps insertion order: the one not heard of for longest goes first.
      stored.delete(conversation.id);
      stored.set(conversation.id, { ...conversation, turns: conversation.turns.slice(-REMEMBERED_TURNS) });
      const oldest = stored.keys().next().value;
      if (stored.size > MOST_CONVERSATIONS && oldest !== undefined) stored.delete(oldest);
    },
  };
}
