/** 企业微信自建应用：members of an enterprise ask the application; what can be picked comes as a card with buttons. */
import { type Delivery, handleTurn, type Inbound } from "../../handle-turn.ts";
import { NotDelivered } from "../../handover.ts";
import { StoreError } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import { pressedIn } from "../button-card.ts";
import type { Channel, Surroundings } from "../channel.ts";
import { createOneRun } from "../one-run.ts";
import { pagesOf, piecesOf } from "../pages.ts";
import { createQyCallback } from "../qy-callback.ts";
import { createQyApi, QyApiError } from "../qyapi.ts";
import { createTurnMarks, turnOf } from "../turn-mark.ts";
import { answerToUnread } from "../unread.ts";
import { welcome } from "../welcome.ts";
import { createWecomClient, UnknownMember } from "./client.ts";
import { receive } from "./receive.ts";
import { LONGEST_TEXT, passiveText, pressedCard, type WithCard, withCard } from "./render.ts";
import type { WecomSettings } from "./settings.ts";
import type { WecomMessage, WecomPress, WecomWords } from "./types.ts";

const CHANNEL = "wecom";
const DAY_MS = 24 * 60 * 60 * 1000;
/** So long cards are not tried after they could not be sent: each try takes of the five seconds there are to answer. */
const REST_MS = 60 * 1000;

/** What the callback is answered with; whatever else there is to say has been sent. */
type Reply = { readonly text: string } | { readonly pressed: string } | null;

export function createWecom(settings: WecomSettings, { desk, fetch, log }: Surroundings): Channel {
  const { store, now, services } = desk;
  const { agent, corpId, hasCards } = settings;
  const state = store.channelState;
  const marks = createTurnMarks(CHANNEL, state, now);
  const oneRun = createOneRun(CHANNEL, state, now);
  const client = createWecomClient(createQyApi({ ...settings, fetch, now, state }), agent);
  const conversationOf = (user: string) => `${agent}/${user}`;
  const inboundOf = ({ user, id }: WecomMessage): Omit<Inbound, "text"> => ({
    channel: CHANNEL,
    conversation: conversationOf(user),
    message: id,
    person: "console",
    pages: (blocks) => pagesOf(blocks, LONGEST_TEXT),
  });

  let restsUntil = 0;
  const tried = async (send: () => Promise<void>): Promise<boolean> => {
    if (now() < restsUntil) return false;
    try {
      await send();
      return true;
    } catch (error) {
      if (!(error instanceof QyApiError || error instanceof UnknownMember)) throw error;
      log(`${CHANNEL} ${error.message}`);
      if (error instanceof QyApiError) restsUntil = now() + REST_MS;
      return false;
    }
  };
  /** @returns what could not be sent */
  const sendWithCard = async (user: string, { text, card, whole, question }: WithCard) => {
    if (text !== undefined && !(await tried(() => client.text(user, text)))) return whole;
    return (await tried(() => client.card(user, card))) ? undefined : question;
  };

  const turn = async (message: WecomMessage, text: string): Promise<Delivery> => {
    const delivery = await handleTurn({ ...inboundOf(message), text }, desk);
    await marks.set(conversationOf(message.user), message.id);
    return delivery;
  };
  const cardFor = ({ user, id }: WecomMessage, delivery: Delivery) =>
    hasCards ? withCard(delivery, turnOf(conversationOf(user), id)) : undefined;
  const toWords = async (message: WecomWords): Promise<Reply> => {
    const delivery = await turn(message, message.text);
    const { page } = delivery;
    if (page === undefined || page === "") return null;
    const parts = cardFor(message, delivery);
    const left = parts ? await sendWithCard(message.user, parts) : page;
    return left === undefined ? null : { text: left };
  };
  /** The callback changes the card, so that the answer has to be sent by itself. */
  const toPress = async (message: WecomPress): Promise<Reply> => {
    const { user, key, task, id } = message;
    const pressed = pressedIn(key);
    const holds = await marks.isNewest(conversationOf(user), task, id);
    if (!pressed || !holds) {
      const isTold = await tried(() => client.text(user, wording.stale));
      return isTold ? { pressed: wording.wecom.expired } : { text: wording.stale };
    }
    const delivery = await turn(message, pressed.number);
    const { page } = delivery;
    if (page === undefined || page === "") return { pressed: pressed.label };
    const parts = cardFor(message, delivery);
    const left = parts ? await sendWithCard(user, parts) : page;
    const isSaid = left === undefined || (await tried(() => client.text(user, left)));
    return isSaid ? { pressed: pressed.label } : { text: left };
  };
  const replyTo = async (message: WecomMessage): Promise<Reply> => {
    switch (message.kind) {
      case "words":
        return toWords(message);
      case "press":
        return toPress(message);
      case "subscribe":
        return { text: welcome() };
      case "enter": {
        const key = `${CHANNEL}:greeted:${message.user}:${services.today()}`;
        return (await state.once(key, now(), now() + DAY_MS)) ? { text: welcome() } : null;
      }
      case "unread": {
        if (message.type === undefined) return null;
        const text = await answerToUnread(message.type, inboundOf(message), desk);
        return text === undefined ? null : { text };
      }
    }
  };

  return {
    name: CHANNEL,
    routes: createQyCallback({
      channel: CHANNEL,
      token: settings.token,
      keys: { aesKey: settings.aesKey, receiver: corpId },
      format: "xml",
      now,
      state,
      log,
      answer: async (xml) => {
        const message = receive(xml, agent);
        if (!message) return undefined;
        const reply = await oneRun(`${message.user}:${message.id}`, () => replyTo(message)).catch(unsaved);
        if (reply === null) return undefined;
        return "text" in reply
          ? passiveText(message, reply.text, now())
          : pressedCard(message, reply.pressed, now());
      },
    }),
    send: async (conversation, text) => {
      const user = conversation.slice(conversation.indexOf("/") + 1);
      try {
        for (const piece of piecesOf(text, LONGEST_TEXT)) await client.text(user, piece);
      } catch (error) {
        if (error instanceof UnknownMember) throw new NotDelivered(wording.wecom.undelivered.noMember);
        if (error instanceof QyApiError) throw new NotDelivered(wording.wecom.undelivered.other(error.code));
        throw error;
      }
    },
  };
}

/** Told at once, since the owner would not see why nothing comes. */
function unsaved(error: unknown): Reply {
  if (error instanceof StoreError) return { text: wording.store[error.code] };
  throw error;
}
