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
  const what = wording.wechat.kinds[type] ?? wording.wechat.otherKind;
  if (open?.taken && inbound.person === "console") {
    await handleTurn({ ...inbound, text: wording.wecom.forPerson(what) }, desk);
    return undefined;
  }
  return type === "voice" ? wording.wechat.notHeard : wording.wechat.notReadable(what);
}
