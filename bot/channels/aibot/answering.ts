/** 接话：what is said to the bot, alone with it or in a group, is answered; by a callback or a connection alike. */
import { conversationKey, type Delivery, type Desk, handleTurn, type Inbound } from "../../handle-turn.ts";
import { StoreError } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import { pressedIn } from "../button-card.ts";
import { createOneRun } from "../one-run.ts";
import { createTurnMarks, turnOf } from "../turn-mark.ts";
import { answerToUnread } from "../unread.ts";
import { welcome } from "../welcome.ts";
import { answerName, feedbackOf } from "./feedback.ts";
import { markdown, pagesInMarkdown, pressedCard, replyOf, streamReply, textReply } from "./render.ts";
import type {
  AibotFeedback,
  AibotFrom,
  AibotLater,
  AibotMessage,
  AibotPress,
  AibotReply,
  AibotWords,
} from "./types.ts";

export const CHANNEL = "aibot";

/** @returns what the message is answered with at once; nothing where it is null */
export type Answering = (message: AibotMessage) => Promise<AibotReply | null>;

export interface AnsweringOptions {
  readonly desk: Desk;
  /** Says something by itself, after a button was pressed. False where that cannot be. */
  readonly say: (message: AibotPress, later: AibotLater) => Promise<boolean>;
}

/** In a group everybody has a conversation of his own. */
export function conversationOf({ user, chat }: AibotFrom): string {
  return chat === undefined ? user : `${chat}/${user}`;
}

export function createAnswering({ desk, say }: AnsweringOptions): Answering {
  const { store, now } = desk;
  const marks = createTurnMarks(CHANNEL, store.channelState, now);
  const oneRun = createOneRun(CHANNEL, store.channelState, now);
  const inboundOf = (message: AibotMessage): Omit<Inbound, "text"> => ({
    channel: CHANNEL,
    conversation: conversationOf(message),
    message: message.id,
    person: "console",
    pages: pagesInMarkdown,
  });
  const turn = async (message: AibotMessage, text: string): Promise<Delivery> => {
    const delivery = await handleTurn({ ...inboundOf(message), text }, desk);
    await marks.set(conversationOf(message), message.id);
    return delivery;
  };
  const toWords = async (message: AibotWords): Promise<AibotReply | null> => {
    const delivery = await turn(message, message.text);
    if (!delivery.page) return null;
    return replyOf(
      delivery,
      turnOf(conversationOf(message), message.id),
      answerName(message.user, message.id),
    );
  };
  /** The callback changes the card, so that the answer has to be sent by itself. */
  const toPress = async (message: AibotPress): Promise<AibotReply> => {
    const { user, task, key, id } = message;
    const pressed = pressedIn(key);
    if (!pressed || !(await marks.isNewest(conversationOf(message), task, id)))
      return pressedCard(user, task, wording.wecom.expired, wording.wecom.late);
    const { page } = await turn(message, pressed.number);
    const isSaid = !page || (await say(message, markdown(page)));
    return pressedCard(user, task, pressed.label, isSaid ? wording.wecom.chosen : wording.wecom.unsaid);
  };
  const toFeedback = async (message: AibotFeedback): Promise<null> => {
    const given = feedbackOf(message, (asker) => conversationKey(CHANNEL, conversationOf(asker)), now());
    if (given) await store.feedback.give(given);
    return null;
  };
  const replyTo = async (message: AibotMessage): Promise<AibotReply | null> => {
    switch (message.kind) {
      case "words":
        return toWords(message);
      case "press":
        return toPress(message);
      case "feedback":
        return toFeedback(message);
      case "enter":
        return textReply(welcome());
      case "unread": {
        if (message.type === undefined) return null;
        const text = await answerToUnread(message.type, inboundOf(message), desk);
        return text === undefined ? null : streamReply(turnOf(conversationOf(message), message.id), text);
      }
    }
  };
  return async (message) => {
    try {
      return await oneRun(`${conversationOf(message)}:${message.id}`, () => replyTo(message));
    } catch (error) {
      // Told at once, since the owner would not see why nothing comes.
      const isTold = error instanceof StoreError && message.kind === "words";
      if (isTold) return streamReply(turnOf(conversationOf(message), message.id), wording.store[error.code]);
      throw error;
    }
  };
}
