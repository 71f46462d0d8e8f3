/** 客服消息：what is said to an owner outside a reply, as far as WeChat allows. */
import { NotDelivered, type Send } from "../../handover.ts";
import type { ChannelState } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import { WechatApiError, type WechatClient } from "./client.ts";
import { createSendQuota } from "./quota.ts";
import { messagesOf } from "./render.ts";
import type { WechatMessage } from "./types.ts";

export interface Courier {
  /** The owner did something, after which some messages may be sent. */
  readonly heardFrom: (message: WechatMessage) => Promise<void>;
  /** Whether anything can be sent at all. */
  readonly canSend: boolean;
  readonly send: Send;
  /** Once for a message, however often it comes; what fails is logged. */
  readonly sayOnce: (message: WechatMessage, text: string) => Promise<void>;
}

export interface CourierOptions {
  /** Absent without an AppSecret. */
  readonly client: WechatClient | undefined;
  readonly state: ChannelState;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** Events after which WeChat allows a few messages. */
const TAPS: ReadonlySet<string> = new Set(["subscribe", "SCAN", "CLICK", "VIEW"]);

/** As long as WeChat may send a message again, and longer. */
const REMEMBERED_MS = 10 * 60 * 1000;

export function createCourier({ client, state, now, log }: CourierOptions): Courier {
  const quota = createSendQuota(state, now);
  const send: Send = async (openid, text) => {
    if (!client) throw new NotDelivered(wording.wechat.undelivered.noRight);
    for (const message of messagesOf(text)) {
      if (!(await quota.spend(openid))) throw new NotDelivered(wording.wechat.undelivered.quota);
      await client.sendText(openid, message).catch((error: unknown) => {
        throw new NotDelivered(reasonOf(error), { cause: error });
      });
    }
  };
  return {
    canSend: client !== undefined,
    heardFrom: async (message) => {
      if (!client) return;
      if (message.kind !== "event") await quota.open(message.from, "message", message.createdAt);
      else if (TAPS.has(message.event)) await quota.open(message.from, "tap", message.createdAt);
    },
    send,
    sayOnce: async ({ from, id }, text) => {
      const isFirst = await state.once(`wechat:said:${from}:${id}`, now(), now() + REMEMBERED_MS);
      if (!isFirst || text === "") return;
      await send(from, text).catch((error: unknown) => log(`not delivered in wechat: ${String(error)}`));
    },
  };
}

const UNFOLLOWED: ReadonlySet<number> = new Set([40003, 43004]);
const NO_RIGHT: ReadonlySet<number> = new Set([48001, 48004, 50001, 50002]);
const OVER_QUOTA: ReadonlySet<number> = new Set([45015, 45047]);

function reasonOf(error: unknown): string {
  const { undelivered } = wording.wechat;
  if (!(error instanceof WechatApiError)) throw error;
  if (OVER_QUOTA.has(error.code)) return undelivered.quota;
  if (UNFOLLOWED.has(error.code)) return undelivered.unfollowed;
  return NO_RIGHT.has(error.code) ? undelivered.noRight : undelivered.other(error.code);
}
