/** 访客限速：how much one visitor may ask for, by his conversation and by his address. */
import type { Context } from "hono";
import { clientAddress } from "../../client-address.ts";
import { createRateLimit } from "../../rate-limit.ts";
import type { WebSettings } from "../../web-settings.ts";
import { wording } from "../../wording.ts";
import type { ChatError } from "./protocol.ts";

/** @returns the response for a visitor who asks too often, and counts one more where he does not */
export type VisitorLimit = (c: Context, conversation: string) => Promise<Response | undefined>;

/**
 * Each has counters of its own.
 *
 * @param times how often what is limited may be asked for, for each message that is allowed
 */
export function createVisitorLimit({ limits, trustedProxies }: WebSettings, times = 1): VisitorLimit {
  const conversations = createRateLimit(limits.perConversation * times, 60);
  const addresses = createRateLimit(limits.perAddress * times, 60);
  return async (c, conversation) => {
    const wait =
      (await addresses.spend(clientAddress(c, trustedProxies))) ?? (await conversations.spend(conversation));
    if (wait === undefined) return undefined;
    return c.json(tooMany, 429, { "retry-after": `${wait}` });
  };
}

const tooMany: ChatError = { error: { code: "too_many", message: wording.tooMany } };
