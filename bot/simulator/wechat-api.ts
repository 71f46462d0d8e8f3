/** api.weixin.qq.com: the few interfaces a bot calls. */
import { Hono } from "hono";
import { z } from "zod";
import type { AccessTokens } from "./access-tokens.ts";

export interface WechatApiOptions {
  readonly appId: string;
  readonly tokens: AccessTokens;
  readonly log: (line: string) => void;
  readonly isFollower: (owner: string) => boolean;
  readonly send: (owner: string, text: string) => "sent" | "closed" | "used";
}

const LONGEST_TEXT = 2048;

const ERRORS = {
  appId: { errcode: 40013, errmsg: "invalid appid" },
  expired: { errcode: 42001, errmsg: "access_token expired" },
  unknown: { errcode: 40001, errmsg: "invalid credential, access_token is invalid or not latest" },
  malformed: { errcode: 47001, errmsg: "data format error" },
  follower: { errcode: 43004, errmsg: "require subscribe" },
  closed: { errcode: 45015, errmsg: "response out of time limit or subscription is canceled" },
  used: { errcode: 45047, errmsg: "out of response count limit" },
  tooLong: { errcode: 45002, errmsg: "content size out of limit" },
} as const;

const DONE = { errcode: 0, errmsg: "ok" };

const messageSchema = z.object({
  touser: z.string(),
  msgtype: z.literal("text"),
  text: z.object({ content: z.string().min(1) }),
});

const itemSchema = z.object({
  type: z.enum(["click", "view"]),
  name: z.string().min(1).max(20),
  key: z.string().max(128).optional(),
  url: z.url().max(1024).optional(),
});
const menuSchema = z.object({
  button: z
    .array(
      z.union([itemSchema, z.object({ name: z.string(), sub_button: z.array(itemSchema).min(1).max(5) })]),
    )
    .min(1)
    .max(3),
});

export function createWechatApi({ appId, tokens, log, isFollower, send }: WechatApiOptions): Hono {
  const api = new Hono();
  const issued = (from: string, force = false) => {
    if (from !== appId) return ERRORS.appId;
    const { token, seconds } = tokens.issue(force);
    return { access_token: token, expires_in: seconds };
  };
  api.post("/cgi-bin/stable_token", async (c) => {
    const body = (await c.req.json().catch(() => ({}))) as { appid?: string; force_refresh?: boolean };
    return c.json(issued(body.appid ?? "", body.force_refresh));
  });
  api.get("/cgi-bin/token", (c) => c.json(issued(c.req.query("appid") ?? "", true)));

  api.use("/cgi-bin/*", async (c, next) => {
    const checked = tokens.check(c.req.query("access_token") ?? "");
    return checked === "good" ? await next() : c.json(ERRORS[checked]);
  });
  api.post("/cgi-bin/message/custom/send", async (c) => {
    const message = messageSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!message.success) return c.json(ERRORS.malformed);
    const { touser, text } = message.data;
    if (!isFollower(touser)) return c.json(ERRORS.follower);
    if (Buffer.byteLength(text.content) > LONGEST_TEXT) return c.json(ERRORS.tooLong);
    const spent = send(touser, text.content);
    return c.json(spent === "sent" ? DONE : ERRORS[spent]);
  });
  api.post("/cgi-bin/menu/create", async (c) => {
    const menu = menuSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!menu.success) return c.json(ERRORS.malformed);
    log(`menu: ${menu.data.button.map(({ name }) => name).join("、")}`);
    return c.json(DONE);
  });
  return api;
}
