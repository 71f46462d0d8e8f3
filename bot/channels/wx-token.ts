/** 接口凭证：the access token a platform gives us, one for all servers, fetched again before it ends or when it is refused. */
import { z } from "zod";
import type { ChannelState } from "../store/index.ts";

export interface AccessTokens {
  readonly get: () => Promise<string>;
  /** @param refused what the platform no longer takes; another server may have replaced it already */
  readonly replace: (refused: string) => Promise<string>;
}

export interface FetchedToken {
  readonly token: string;
  readonly seconds: number;
}

export interface AccessTokenOptions {
  /** Under which it is kept. */
  readonly key: string;
  /** @param force where the platform's current one is not good either */
  readonly fetchToken: (force: boolean) => Promise<FetchedToken>;
  readonly state: ChannelState;
  readonly now: () => number;
}

/** Not used in its last minutes, which a slow request might outlive. */
const MARGIN_MS = 5 * 60 * 1000;

const keptSchema = z.string();

export function createAccessTokens({ key, fetchToken, state, now }: AccessTokenOptions): AccessTokens {
  const kept = async () => keptSchema.safeParse(await state.get(key, now())).data;
  let fetching: Promise<string> | undefined;
  const fetched = (force: boolean) => {
    fetching ??= fetchToken(force)
      .then(async ({ token, seconds }) => {
        await state.set(key, token, now() + Math.max(0, seconds * 1000 - MARGIN_MS));
        return token;
      })
      .finally(() => {
        fetching = undefined;
      });
    return fetching;
  };
  return {
    get: async () => (await kept()) ?? (await fetched(false)),
    replace: async (refused) => {
      const current = await kept();
      return current === undefined || current === refused ? await fetched(true) : current;
    },
  };
}
