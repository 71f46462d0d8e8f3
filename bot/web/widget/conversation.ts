/** 对话：what was said here, kept for refresh and back in this tab, and wiped by starting over. */
import type { ChatResponse } from "../../channels/webchat/protocol.ts";
import { newId } from "../shared/new-id.ts";

export type Entry = Asked | Said;

/** What the owner sent, and what came back. */
export interface Asked {
  readonly kind: "asked";
  /** Sent again, it gets the same reply. */
  readonly id: string;
  readonly text: string;
  /** Where a button was pressed, its words. */
  readonly shown?: string;
  /** The number picked of the reply before. */
  readonly picked?: number;
  state: "waiting" | "failed" | "answered";
  answer?: Answer;
  feedback?: "useful" | "useless";
}

export type Answer = Pick<ChatResponse, "outcome" | "cites" | "receipt" | "blocks">;

/** What a person said, or what is to be known of the way to one. */
export interface Said {
  readonly kind: "said";
  readonly by?: string;
  readonly text: string;
}

interface Kept {
  readonly version: number;
  readonly savedAt: number;
  readonly id: string;
  readonly entries: readonly Entry[];
  readonly heard: number | undefined;
}

const KEY = "mingbai.conversation";
const VERSION = 1;
const MOST_ENTRIES = 200;
const MOST_CHARACTERS = 1_000_000;
/** A tab that was left open overnight says nothing of yesterday. */
const KEPT_MS = 12 * 60 * 60 * 1000;

export interface Conversation {
  readonly id: string;
  readonly entries: Entry[];
  /** On the way to a person, or with one: the number of the last message seen. */
  heard: number | undefined;
}

export function newConversation(): Conversation {
  return { id: newId(), entries: [], heard: undefined };
}

export function keptConversation(now: number): Conversation {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "") as Kept;
    if (kept.version !== VERSION || now - kept.savedAt > KEPT_MS) return newConversation();
    // What was under way when the page went has to be sent again.
    const entries = kept.entries.map((entry) =>
      entry.kind === "asked" && entry.state === "waiting" ? { ...entry, state: "failed" as const } : entry,
    );
    return { id: kept.id, entries, heard: kept.heard };
  } catch {
    return newConversation();
  }
}

/** Only the newest is kept, and nothing where the browser keeps nothing. */
export function keep({ id, entries, heard }: Conversation, now: number): void {
  let kept = entries.slice(-MOST_ENTRIES);
  const write = () =>
    JSON.stringify({ version: VERSION, savedAt: now, id, entries: kept, heard } satisfies Kept);
  let written = write();
  while (written.length > MOST_CHARACTERS && kept.length > 1) {
    kept = kept.slice(Math.ceil(kept.length / 4));
    written = write();
  }
  try {
    sessionStorage.setItem(KEY, written);
  } catch {
    forget();
  }
}

export function forget(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // A browser that refuses to keep has nothing to forget.
  }
}
