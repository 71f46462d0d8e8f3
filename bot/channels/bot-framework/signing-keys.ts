/** 签名公钥 of an OpenID authority: fetched when first needed, again daily, and when a token names one not seen yet. */
import { importJWK, type JWTVerifyGetKey } from "jose";
import { z } from "zod";

export interface SigningKeys {
  /** @returns undefined where the authority has no such key */
  readonly find: (id: string) => Promise<SigningKey | undefined>;
}

export interface SigningKey {
  readonly key: Awaited<ReturnType<JWTVerifyGetKey>>;
  /** Channels it may sign for; empty: all. */
  readonly endorsements: readonly string[];
}

interface Network {
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

const FRESH_MS = 24 * 60 * 60 * 1000;
/** Tokens with made-up key ids do not make us ask more often. */
const COOLDOWN_MS = 60 * 1000;
/** Where the authority did not answer. */
const AGAIN_MS = 5 * 1000;
const PATIENCE_MS = 10_000;

const metadataSchema = z.object({ jwks_uri: z.url({ protocol: /^https$/u }) });
const keySchema = z.object({
  kid: z.string(),
  kty: z.literal("RSA"),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).default([]),
});
const keysSchema = z.object({ keys: z.array(z.unknown()) });

export function createSigningKeys(metadata: string, network: Network): SigningKeys {
  let known: ReadonlyMap<string, SigningKey> = new Map();
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  let failure: unknown;
  const ask = async () => {
    askedAt = network.now();
    failure = undefined;
    try {
      known = await fetchKeys(metadata, network.fetch);
    } catch (error) {
      failure = error;
    }
  };
  return {
    find: async (id) => {
      const age = network.now() - askedAt;
      const pause = failure === undefined ? COOLDOWN_MS : AGAIN_MS;
      if (age > FRESH_MS || (!known.has(id) && age > pause)) {
        asking ??= ask().finally(() => {
          asking = undefined;
        });
      }
      await asking;
      // Old keys serve on while the authority is away.
      if (failure !== undefined && !known.has(id)) throw failure;
      return known.get(id);
    },
  };
}

async function fetchKeys(metadata: string, outside: typeof fetch): Promise<ReadonlyMap<string, SigningKey>> {
  const { jwks_uri } = metadataSchema.parse(await fetchJson(metadata, outside));
  const { keys } = keysSchema.parse(await fetchJson(jwks_uri, outside));
  const read = keys.flatMap((key) => keySchema.safeParse(key).data ?? []);
  const imported = await Promise.all(
    read.map(async ({ kid, endorsements, ...jwk }) => {
      return [kid, { key: await importJWK(jwk, "RS256"), endorsements }] as const;
    }),
  );
  return new Map(imported);
}

async function fetchJson(url: string, outside: typeof fetch): Promise<unknown> {
  const response = await outside(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}
