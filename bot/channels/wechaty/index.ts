/** wechaty: an optional bridge to a personal account. Off by default, since accounts that robots use get banned. */
import { renderUnicodeCompact } from "uqr";
import type { types, WechatyBuilder } from "wechaty";
import { ConfigError } from "../../config.ts";
import { handleTurn } from "../../handle-turn.ts";
import { NotDelivered } from "../../handover.ts";
import { StoreError } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { pagesOf } from "../pages.ts";
import { placeOf, readMessage, type Told, type WechatyMessage } from "./receive.ts";
import type { WechatySettings } from "./settings.ts";

export type Wechaty = ReturnType<typeof WechatyBuilder.build>;

export interface Loaded {
  readonly bot: Wechaty;
  readonly kinds: typeof types.Message;
}

/** Bytes of one message, about two screens of a phone. */
const LONGEST = 3_000;
const REPEATED_MS = 24 * 60 * 60 * 1000;

/** @param load makes the bot; by default of the package that is installed */
export function createWechaty(
  settings: WechatySettings,
  { desk, log }: Surroundings,
  load: (settings: WechatySettings) => Promise<Loaded> = loadWechaty,
): Channel {
  let loaded: Loaded | undefined;

  const answer = async (message: WechatyMessage, { kinds }: Loaded) => {
    const received = await readMessage(message, kinds);
    if (received.kind === "ignored") return;
    const at = desk.now();
    const isFirst = await desk.store.channelState.once(`wechaty:seen:${message.id}`, at, at + REPEATED_MS);
    if (!isFirst) return;
    const said =
      received.kind === "message" ? await answerTo(received, message.id) : wording.activity.unreadable;
    if (said !== undefined) await message.say(said);
  };
  const answerTo = async ({ conversation, text }: Told, message: string) => {
    const inbound = { channel: "wechaty", conversation, text, message, pages };
    return (await handleTurn({ ...inbound, person: "console" }, desk)).page;
  };
  const answerSafely = (message: WechatyMessage, all: Loaded) => {
    answer(message, all).catch(async (error: unknown) => {
      log(`error wechaty: ${String(error)}`);
      const words = error instanceof StoreError ? wording.store[error.code] : wording.serverError;
      await message.say(words).catch(() => {});
    });
  };

  return {
    name: "wechaty",
    send: async (conversation, text) => {
      const { contact, room } = placeOf(conversation);
      const bot = loaded?.bot;
      const owner = await bot?.Contact.find({ id: contact });
      const place = room === undefined ? undefined : await bot?.Room.find({ id: room });
      if (!owner || (room !== undefined && !place))
        throw new NotDelivered("The account is not signed in, or does not know the owner any more.");
      await (place ? place.say(text, owner) : owner.say(text));
    },
    start: async () => {
      log(wording.wechaty.warning);
      const all = await load(settings);
      all.bot.on("message", (message) => answerSafely(message, all));
      all.bot.on("scan", (code) => log(`${wording.wechaty.scan}\n${renderUnicodeCompact(code)}`));
      all.bot.on("login", () => log(wording.wechaty.login));
      all.bot.on("logout", () => log(wording.wechaty.logout));
      all.bot.on("error", (error) => log(`error wechaty: ${error.message}`));
      loaded = all;
      await all.bot.start();
    },
    stop: async () => {
      await loaded?.bot.stop();
      loaded = undefined;
    },
  };
}

function pages(blocks: Parameters<typeof pagesOf>[0]): string[] {
  return pagesOf(blocks, LONGEST);
}

/** wechaty is 150 MB; only who wants it installs it. */
async function loadWechaty({ puppet }: WechatySettings): Promise<Loaded> {
  const { WechatyBuilder, types } = await import("wechaty").catch((error: unknown) => {
    throw new ConfigError(
      `WECHATY_PUPPET is set, but wechaty is not installed. Run npm install wechaty ${puppet}, or remove WECHATY_PUPPET.`,
      { cause: error },
    );
  });
  // The session is kept in mingbai-wechaty.memory-card.json.
  return {
    bot: WechatyBuilder.build({ name: "mingbai-wechaty", puppet: puppet as "wechaty-puppet-wechat4u" }),
    kinds: types.Message,
  };
}
