/** 使用长连接：we call 企业微信 and stay on the line, so that a server without an address on the public network will do. */
import { setTimeout as sleep } from "node:timers/promises";
import type { WsFrame } from "@wecom/aibot-node-sdk";
import { NotDelivered } from "../../handover.ts";
import { wording } from "../../wording.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { CHANNEL, conversationOf, createAnswering } from "./answering.ts";
import { createLine, LineError, type LineOptions } from "./line.ts";
import { receive } from "./receive.ts";
import { laterOf, markdown, streamReply } from "./render.ts";
import type { ConnectionSettings } from "./settings.ts";
import type { AibotMessage, AibotReply } from "./types.ts";

/** An answer that could not be given waits for the line no longer. */
const PATIENCE_MS = 3 * 60_000;
/** What is being answered when the server stops. */
const STOP_MS = 5_000;

/** @param rests as of the line */
export function createByConnection(
  settings: ConnectionSettings,
  { desk, log }: Surroundings,
  rests?: LineOptions["rests"],
): Channel {
  const atWork = new Set<Promise<void>>();
  const onFrame = (frame: WsFrame) => {
    const work = take(frame)
      .catch((error: unknown) => log(`error aibot: ${error instanceof Error ? error.stack : String(error)}`))
      .finally(() => atWork.delete(work));
    atWork.add(work);
  };
  const line = createLine({ settings, log, onFrame, ...(rests && { rests }) });
  const answer = createAnswering({
    desk,
    say: async (message, later) => {
      try {
        await line.push(placeOf(conversationOf(message)), later);
        return true;
      } catch (error) {
        log(`aibot: an answer was not delivered: ${String(error)}`);
        return false;
      }
    },
  });
  const take = async (frame: WsFrame) => {
    const message = receive(JSON.stringify(frame.body));
    const reply = await answer(message).catch((error: unknown) => {
      // Nobody sends it again, as a callback would be.
      log(`error aibot: ${error instanceof Error ? error.stack : String(error)}`);
      return message.kind === "words" ? streamReply(message.id, wording.serverError) : null;
    });
    if (reply !== null) await give(frame, message, reply);
  };
  /** Rather seen twice than not at all, where it is not known whether it arrived. */
  const give = async (frame: WsFrame, message: AibotMessage, reply: AibotReply) => {
    try {
      await line.reply(frame, reply, commandOf(reply));
    } catch (error) {
      const later = laterOf(reply);
      if (!(error instanceof LineError) || later.length === 0) throw error;
      await line.untilOpen(PATIENCE_MS);
      for (const part of later) await line.push(placeOf(conversationOf(message)), part);
    }
  };
  return {
    name: CHANNEL,
    send: async (conversation, text) => {
      const { offline, other } = wording.wecom.undelivered;
      await line.push(placeOf(conversation), markdown(text)).catch((error: unknown) => {
        if (!(error instanceof LineError)) throw error;
        throw new NotDelivered(error.code === undefined ? offline : other(error.code));
      });
    },
    start: () => line.open(),
    stop: async () => {
      await Promise.race([Promise.allSettled(atWork), sleep(STOP_MS, undefined, { ref: false })]);
      line.close();
    },
  };
}

/** A group, or somebody alone with the bot. @param conversation as answering names it */
function placeOf(conversation: string): string {
  return conversation.split("/")[0] ?? conversation;
}

/** Each kind of reply has its own. */
function commandOf(reply: AibotReply): string {
  if ("response_type" in reply) return "aibot_respond_update_msg";
  return reply.msgtype === "text" ? "aibot_respond_welcome_msg" : "aibot_respond_msg";
}
