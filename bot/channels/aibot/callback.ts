/** 使用URL回调：企业微信 calls us at an address of ours. */
import { NotDelivered } from "../../handover.ts";
import { wording } from "../../wording.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { createQyCallback } from "../qy-callback.ts";
import { NO_RECEIVER } from "../wx-crypto.ts";
import { CHANNEL, conversationOf, createAnswering } from "./answering.ts";
import { createLater } from "./later.ts";
import { receive } from "./receive.ts";
import { markdown } from "./render.ts";
import type { CallbackSettings } from "./settings.ts";

export function createByCallback(settings: CallbackSettings, { desk, fetch, log }: Surroundings): Channel {
  const { store, now } = desk;
  const state = store.channelState;
  const { token, aesKey, apiUrl } = settings;
  const later = createLater({ apiUrl, state, fetch, now });
  const answer = createAnswering({
    desk,
    say: async ({ responseUrl: url }, message) => url !== undefined && (await later.sayTo(url, message)),
  });
  return {
    name: CHANNEL,
    routes: createQyCallback({
      channel: CHANNEL,
      token,
      keys: { aesKey, receiver: NO_RECEIVER },
      format: "json",
      now,
      state,
      log,
      answer: async (json) => {
        const message = receive(json);
        const { responseUrl: url } = message;
        if (url !== undefined && message.kind !== "press") await later.keep(conversationOf(message), url);
        const reply = await answer(message);
        return reply === null ? undefined : JSON.stringify(reply);
      },
    }),
    send: async (conversation, text) => {
      if (!(await later.say(conversation, markdown(text))))
        throw new NotDelivered(wording.wecom.undelivered.noMore);
    },
  };
}
