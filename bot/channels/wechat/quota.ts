/** 客服消息额度：how many messages WeChat lets us send an owner after he did something. */
import { z } from "zod";
import type { ChannelState, Quota } from "../../store/index.ts";

export interface SendQuota {
  /** @param moment when the owner did what allows us to send, in seconds of WeChat's; told again it counts once */
  readonly open: (openid: string, occasion: Occasion, moment: number) => Promise<void>;
  /** One message more; false where WeChat would refuse it. */
  readonly spend: (openid: string) => Promise<boolean>;
}

/** `message`: he wrote. `tap`: he followed, scanned, or pressed the menu. */
export type Occasion = keyof typeof ALLOWED;

const ALLOWED = {
  message: { limit: 5, windowMs: 48 * 60 * 60 * 1000 },
  tap: { limit: 3, windowMs: 60 * 1000 },
} as const satisfies Record<string, Quota>;

const OCCASIONS = Object.keys(ALLOWED) as Occasion[];

const openingSchema = z.number();

export function createSendQuota(state: ChannelState, now: () => number): SendQuota {
  const key = (openid: string, occasion: Occasion) => `wechat:window:${occasion}:${openid}`;
  return {
    open: (openid, occasion, moment) =>
      state.set(key(openid, occasion), moment, now() + ALLOWED[occasion].windowMs),
    spend: async (openid) => {
      for (const occasion of OCCASIONS) {
        const opening = openingSchema.safeParse(await state.get(key(openid, occasion), now()));
        // WeChat counts from each occasion anew.
        const ledger = `${key(openid, occasion)}:${opening.data}`;
        if (opening.success && (await state.spend(ledger, ALLOWED[occasion], now()))) return true;
      }
      return false;
    },
  };
}
