/** 接话：what a customer said or did is answered, unless a person of the enterprise has him. */
import { type Desk, handleTurn, type Inbound } from "../../handle-turn.ts";
import { wording } from "../../wording.ts";
import { pagesOf } from "../pages.ts";
import { QyApiError } from "../qyapi.ts";
import { createTurnMarks, turnOf } from "../turn-mark.ts";
import { answerToUnread } from "../unread.ts";
import type { KfClient } from "./client.ts";
import type { Outbox } from "./outbox.ts";
import { itemIn, LONGEST_TEXT, type Rendered, render, textMessage, welcomeMenu } from "./render.ts";
import type { KfSettings } from "./settings.ts";
import {
  conversationOf,
  type KfEvent,
  type KfMessage,
  type KfOutgoing,
  type KfUnread,
  type KfWords,
} from "./types.ts";

export const CHANNEL = "kf";

/** @throws StoreError, QyApiError and the like where trying again may help */
export type Answering = (message: KfMessage) => Promise<void>;

export interface AnsweringOptions {
  readonly settings: KfSettings;
  readonly client: KfClient;
  readonly outbox: Outbox;
  readonly desk: Desk;
  readonly log: (line: string) => void;
}

const QUEUE = 2;
const PERSON = 3;
/** Later no answer is let through. */
const ANSWERABLE_MS = 48 * 60 * 60 * 1000;

const WAYS = { platform: "channel", console: "console", telephone: "telephone" } as const;

export function createAnswering({ settings, client, outbox, desk, log }: AnsweringOptions): Answering {
  const { handover, servicer } = settings;
  const { store, now } = desk;
  const marks = createTurnMarks(CHANNEL, store.channelState, now);
  const inboundOf = (message: KfMessage): Omit<Inbound, "text"> => ({
    channel: CHANNEL,
    conversation: conversationOf(message),
    message: message.id,
    person: WAYS[handover],
    pages: (blocks) => pagesOf(blocks, LONGEST_TEXT),
  });
  const reply = async (message: KfMessage, rendered: Rendered) => {
    if (!(await outbox.reply(message, message.id, rendered)))
      log(`${CHANNEL} not answered: five messages were sent since the customer's last`);
  };
  const replyText = (message: KfMessage, text: string) => reply(message, only(textMessage(text)));

  /** The platform's own servicers take over; where they do not, he is told whom to call. */
  const transfer = async (message: KfWords, words: string) => {
    try {
      const code = await client.transfer(message, servicer === undefined ? QUEUE : PERSON, servicer);
      if (code !== undefined)
        await client.sendOnEvent(code, turnOf(conversationOf(message), message.id), textMessage(words));
    } catch (error) {
      if (!isFinal(error)) throw error;
      log(`${CHANNEL} ${error.message}`);
      await replyText(message, wording.handover.telephone);
    }
  };
  const toWords = async (message: KfWords) => {
    const item = itemIn(message.item ?? "");
    if (item && !(await marks.isNewest(conversationOf(message), item.turn, message.id)))
      return await replyText(message, wording.stale);
    const delivery = await handleTurn(
      { ...inboundOf(message), text: item?.number ?? message.text.trim() },
      desk,
    );
    await marks.set(conversationOf(message), message.id);
    const { page = "", outcome } = delivery;
    if (page === "") return;
    if (outcome === "handover" && handover === "platform") await transfer(message, page);
    else await reply(message, render(delivery, turnOf(conversationOf(message), message.id)));
  };
  const toUnread = async (message: KfUnread) => {
    const text = await answerToUnread(message.type, inboundOf(message), desk);
    if (text !== undefined) await replyText(message, text);
  };
  const toCustomer = async (message: KfWords | KfUnread) => {
    if (now() - message.sentAt > ANSWERABLE_MS) return;
    await outbox.heard(message);
    const state = await client.serviceState(message);
    if (state === QUEUE || state === PERSON) return;
    await (message.kind === "words" ? toWords(message) : toUnread(message));
  };
  const toEvent = async (event: KfEvent) => {
    switch (event.kind) {
      case "entered":
        return await client.sendOnEvent(event.code, turnOf(conversationOf(event), event.id), welcomeMenu());
      case "ended":
        return await client.sendOnEvent(
          event.code,
          turnOf(conversationOf(event), event.id),
          textMessage(wording.person.gone),
        );
      case "failed":
        return log(`${CHANNEL} a message did not arrive: ${FAILURES[event.why] ?? `fail_type ${event.why}`}`);
    }
  };
  return async (message) => {
    try {
      await (message.kind === "words" || message.kind === "unread" ? toCustomer(message) : toEvent(message));
    } catch (error) {
      if (!isFinal(error)) throw error;
      log(`${CHANNEL} ${error.message}`);
    }
  };
}

/** The platform has refused, and would again. */
function isFinal(error: unknown): error is QyApiError {
  return error instanceof QyApiError && !error.isPassing;
}

function only(message: KfOutgoing): Rendered {
  return { messages: [message], short: message };
}

/** By fail_type, as the platform explains it. */
const FAILURES: Readonly<Record<number, string>> = {
  1: "the account was deleted",
  2: "the application is closed",
  4: "the customer wrote more than 48 hours ago",
  5: "the conversation is closed",
  6: "more than five messages",
  8: "the enterprise is not verified",
  10: "the customer refuses messages",
  11: "no member of the enterprise has signed in to the 企业微信 app",
};
