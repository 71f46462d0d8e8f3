/** 来信 from wechaty: whose it is, and whether it is meant for us. */
import type { types } from "wechaty";

/** As much of wechaty's Message as we look at. */
export interface WechatyMessage {
  readonly id: string;
  self(): boolean;
  type(): types.Message;
  text(): string;
  talker(): { readonly id: string };
  room(): { readonly id: string } | undefined;
  mentionSelf(): Promise<boolean>;
  mentionText(): Promise<string>;
  /** Seconds since it was sent. */
  age(): number;
  say(text: string): Promise<unknown>;
}

export interface Told {
  readonly kind: "message";
  readonly conversation: string;
  readonly text: string;
}

export type Received =
  | Told
  /** A picture, voice, a file. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "ignored" };

type Kinds = typeof types.Message;

/** What came while we were away is not answered any more. */
const OLD_SECONDS = 120;

export async function readMessage(message: WechatyMessage, kinds: Kinds): Promise<Received> {
  const room = message.room();
  if (message.self() || message.age() > OLD_SECONDS) return { kind: "ignored" };
  if (message.type() === kinds.Text) {
    if (room && !(await message.mentionSelf())) return { kind: "ignored" };
    const text = room ? await message.mentionText() : message.text();
    return { kind: "message", conversation: nameOf({ contact: message.talker().id, room: room?.id }), text };
  }
  const files: readonly types.Message[] = [
    kinds.Audio,
    kinds.Image,
    kinds.Video,
    kinds.Attachment,
    kinds.Emoticon,
  ];
  return { kind: !room && files.includes(message.type()) ? "unreadable" : "ignored" };
}

/** Where an owner is spoken to: alone, or in a room, where everybody's facts are his own. */
export interface Place {
  readonly contact: string;
  readonly room?: string | undefined;
}

export function nameOf({ contact, room }: Place): string {
  return [contact, ...(room === undefined ? [] : [room])].map(encodeURIComponent).join("/");
}

export function placeOf(conversation: string): Place {
  const [contact = "", room] = conversation.split("/").map(decodeURIComponent);
  return { contact, room };
}
