/** qyapi.weixin.qq.com: the access token, and the check of it that all interfaces share. */
import { type Context, Hono } from "hono";
import type { z } from "zod";
import { type AccessTokens, createAccessTokens } from "./access-tokens.ts";

export interface QyApiOptions {
  readonly corpId: string;
  readonly secret: string;
  readonly now: () => number;
}

export interface QyApiSide {
  readonly api: Hono;
  readonly tokens: AccessTokens;
  /** An interface below /cgi-bin/. */
  readonly serve: <Body>(
    path: string,
    shape: z.ZodType<Body>,
    answer: (body: Body) => object | Promise<object>,
  ) => void;
}

export const DONE = { errcode: 0, errmsg: "ok" };

const ERRORS = {
  corpId: { errcode: 40013, errmsg: "invalid corpid" },
  secret: { errcode: 40001, errmsg: "invalid credential" },
  expired: { errcode: 42001, errmsg: "access_token expired" },
  unknown: { errcode: 40014, errmsg: "invalid access_token" },
  malformed: { errcode: 40058, errmsg: "invalid request parameter" },
} as const;

export function createQyApiSide({ corpId, secret, now }: QyApiOptions): QyApiSide {
  const api = new Hono();
  const tokens = createAccessTokens(now);
  api.get("/cgi-bin/gettoken", (c) => {
    if (c.req.query("corpid") !== corpId) return c.json(ERRORS.corpId);
    if (c.req.query("corpsecret") !== secret) return c.json(ERRORS.secret);
    const { token, seconds } = tokens.issue();
    return c.json({ ...DONE, access_token: token, expires_in: seconds });
  });
  return {
    api,
    tokens,
    serve: (path, shape, answer) => {
      api.post(`/cgi-bin/${path}`, async (c: Context) => {
        const checked = tokens.check(c.req.query("access_token") ?? "");
        if (checked !== "good") return c.json(ERRORS[checked]);
        const body = shape.safeParse(await c.req.json().catch(() => undefined));
        return c.json(body.success ? await answer(body.data) : ERRORS.malformed);
      });
    },
  };
}
