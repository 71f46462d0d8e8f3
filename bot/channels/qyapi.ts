/** 企业微信接口：calls its servers with an access token, which all servers of ours share. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Store } from "../store/index.ts";
import { createAccessTokens } from "./wx-token.ts";

export interface QyApi {
  /** @throws QyApiError */
  call<Shape = unknown>(path: string, body: object, shape?: z.ZodType<Shape>): Promise<Shape>;
}

export interface QyApiOptions {
  readonly apiUrl: string;
  readonly corpId: string;
  readonly secret: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly state: Store["channelState"];
}

/** What is wrong where the servers cannot be reached or do not answer with JSON. */
export const UNREACHABLE = -2;
const BUSY = -1;

export class QyApiError extends Error {
  override readonly name = "QyApiError";
  readonly code: number;
  constructor(path: string, code: number) {
    super(`${path}: ${code === UNREACHABLE ? "not reachable" : `errcode ${code}`}${REMEDIES[code] ?? ""}`);
    this.code = code;
  }
  /** Asking again may help. */
  get isPassing(): boolean {
    return PASSING.has(this.code);
  }
}

const PASSING: ReadonlySet<number> = new Set([UNREACHABLE, BUSY, 6000, 45009, 45033]);
const BAD_TOKEN: ReadonlySet<number> = new Set([40001, 40014, 42001]);
const REMEDIES: Readonly<Record<number, string>> = {
  40001: " (is the secret the one shown in the admin console?)",
  40013: " (is the corp id the one shown in the admin console?)",
  48002: " (the secret's application has no right to this interface)",
  60011: " (the secret's application has no right to this member or account)",
  60020: " (add this server's address to the application's 企业可信IP)",
  95012: " (enable 微信客服 for the enterprise)",
  95017: " (let the application manage the account: 微信客服 > API)",
};

/** The platform waits five seconds for us. */
const PATIENCE_MS = 2_000;

const statusShape = z.looseObject({ errcode: z.number().default(0) });
const tokenShape = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

export function createQyApi({ apiUrl, corpId, secret, fetch, now, state }: QyApiOptions): QyApi {
  const ask = (path: string, query: Readonly<Record<string, string>>, body?: object) =>
    answerOf(fetch, apiUrl, path, query, body);
  const tokens = createAccessTokens({
    // Each application of an enterprise has its own.
    key: `qyapi:token:${corpId}:${createHash("sha256").update(secret).digest("base64url")}`,
    fetchToken: async () => {
      const answer = await ask("gettoken", { corpid: corpId, corpsecret: secret });
      const { access_token: token, expires_in: seconds } = checked("gettoken", answer, tokenShape);
      return { token, seconds };
    },
    state,
    now,
  });
  return {
    call: async <Shape>(path: string, body: object, shape: z.ZodType<Shape> = z.custom<Shape>()) => {
      const token = await tokens.get();
      const first = await ask(path, { access_token: token }, body);
      const answer = BAD_TOKEN.has(statusOf(first))
        ? await ask(path, { access_token: await tokens.replace(token) }, body)
        : first;
      return checked(path, answer, shape);
    },
  };
}

async function answerOf(
  fetch: QyApiOptions["fetch"],
  apiUrl: string,
  path: string,
  query: Readonly<Record<string, string>>,
  body?: object,
): Promise<unknown> {
  const url = new URL(`/cgi-bin/${path}`, apiUrl);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const response = await fetch(url, {
      signal,
      ...(body !== undefined && {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    return await response.json();
  } catch {
    // What fetch says names the address, and with it the token.
    throw new QyApiError(path, UNREACHABLE);
  }
}

function statusOf(answer: unknown): number {
  const status = statusShape.safeParse(answer);
  return status.success ? status.data.errcode : UNREACHABLE;
}

function checked<Shape>(path: string, answer: unknown, shape: z.ZodType<Shape>): Shape {
  const code = statusOf(answer);
  if (code !== 0) throw new QyApiError(path, code);
  const read = shape.safeParse(answer);
  if (!read.success) throw new QyApiError(path, UNREACHABLE);
  return read.data;
}
