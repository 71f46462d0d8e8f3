/** What 企业微信's three channels have in common in the contract. */
import { createApp } from "../../../../bot/app.ts";
import { createChannels } from "../../../../bot/channels/index.ts";
import { readChannelSettings } from "../../../../bot/channels/settings.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import type { Settings } from "../../../../bot/simulator/platform.ts";
import { createQyCallbacks, type QyReceiver } from "../../../../bot/simulator/qy-callback.ts";
import { type Captured, captured, type Line, type Said } from "./case.ts";

export interface QyLine {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly callbacks: ReturnType<typeof createQyCallbacks>;
  readonly log: readonly string[];
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** @param message of the words, as the platform puts them */
  readonly forged: (message: (said: Said) => string) => NonNullable<Line["forged"]>;
  readonly capture: (message: (said: Said) => string) => NonNullable<Line["capture"]>;
}

/** The channel under test over a desk. */
export function openQyLine(
  desk: Desk,
  name: string,
  set: Settings,
  receiver: QyReceiver,
  outside: typeof fetch,
): QyLine {
  const address = `http://localhost/channels/${name}`;
  const log: string[] = [];
  const { settings, problems } = readChannelSettings(set);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const channels = createChannels(settings, { desk, fetch: outside, log: (line) => log.push(line) });
  const app = createApp(desk, (line) => log.push(line), channels);
  const callbacks = createQyCallbacks(receiver, address, desk.now);
  const stranger = createQyCallbacks({ ...receiver, token: "stranger" }, address, desk.now);
  const early = createQyCallbacks(receiver, address, () => desk.now() - 6 * 60 * 1000);
  const otherKey = { ...receiver.keys, aesKey: receiver.keys.aesKey.split("").reverse().join("") };
  const wrongKey = createQyCallbacks({ ...receiver, keys: otherKey }, address, desk.now);
  const otherOwner = { ...receiver.keys, receiver: "ww00000000000000ff" };
  const wrongReceiver = createQyCallbacks({ ...receiver, keys: otherOwner }, address, desk.now);
  return {
    fetch: async (request) => app.fetch(request),
    callbacks,
    log,
    start: async () => {
      for (const channel of channels) await channel.start?.();
    },
    stop: async () => {
      for (const channel of channels) await channel.stop?.();
    },
    capture: (message) => (said) => captured(callbacks.post(message(said))),
    forged: (message) => {
      const by = (other: typeof callbacks) => (said: Said) => captured(other.post(message(said)));
      const changed =
        (change: (url: URL) => void) =>
        async (said: Said): Promise<Captured> => {
          const { url, ...rest } = await by(callbacks)(said);
          const spoilt = new URL(url);
          change(spoilt);
          return { url: spoilt.href, ...rest };
        };
      return {
        "with another token": by(stranger),
        "six minutes old": by(early),
        "with another key": by(wrongKey),
        "for another enterprise": by(wrongReceiver),
        unsigned: changed(({ searchParams }) => searchParams.delete("msg_signature")),
        "with another nonce": changed(({ searchParams }) => searchParams.set("nonce", "1")),
        "with another time": changed(({ searchParams }) =>
          searchParams.set("timestamp", String(Number(searchParams.get("timestamp")) + 1)),
        ),
        "with a signature of zeros": changed(({ searchParams }) =>
          searchParams.set("msg_signature", "0".repeat(40)),
        ),
      };
    },
  };
}

/** What an owner sees of a message, whenever it comes and however often the message does. */
export interface Sights {
  /** @returns everything shown to the owner since the message first came */
  readonly after: (owner: string, id: string, send: () => Promise<unknown>) => Promise<readonly string[]>;
  readonly show: (owner: string, text: string) => void;
}

export function createSights(): Sights {
  const shown = new Map<string, string[]>();
  const beginnings = new Map<string, number>();
  const of = (owner: string) => {
    const texts = shown.get(owner) ?? [];
    shown.set(owner, texts);
    return texts;
  };
  return {
    show: (owner, text) => void of(owner).push(text),
    after: async (owner, id, send) => {
      const key = `${owner}:${id}`;
      const from = beginnings.get(key) ?? of(owner).length;
      beginnings.set(key, from);
      await send();
      return of(owner).slice(from);
    },
  };
}
