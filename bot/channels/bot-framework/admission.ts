/** 验签：who sent a request, by the Bot Connector's rules: signature, issuer, audience, time, service and endorsement. */
import { decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import type { Cloud } from "./clouds.ts";
import type { BotFrameworkSettings, Credentials } from "./settings.ts";
import { createSigningKeys, type SigningKey, type SigningKeys } from "./signing-keys.ts";

/** Who sent an activity, and where its answer may go. */
export type Sender =
  | { readonly kind: "connector"; readonly serviceUrl: string; readonly endorsements: readonly string[] }
  /** On this machine. */
  | { readonly kind: "local" };

/** `unsigned`: no usable token. `foreign`: a good one, for something else. */
export class NotAdmitted extends Error {
  override readonly name = "NotAdmitted";
  readonly status: 401 | 403;

  constructor(status: 401 | 403, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

export interface Admission {
  /** @throws NotAdmitted */
  readonly identify: (credential: Credential) => Promise<Sender>;
}

/** The headers that tell. */
export interface Credential {
  readonly authorization: string | undefined;
  readonly host: string | undefined;
}

interface Network {
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

const CLOCK_SKEW_SECONDS = 300;
const BEARER = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/iu;
const LONGEST_TOKEN = 16_384;

export function createAdmission(settings: BotFrameworkSettings, network: Network): Admission {
  const { credentials, cloud, emulator } = settings;
  if (!credentials) return { identify: async ({ host }) => identifyLocal(host) };
  const connectorKeys = createSigningKeys(cloud.metadata, network);
  const ownKeys = createSigningKeys(ownMetadata(cloud, credentials), network);
  const ownIssuers = emulator ? cloud.ownIssuers(credentials.tenant) : [];
  const verified = (token: string, issuer: string, keys: SigningKeys) =>
    verify(token, { issuer, audience: credentials.appId, keys, now: network.now });

  return {
    identify: async ({ authorization }) => {
      const token = tokenIn(authorization);
      const issuer = issuerOf(token);
      if (issuer === cloud.issuer) return connectorOf(await verified(token, issuer, connectorKeys));
      if (!ownIssuers.includes(issuer))
        throw new NotAdmitted(401, "The token is of an issuer we do not know.");
      const { claims } = await verified(token, issuer, ownKeys);
      if ((claims["azp"] ?? claims["appid"]) !== credentials.appId)
        throw new NotAdmitted(403, "The token was not given to this bot.");
      return { kind: "local" };
    },
  };
}

/** A page elsewhere, whose name was made to lead here, still calls us by that name. */
function identifyLocal(host: string | undefined): Sender {
  if (host !== undefined && !isLocal(`http://${host}`))
    throw new NotAdmitted(403, "Unsigned activities are taken under a local name only.");
  return { kind: "local" };
}

/** @throws NotAdmitted where the activity claims what its sender may not */
export function checkActivity(
  sender: Sender,
  activity: { readonly serviceUrl: string; readonly channelId: string },
): void {
  if (sender.kind === "local") {
    if (!isLocal(activity.serviceUrl))
      throw new NotAdmitted(403, "A local sender must have a local serviceUrl.");
    return;
  }
  const { serviceUrl, endorsements } = sender;
  if (trimmed(activity.serviceUrl) !== trimmed(serviceUrl))
    throw new NotAdmitted(403, "serviceUrl is not the one the token was signed for.");
  const [channel = ""] = activity.channelId.split(":");
  if (endorsements.length > 0 && !endorsements.includes(channel))
    throw new NotAdmitted(403, "The signing key is not endorsed for this channelId.");
}

function tokenIn(authorization: string | undefined): string {
  const token = BEARER.exec(authorization ?? "")?.[1];
  if (token === undefined || token.length > LONGEST_TOKEN) throw new NotAdmitted(401, "No bearer token.");
  return token;
}

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? "";
  } catch (error) {
    throw new NotAdmitted(401, "Not a token.", { cause: error });
  }
}

interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: SigningKeys;
  readonly now: () => number;
}

async function verify(
  token: string,
  { issuer, audience, keys, now }: Expected,
): Promise<{ readonly claims: JWTPayload; readonly signedWith: SigningKey }> {
  let signedWith: SigningKey | undefined;
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        signedWith = kid === undefined ? undefined : await keys.find(kid);
        if (!signedWith) throw new NotAdmitted(401, "The authority has no such signing key.");
        return signedWith.key;
      },
      {
        issuer,
        audience,
        algorithms: ["RS256"],
        clockTolerance: CLOCK_SKEW_SECONDS,
        currentDate: new Date(now()),
        requiredClaims: ["exp"],
      },
    );
    if (!signedWith) throw new NotAdmitted(401, "Not signed.");
    return { claims: payload, signedWith };
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new NotAdmitted(401, error.message, { cause: error });
    throw error;
  }
}

function connectorOf({ claims, signedWith }: { claims: JWTPayload; signedWith: SigningKey }): Sender {
  const serviceUrl = claims["serviceurl"];
  if (typeof serviceUrl !== "string" || !serviceUrl.startsWith("https://"))
    throw new NotAdmitted(401, "The token names no serviceurl.");
  return { kind: "connector", serviceUrl, endorsements: signedWith.endorsements };
}

function ownMetadata({ login }: Cloud, { tenant }: Credentials): string {
  return `${login}/${tenant}/v2.0/.well-known/openid-configuration`;
}

const LOCAL_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);

function isLocal(url: string): boolean {
  return URL.canParse(url) && LOCAL_HOSTS.has(new URL(url).hostname);
}

function trimmed(url: string): string {
  return url.replace(/\/+$/u, "").toLowerCase();
}
