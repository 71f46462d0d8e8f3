/** 回调的把关：what Tencent calls passes here first. Unsigned, old, repeated with other words or too large, it has no effect. */
import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ChannelState } from "../store/index.ts";
import { isSigned, WxEnvelopeError } from "./wx-crypto.ts";
import { WxXmlError } from "./wx-xml.ts";

/** What Tencent signs with, in the address. */
export interface SignedQuery {
  /** Seconds. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

export interface Guard {
  /**
   * @param encrypted what the envelope holds, where there is one
   * @throws CallbackRefused unless it was signed with our token, within minutes of our clock
   */
  readonly verify: (query: SignedQuery, encrypted?: string) => void;
  /**
   * A platform may send the same message again under the same nonce, which the message's own id makes harmless.
   * @param message decrypted
   * @throws CallbackRefused where the nonce came before with another message
   */
  readonly admit: (query: SignedQuery, message: string) => Promise<void>;
}

export interface GuardOptions {
  /** Nonces of different channels never meet. */
  readonly channel: string;
  readonly token: string;
  readonly now: () => number;
  /** Where nonces are kept. */
  readonly state: ChannelState;
}

const REFUSALS = {
  malformed: { status: 400, why: "not a message of the platform" },
  unsigned: { status: 403, why: "the signature is wrong; is the token the one set in the platform?" },
  stale: { status: 403, why: "signed more than 5 minutes from this server's clock; is the clock right?" },
  repeated: { status: 403, why: "a nonce came again with another message" },
  unopened: { status: 403, why: "not to be decrypted; are the AES key and the id the platform's?" },
  unencrypted: { status: 403, why: "not encrypted, though an AES key is set" },
  tooLarge: { status: 413, why: "too large" },
} as const satisfies Record<string, { status: ContentfulStatusCode; why: string }>;

export type Refusal = keyof typeof REFUSALS;

/** 拒收。The caller learns a status and nothing else. */
export class CallbackRefused extends Error {
  override readonly name = "CallbackRefused";
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(REFUSALS[refusal].why);
    this.refusal = refusal;
  }
}

/** Either side of our clock. */
const WINDOW_MS = 5 * 60 * 1000;
/** Longer than any timestamp of the window can be used. */
const REMEMBERED_MS = 2 * WINDOW_MS;

export function createGuard({ channel, token, now, state }: GuardOptions): Guard {
  if (token === "") throw new Error(`Channel ${channel} needs a token: without one anybody could sign.`);
  return {
    verify: ({ timestamp, nonce, signature }, encrypted) => {
      const parts = [token, timestamp, nonce, ...(encrypted === undefined ? [] : [encrypted])];
      if (!isSigned(signature, parts)) throw new CallbackRefused("unsigned");
      if (Math.abs(now() - Number(timestamp) * 1000) > WINDOW_MS) throw new CallbackRefused("stale");
    },
    admit: async ({ timestamp, nonce }, message) => {
      const key = `${channel}:nonce:${timestamp}:${nonce}`;
      const withMessage = `${key}:${createHash("sha256").update(message).digest("base64")}`;
      const at = now();
      const expiresAt = at + REMEMBERED_MS;
      if (await state.once(key, at, expiresAt)) await state.set(withMessage, true, expiresAt);
      else if ((await state.get(withMessage, at)) === undefined) throw new CallbackRefused("repeated");
    },
  };
}

/** Routes that answer what they refuse with its status alone, and log why. */
export function callbackRoutes(log: (line: string) => void): Hono {
  const routes = new Hono();
  routes.onError((error, c) => {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    log(`refused ${c.req.method} ${c.req.path}: ${REFUSALS[refusal].why}`);
    return c.body(null, REFUSALS[refusal].status);
  });
  return routes;
}

/** @throws CallbackRefused where a parameter is missing, comes twice or cannot be one of Tencent's */
export function signedQueryOf(
  query: ReadonlyMap<string, string>,
  signatureName: "signature" | "msg_signature",
): SignedQuery {
  const timestamp = query.get("timestamp") ?? "";
  const nonce = query.get("nonce") ?? "";
  const signature = query.get(signatureName) ?? "";
  const isSignature = /^\d{1,11}$/u.test(timestamp) && /^[\w-]{1,128}$/u.test(nonce);
  if (!isSignature || !/^[\da-f]{40}$/u.test(signature)) throw new CallbackRefused("unsigned");
  return { timestamp, nonce, signature };
}

/**
 * The parameters of an address. A plus stays one: Tencent does not always escape those of base64.
 * @throws CallbackRefused where a parameter comes twice or is not to be read
 */
export function queryOf(address: string): ReadonlyMap<string, string> {
  const { search } = new URL(address);
  const pairs = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "");
  const query = new Map(pairs.map(readPair));
  if (query.size < pairs.length) throw new CallbackRefused("malformed");
  return query;
}

/** @throws CallbackRefused beyond so many bytes, and where they are not UTF-8 */
export async function readBody(request: Request, limit: number): Promise<string> {
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > limit) throw new CallbackRefused("tooLarge");
  // HTTP keeps to a length that was told, and such a body is read faster in one piece.
  const body = length === null ? await bytesWithin(limit, request) : await request.arrayBuffer();
  if (body.byteLength > limit) throw new CallbackRefused("tooLarge");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new CallbackRefused("malformed");
  }
}

async function bytesWithin(limit: number, { body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > limit) throw new CallbackRefused("tooLarge");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusalOf(error: Error): Refusal | undefined {
  if (error instanceof CallbackRefused) return error.refusal;
  if (error instanceof WxEnvelopeError) return "unopened";
  return error instanceof WxXmlError ? "malformed" : undefined;
}

function readPair(pair: string): [string, string] {
  const [name = "", ...value] = pair.split("=");
  try {
    return [decodeURIComponent(name), decodeURIComponent(value.join("="))];
  } catch {
    throw new CallbackRefused("malformed");
  }
}
