/** 访问令牌 of the bot: what it shows the Bot Connector; fetched once, used until shortly before it expires. */
import { z } from "zod";
import type { Cloud } from "./clouds.ts";
import type { Credentials } from "./settings.ts";

export interface AccessToken {
  readonly get: () => Promise<string>;
  /** It was refused: the next is a new one. */
  readonly forget: () => void;
}

const EARLY_MS = 5 * 60 * 1000;
const PATIENCE_MS = 10_000;

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refusalSchema = z.object({ error: z.string() });

export function createAccessToken(
  { appId, password, tenant }: Credentials,
  { login, scope }: Cloud,
  network: { readonly fetch: typeof fetch; readonly now: () => number },
): AccessToken {
  let current: { readonly token: Promise<string>; until: number } | undefined;
  const grant = async () => {
    const response = await network.fetch(`${login}/${tenant}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: appId,
        client_secret: password,
        scope,
      }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (!response.ok) throw new Error(refusal(response.status, answer));
    return grantSchema.parse(answer);
  };
  const renew = () => {
    const granted = grant();
    const fresh = {
      token: granted.then(({ access_token }) => access_token),
      until: Number.POSITIVE_INFINITY,
    };
    current = fresh;
    granted.then(
      ({ expires_in }) => {
        fresh.until = network.now() + expires_in * 1000 - EARLY_MS;
      },
      () => {
        if (current === fresh) current = undefined;
      },
    );
    return fresh;
  };
  return {
    get: () => (current && network.now() < current.until ? current : renew()).token,
    forget: () => {
      current = undefined;
    },
  };
}

function refusal(status: number, answer: unknown): string {
  const reason = refusalSchema.safeParse(answer).data?.error ?? `status ${status}`;
  return `The bot could not sign in (${reason}). Check BOT_FRAMEWORK_APP_ID, BOT_FRAMEWORK_APP_PASSWORD and BOT_FRAMEWORK_TENANT_ID; a client secret expires.`;
}
