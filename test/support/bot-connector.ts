/** Microsoft's side of Bot Framework on this machine: signs with real keys, serves them, takes what the bot sends. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const APP_ID = "5c2b1f0e-3a4d-4b6c-9d8e-7f6a5b4c3d2e";
export const PASSWORD = "a client secret";
export const SERVICE_URL = "https://smba.trafficmanager.net/apac/";
const ISSUER = "https://api.botframework.com";
const KID = "key-1";

export interface Delivered {
  readonly path: string;
  readonly authorization: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: an activity as it came over the wire
  readonly activity: any;
}

export interface BotConnector {
  /** The outside network: every address leads here. */
  readonly fetch: typeof fetch;
  /** Without typing, which comes where the machine is slow. */
  readonly delivered: Delivered[];
  /** How often each path was asked for, and `typing` shown. */
  readonly asked: Map<string, number>;
  /** The next deliveries are answered so. */
  readonly answerWith: (...statuses: number[]) => void;
  readonly sign: (token?: Token) => Promise<string>;
  readonly close: () => void;
}

/** What differs from a good token. */
export interface Token {
  readonly claims?: JWTPayload;
  readonly issuer?: string;
  readonly audience?: string;
  readonly kid?: string;
  /** Seconds from now. */
  readonly from?: number;
  readonly until?: number;
  /** Signed with a key of somebody else. */
  readonly forged?: true;
}

export async function startBotConnector(
  now: () => number,
  endorsements = ["msteams", "webchat"],
): Promise<BotConnector> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const { privateKey: foreignKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: KID, use: "sig", endorsements };
  const delivered: Delivered[] = [];
  const statuses: number[] = [];
  const asked = new Map<string, number>();

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
    if (pathname.endsWith("/keys")) return json(response, 200, { keys: [jwk, { kid: "odd", kty: "oct" }] });
    if (pathname.includes("/.well-known/"))
      return json(response, 200, { jwks_uri: `https://login.botframework.com/keys`, issuer: ISSUER });
    const body = await bodyOf(request);
    if (pathname.endsWith("/token")) {
      const isKnown = new URLSearchParams(body).get("client_secret") === PASSWORD;
      return isKnown
        ? json(response, 200, { access_token: `bot-token-${asked.get(pathname)}`, expires_in: 3600 })
        : json(response, 401, { error: "invalid_client" });
    }
    const status = statuses.shift() ?? 201;
    const activity = JSON.parse(body);
    if (activity.type === "typing") asked.set("typing", (asked.get("typing") ?? 0) + 1);
    else if (status < 300) {
      delivered.push({
        path: pathname,
        authorization: request.headers.authorization,
        activity,
      });
    }
    return json(response, status, { id: `sent-${delivered.length}` });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    delivered,
    asked,
    answerWith: (...next) => void statuses.push(...next),
    fetch: (input, init) => {
      const { pathname, search } = new URL(String(input));
      return fetch(`http://127.0.0.1:${port}${pathname}${search}`, init);
    },
    sign: (token = {}) => {
      const seconds = Math.floor(now() / 1000);
      return new SignJWT({ serviceurl: SERVICE_URL, ...token.claims })
        .setProtectedHeader({ alg: "RS256", kid: token.kid ?? KID })
        .setIssuer(token.issuer ?? ISSUER)
        .setAudience(token.audience ?? APP_ID)
        .setNotBefore(seconds + (token.from ?? 0))
        .setExpirationTime(seconds + (token.until ?? 3600))
        .sign(token.forged ? foreignKey : privateKey);
    },
    close: () => void server.close(),
  };
}

function json(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
