/** 企业微信智能机器人，使用URL回调：the bot is called at its address. */
import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { NO_RECEIVER } from "../channels/wx-crypto.ts";
import { simulateAibotConnection } from "./aibot-connection.ts";
import { createAibotPhones } from "./aibot-phones.ts";
import { deliver, type Wire } from "./delivery.ts";
import type { Platform, Settings, Simulated } from "./platform.ts";
import { checkAddress, createQyCallbacks } from "./qy-callback.ts";

const RESPONSE_MS = 60 * 60 * 1000;

/** 使用长连接 where AIBOT_BOT_ID is set. */
export function simulateAibot(set: Settings): Simulated {
  if (set["AIBOT_BOT_ID"] !== undefined) return simulateAibotConnection(set);
  const settings = {
    AIBOT_TOKEN: "simulator",
    AIBOT_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    // Addresses for later answers are made from it.
    AIBOT_API_URL: "http://127.0.0.1:9911",
    ...set,
  };
  return {
    settings,
    apiSetting: "AIBOT_API_URL",
    open: (address, wire) => createAibotPlatform(settings, address, wire),
  };
}

type AibotSettings = Readonly<Record<"AIBOT_TOKEN" | "AIBOT_AES_KEY" | "AIBOT_API_URL", string>>;

export function createAibotPlatform(settings: AibotSettings, address: string, wire: Wire): Platform {
  const { now } = wire.clock;
  const keys = { aesKey: settings.AIBOT_AES_KEY, receiver: NO_RECEIVER } as const;
  const callbacks = createQyCallbacks({ token: settings.AIBOT_TOKEN, keys, format: "json" }, address, now);
  /** Addresses for later answers that were given out. */
  const later = new Map<string, { readonly user: string; readonly until: number }>();

  const phones = createAibotPhones({
    now,
    log: wire.log,
    push: async (user, pushed) => {
      const code = randomUUID();
      later.set(code, { user, until: now() + RESPONSE_MS });
      const url = new URL(`/cgi-bin/aibot/response?response_code=${code}`, settings.AIBOT_API_URL).href;
      const message = JSON.stringify({ ...pushed, response_url: url });
      const delivered = await deliver(() => callbacks.post(message), wire);
      if (delivered.kind === "failed" || delivered.body === "") return undefined;
      try {
        return JSON.parse(callbacks.read(delivered.body));
      } catch (error) {
        wire.log(`not an answer: ${(error as Error).message}`);
        return undefined;
      }
    },
  });

  const api = new Hono();
  api.post("/cgi-bin/aibot/response", async (c) => {
    const code = c.req.query("response_code") ?? "";
    const given = later.get(code);
    if (!given || given.until <= now()) return c.json({ errcode: 60140, errmsg: "invalid response_code" });
    if (!phones.showLater(given.user, await c.req.json().catch(() => undefined)))
      return c.json({ errcode: 40058, errmsg: "invalid request parameter" });
    later.delete(code);
    return c.json({ errcode: 0, errmsg: "ok" });
  });
  return { api, connect: () => checkAddress(callbacks, address, wire), join: phones.join };
}
