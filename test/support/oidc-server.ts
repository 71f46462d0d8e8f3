/** A real OpenID provider on this machine, at which somebody is signed in already. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Provider } from "oidc-provider";

export interface OidcServer {
  readonly issuer: string;
  /** Who is signed in there. */
  person: { readonly sub: string; readonly [claim: string]: unknown };
  readonly close: () => Promise<void>;
}

export const OIDC_CLIENT = { clientId: "mingbai", clientSecret: "a secret between two servers" };

/** @param callback where it may send people back to */
export async function startOidcServer(callback: string): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  // Another name than the server under test has, so that it is another site.
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const state: { person: OidcServer["person"] } = { person: { sub: "nobody" } };
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: [callback],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], profile: ["name", "mingbai_role"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => state.person }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({
        clientId: OIDC_CLIENT.clientId,
        ...(oidc.session?.accountId !== undefined && { accountId: oidc.session.accountId }),
      });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
  });
  const handle = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void handle(request, response);
    const login = { accountId: state.person.sub };
    void provider.interactionFinished(request, response, { login });
  });
  return {
    issuer,
    get person() {
      return state.person;
    },
    set person(person) {
      state.person = person;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
