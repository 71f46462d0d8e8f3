/** 读不了的：pictures, files and the like are answered with what to do instead; a person is told that one came. */
import { conversationKey, type Desk, handleTurn, type Inbound } from "../handle-turn.ts";
import { currentHandover } from "../handover.ts";
import { wording } from "../wording.ts";

/** @returns what to say to the owner; undefined where a person has the conversation */
export async function answerToUnread(
  type: string,
  inbound: Omit<Inbound, "text">,
  desk: Desk,
): Promise<string | undefined> {
  const { channel, conversation } = inbound;
  const open = await currentHandover(desk.store, conversationKey(channel, conversation), desk.now());
  if (!open?.taken || inbound.person !== "console") return wording.unread.answer[kindOf(type)];
  await handleTurn({ ...inbound, text: wording.unread.forPerson[kindOf(type)] }, desk);
  return undefined;
}

type Kind = keyof typeof wording.unread.answer;

/** By the name 企业微信 gives the type. */
function kindOf(type: string): Kind {
  return KINDS[type] ?? "other";
}

const KINDS: Readonly<Record<string, Kind>> = {
  voice: "voice",
  image: "picture",
  video: "picture",
  shortvideo: "picture",
  location: "place",
};
