/** 会话记录: activities numbered in the store; a watermark is the number of the last one seen. */
import { randomUUID } from "node:crypto";
import type { Desk } from "../../handle-turn.ts";
import { masked } from "../../privacy.ts";
import type { OutgoingActivity } from "../activity.ts";

export interface Transcript {
  /** @returns the id of the activity; the one it had where the client sends it again */
  readonly addOwner: (conversation: string, said: OwnerActivity) => Promise<string>;
  readonly addBot: (conversation: string, activity: OutgoingActivity, source: BotSource) => Promise<void>;
  readonly has: (conversation: string) => Promise<boolean>;
  readonly after: (conversation: string, watermark: number) => Promise<ActivitySet>;
}

/** What of a client's message is kept. */
export interface OwnerActivity {
  readonly text?: string | null | undefined;
  readonly user: string;
  /** The client's own id of it, by which it knows its message again. */
  readonly clientId?: string | undefined;
}

/** Why the bot says it; said again for the same reason, it is there once. */
export type BotSource =
  | { readonly kind: "greeting" }
  | { readonly kind: "reply"; readonly to: string; readonly index: number }
  | { readonly kind: "notice" };

export interface ActivitySet {
  readonly activities: readonly object[];
  readonly watermark: string;
}

/** Of one answer to a client; the rest follows at the next. */
const MOST_AT_ONCE = 100;
const BOT = { id: "mingbai", name: "明白", role: "bot" };

export function createTranscript({ store: { directLine }, now }: Desk): Transcript {
  const add = async (conversation: string, source: string, activity: object) => {
    const at = now();
    const placed = {
      ...activity,
      channelId: "directline",
      conversation: { id: conversation },
      timestamp: new Date(at).toISOString(),
    };
    return idOf(conversation, await directLine.add(conversation, { source, activity: placed, at }));
  };
  return {
    addOwner: (conversation, { text, user, clientId }) =>
      add(conversation, `owner:${clientId ?? randomUUID()}`, {
        type: "message",
        from: { id: user, role: "user" },
        ...(typeof text === "string" && { text: masked(text) }),
        ...(clientId !== undefined && { channelData: { clientActivityID: clientId } }),
      }),
    addBot: async (conversation, activity, source) => {
      const replyTo = source.kind === "reply" ? { replyToId: source.to } : {};
      await add(conversation, nameOf(source), { ...activity, from: BOT, ...replyTo });
    },
    has: async (conversation) => (await directLine.newest([conversation])).has(conversation),
    after: async (conversation, watermark) => {
      const said = await directLine.after(conversation, watermark, MOST_AT_ONCE);
      return {
        activities: said.map(({ number, activity }) => ({ ...activity, id: idOf(conversation, number) })),
        watermark: String(said.at(-1)?.number ?? watermark),
      };
    },
  };
}

/** @returns 0, the beginning, where it is none of ours */
export function watermarkOf(text: string | undefined): number {
  return /^\d{1,9}$/u.test(text ?? "") ? Number(text) : 0;
}

function nameOf(source: BotSource): string {
  switch (source.kind) {
    case "greeting":
      return "greeting";
    case "reply":
      return `reply:${source.to}:${source.index}`;
    case "notice":
      return `notice:${randomUUID()}`;
  }
}

function idOf(conversation: string, number: number): string {
  return `${conversation}|${String(number).padStart(7, "0")}`;
}
