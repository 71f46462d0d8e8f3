/** 令牌: the secret makes short-lived ones, each for one conversation; a page holds a token, never the secret. */
import { createHash, timingSafeEqual } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";

/** What the bearer may do: everything, or one conversation. */
export type Bearer =
  | { readonly kind: "secret" }
  | { readonly kind: "token"; readonly conversation: string; readonly user?: string };

export interface Tokens {
  readonly issue: (conversation: string, user?: string) => Promise<string>;
  /** Opens a stream of the conversation, within a minute. */
  readonly issueStream: (conversation: string) => Promise<string>;
  /** @throws NotAllowed */
  readonly read: (authorization: string | undefined) => Promise<Bearer>;
  /** @returns the conversation. @throws NotAllowed */
  readonly readStream: (token: string | undefined) => Promise<string>;
}

/** The codes are Direct Line's own; its client goes by the status. */
export class NotAllowed extends Error {
  override readonly name = "NotAllowed";
  readonly status: 401 | 403;
  readonly code: "BadArgument" | "TokenExpired";

  constructor(status: 401 | 403, code: "BadArgument" | "TokenExpired", message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const TOKEN_SECONDS = 1800;
const STREAM_SECONDS = 60;
const ALGORITHM = "HS256";

type Use = "conversation" | "stream";

const claimsSchema = z.object({
  conv: z.string().min(1),
  use: z.enum(["conversation", "stream"]),
  user: z.string().optional(),
});

export function createTokens(secrets: readonly [string, ...string[]], now: () => number): Tokens {
  const digests = secrets.map(digestOf);
  const keys = secrets.map(keyOf);
  const signingKey = keyOf(secrets[0]);
  const sign = (conversation: string, use: Use, seconds: number, user?: string) => {
    const at = Math.floor(now() / 1000);
    return new SignJWT({ conv: conversation, use, ...(user !== undefined && { user }) })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuedAt(at)
      .setExpirationTime(at + seconds)
      .sign(signingKey);
  };
  const claimsOf = async (token: string, use: Use) => {
    for (const key of keys) {
      const claims = await verified(token, key, now());
      if (claims?.use === use) return claims;
    }
    throw new NotAllowed(403, "BadArgument", "The token is none of this server's.");
  };
  return {
    issue: (conversation, user) => sign(conversation, "conversation", TOKEN_SECONDS, user),
    issueStream: (conversation) => sign(conversation, "stream", STREAM_SECONDS),
    read: async (authorization) => {
      const bearer = /^Bearer +(\S+)$/iu.exec(authorization ?? "")?.[1];
      if (bearer === undefined) throw new NotAllowed(401, "BadArgument", "No bearer token.");
      const digest = digestOf(bearer);
      if (digests.some((known) => timingSafeEqual(known, digest))) return { kind: "secret" };
      const { conv, user } = await claimsOf(bearer, "conversation");
      return { kind: "token", conversation: conv, ...(user !== undefined && { user }) };
    },
    readStream: async (token = "") => (await claimsOf(token, "stream")).conv,
  };
}

async function verified(token: string, key: Uint8Array, at: number) {
  try {
    const options = { algorithms: [ALGORITHM], currentDate: new Date(at), requiredClaims: ["exp"] };
    const { payload } = await jwtVerify(token, key, options);
    return claimsSchema.safeParse(payload).data;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new NotAllowed(403, "TokenExpired", "The token has expired.");
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** Of equal length, so that comparing takes equally long. */
function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

function keyOf(secret: string): Uint8Array {
  return createHash("sha256").update(`direct line tokens\n${secret}`).digest();
}
