/** 微信客服：customers in WeChat write to an account of the enterprise. The callback only says that something is new. */
import { setTimeout } from "node:timers/promises";
import { NotDelivered } from "../../handover.ts";
import { wording } from "../../wording.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { piecesOf } from "../pages.ts";
import { createQyCallback } from "../qy-callback.ts";
import { createQyApi, QyApiError } from "../qyapi.ts";
import { CHANNEL, createAnswering } from "./answering.ts";
import { createKfClient } from "./client.ts";
import { createOutbox } from "./outbox.ts";
import { createPulling } from "./pulling.ts";
import { notifiedOf } from "./receive.ts";
import { LONGEST_TEXT, textMessage } from "./render.ts";
import type { KfSettings } from "./settings.ts";

export function createKf(settings: KfSettings, { desk, fetch, log }: Surroundings): Channel {
  const { store, now } = desk;
  const state = store.channelState;
  const client = createKfClient(createQyApi({ ...settings, fetch, now, state }));
  const outbox = createOutbox(client, state, now);
  const answer = createAnswering({ settings, client, outbox, desk, log });
  const pulling = createPulling({ client, state, answer, now, wait, log });
  return {
    name: CHANNEL,
    routes: createQyCallback({
      channel: CHANNEL,
      token: settings.token,
      keys: { aesKey: settings.aesKey, receiver: settings.corpId },
      format: "xml",
      now,
      state,
      log,
      answer: async (xml) => {
        const notified = notifiedOf(xml);
        if (notified) pulling.notify(notified);
        return undefined;
      },
    }),
    send: async (conversation, text) => {
      const [account = "", customer = ""] = conversation.split("/");
      for (const piece of piecesOf(text, LONGEST_TEXT)) {
        const said = await outbox.say({ account, customer }, textMessage(piece)).catch(refused);
        if (said !== "sent") throw new NotDelivered(wording.wecom.undelivered[said]);
      }
    },
    start: pulling.resume,
    stop: pulling.stop,
  };
}

const REFUSALS: Readonly<Record<number, keyof typeof wording.wecom.undelivered>> = {
  95001: "quota",
  95002: "late",
  95013: "attended",
  95018: "attended",
};

function refused(error: unknown): never {
  if (!(error instanceof QyApiError)) throw error;
  const known = REFUSALS[error.code];
  const told = known === undefined ? undefined : wording.wecom.undelivered[known];
  throw new NotDelivered(typeof told === "string" ? told : wording.wecom.undelivered.other(error.code));
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return setTimeout(ms, undefined, { signal, ref: false });
}
