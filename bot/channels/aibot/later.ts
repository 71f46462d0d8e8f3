/** 后说的话：each message of an owner lets the bot say one thing later, within an hour. */
import { createHash } from "node:crypto";
import type { ChannelState } from "../../store/index.ts";
import type { AibotLater } from "./types.ts";

export interface Later {
  /** @param url as it came with a message of the conversation */
  keep(conversation: string, url: string): Promise<void>;
  /** By an address kept, the oldest first. @returns false where none is left or the platform refuses */
  say(conversation: string, message: AibotLater): Promise<boolean>;
  /** By this address. */
  sayTo(url: string, message: AibotLater): Promise<boolean>;
}

/** A little less than the platform's hour. */
const HOLDS_MS = 55 * 60 * 1000;
/** More are of no use to anybody. */
const MOST = 20;
/** The platform waits five seconds for us. */
const PATIENCE_MS = 2_000;

interface Kept {
  readonly url: string;
  readonly until: number;
}

export interface LaterOptions {
  /** Nothing is sent elsewhere. */
  readonly apiUrl: string;
  readonly state: ChannelState;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

export function createLater({ apiUrl, state, fetch, now }: LaterOptions): Later {
  const keyOf = (conversation: string) => `aibot:later:${conversation}`;
  const keptFor = async (conversation: string): Promise<readonly Kept[]> => {
    const kept = await state.get(keyOf(conversation), now());
    return Array.isArray(kept) ? (kept as Kept[]).filter(({ until }) => until > now()) : [];
  };
  const sayTo = async (url: string, message: AibotLater) => {
    if (new URL(url).origin !== new URL(apiUrl).origin) return false;
    const name = createHash("sha256").update(url).digest("base64url");
    if (!(await state.once(`aibot:used:${name}`, now(), now() + 2 * HOLDS_MS))) return false;
    return await posted(fetch, url, message);
  };
  return {
    keep: async (conversation, url) => {
      if (!URL.canParse(url)) return;
      const until = now() + HOLDS_MS;
      const others = (await keptFor(conversation)).filter((one) => one.url !== url);
      await state.set(keyOf(conversation), [...others, { url, until }].slice(-MOST), until);
    },
    say: async (conversation, message) => {
      for (const { url } of await keptFor(conversation)) if (await sayTo(url, message)) return true;
      return false;
    },
    sayTo: async (url, message) => URL.canParse(url) && (await sayTo(url, message)),
  };
}

async function posted(fetch: LaterOptions["fetch"], url: string, message: AibotLater): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { errcode = 0 } = (await response.json()) as { readonly errcode?: number };
    return response.ok && errcode === 0;
  } catch {
    return false;
  }
}
