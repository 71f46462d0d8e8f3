/** 单位账号登录：OpenID Connect, authorization code with PKCE, state and nonce. The organisation's server vouches; roles are ours. */
import * as client from "openid-client";
import type { Vouched } from "./accounts.ts";
import { isRole, type Role } from "./roles.ts";
import type { OidcSettings } from "./settings.ts";

/** What must come back with the person, kept by the browser meanwhile. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SingleSignOn {
  /** Where to send the browser, and what to keep until it comes back. */
  readonly begin: (callback: string) => Promise<{ readonly address: URL; readonly pending: Pending }>;
  /**
   * Whom the server vouches for; `no-role` where it names none of ours.
   * @param callback the whole address the browser came back to
   * @throws where what came back is not what was asked for
   */
  readonly finish: (callback: URL, pending: Pending) => Promise<Vouched | "no-role">;
}

const SCOPE = "openid profile";

/** The server is asked for its addresses at the first sign-in, so that ours starts while it is away. */
export function createSingleSignOn(settings: OidcSettings, fetch: typeof globalThis.fetch): SingleSignOn {
  const { issuer, clientId, clientSecret, roleClaim } = settings;
  let discovered: Promise<client.Configuration> | undefined;
  const configuration = () => {
    discovered ??= client
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        [client.customFetch]: fetch as client.CustomFetch,
        // The settings allow http:// on this machine alone.
        ...(issuer.startsWith("http:") && { execute: [client.allowInsecureRequests] }),
      })
      .catch((error: unknown) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  };
  return {
    begin: async (callback) => {
      const config = await configuration();
      const [state, nonce] = [client.randomState(), client.randomNonce()];
      const verifier = client.randomPKCECodeVerifier();
      const address = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: SCOPE,
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
      return { address, pending: { state, nonce, verifier } };
    },
    finish: async (callback, { state, nonce, verifier }) => {
      const tokens = await client.authorizationCodeGrant(await configuration(), callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error("The issuer gave no ID token.");
      const role = roleIn(claims[roleClaim]);
      return role === undefined ? "no-role" : { subject: claims.sub, name: nameIn(claims), role };
    },
  };
}

/** One role or several, of which the one that may most counts. */
function roleIn(claim: unknown): Role | undefined {
  const named: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const roles = named.filter(isRole);
  return RANKS.find((role) => roles.includes(role));
}

const RANKS: readonly Role[] = ["supervisor", "editor", "operator"];
const LONGEST_NAME = 40;

function nameIn(claims: client.IDToken): string {
  const { name, preferred_username: login, sub } = claims;
  const [first] = [name, login].filter((value) => typeof value === "string" && value.trim() !== "");
  return (typeof first === "string" ? first.trim() : sub).slice(0, LONGEST_NAME);
}
