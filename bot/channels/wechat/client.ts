/** 公众号接口：what we ask WeChat's servers to do. */
import { z } from "zod";
import type { ChannelState } from "../../store/index.ts";
import { createAccessTokens } from "../wx-token.ts";

export interface WechatClient {
  /** A customer-service message. @throws WechatApiError */
  readonly sendText: (openid: string, text: string) => Promise<void>;
  /** @throws WechatApiError */
  readonly createMenu: (menu: object) => Promise<void>;
}

export interface WechatClientOptions {
  readonly apiUrl: string;
  readonly appId: string;
  readonly secret: string;
  readonly fetch: typeof fetch;
  readonly state: ChannelState;
  readonly now: () => number;
}

/** WeChat said no; the code says why. */
export class WechatApiError extends Error {
  override readonly name = "WechatApiError";
  readonly code: number;
  constructor(code: number, message: string) {
    super(`WeChat answered ${code}: ${message}`);
    this.code = code;
  }
}

/** No answer, or none that could be read. */
const NO_ANSWER = -2;
/** The access token is not the current one, is over, or was never one. */
const BAD_TOKEN: ReadonlySet<number> = new Set([40001, 40014, 42001]);

const PATIENCE_MS = 5_000;

const answerSchema = z.looseObject({ errcode: z.number().default(0), errmsg: z.string().default("") });
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number() });

export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { apiUrl, appId, secret, state, now } = options;
  const post = async (path: string, body: object): Promise<object> => {
    const answer = answerSchema.parse(await answered(options.fetch, new URL(path, apiUrl), body));
    if (answer.errcode !== 0) throw new WechatApiError(answer.errcode, answer.errmsg);
    return answer;
  };
  const tokens = createAccessTokens({
    key: `wechat:token:${appId}`,
    fetchToken: async (force) => {
      const body = { grant_type: "client_credential", appid: appId, secret, force_refresh: force };
      const issued = tokenSchema.parse(await post("/cgi-bin/stable_token", body));
      return { token: issued.access_token, seconds: issued.expires_in };
    },
    state,
    now,
  });
  const call = async (path: string, body: object): Promise<void> => {
    const withToken = (token: string) => post(`${path}?access_token=${encodeURIComponent(token)}`, body);
    const token = await tokens.get();
    try {
      await withToken(token);
    } catch (error) {
      if (!(error instanceof WechatApiError) || !BAD_TOKEN.has(error.code)) throw error;
      await withToken(await tokens.replace(token));
    }
  };
  return {
    sendText: (openid, text) =>
      call("/cgi-bin/message/custom/send", { touser: openid, msgtype: "text", text: { content: text } }),
    createMenu: (menu) => call("/cgi-bin/menu/create", menu),
  };
}

/** Characters as they are: WeChat shows an escaped one escaped. */
async function answered(request: typeof fetch, url: URL, body: object): Promise<unknown> {
  try {
    const response = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return await response.json();
  } catch (error) {
    // Neither the address, which holds the token, nor the body is told.
    throw new WechatApiError(NO_ANSWER, error instanceof Error ? error.name : "no answer");
  }
}
