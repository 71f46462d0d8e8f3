/** 发：a reply as text, with a menu where its choices fit one. */
import type { Delivery } from "../../handle-turn.ts";
import { wording } from "../../wording.ts";
import { type Asked, askedIn } from "../asked.ts";
import { renderText } from "../text.ts";
import { beginnings } from "../welcome.ts";
import type { KfMenu, KfOutgoing } from "./types.ts";

/** Bytes. */
export const LONGEST_TEXT = 2048;
const LONGEST_HEAD = 1024;
const LONGEST_ITEM = 128;
const MOST_ITEMS = 10;

export interface Rendered {
  /** In as many messages as it takes. */
  readonly messages: readonly KfOutgoing[];
  /** The same in one, numbers to be typed. */
  readonly short: KfOutgoing;
}

/** @param turn names the reply in the menu's items */
export function render({ blocks, page = "" }: Delivery, turn: string): Rendered {
  const short = textMessage(page);
  const parts = page === renderText(blocks) ? askedIn(blocks) : undefined;
  if (!parts) return { messages: [short], short };
  const { said, asked } = parts;
  const words = renderText(said);
  const both = menuOf(asked, turn, words);
  if (both) return { messages: [both], short };
  const menu = menuOf(asked, turn);
  return { messages: menu && words !== "" ? [textMessage(words), menu] : [short], short };
}

export function textMessage(content: string): KfOutgoing {
  return { msgtype: "text", text: { content } };
}

export function welcomeMenu(): KfOutgoing {
  const list = beginnings.map((content) => ({ type: "click", click: { id: "ask", content } }) as const);
  return {
    msgtype: "msgmenu",
    msgmenu: { head_content: `${wording.greeting}\n${wording.wecom.welcomeMenu}`, list },
  };
}

/** What an item's id says; undefined where its words are the question itself. */
export function itemIn(id: string): { readonly turn: string; readonly number: string } | undefined {
  const { turn, number } = /^(?<turn>[\w-]{32})\.(?<number>\d{1,3})$/u.exec(id)?.groups ?? {};
  return turn === undefined || number === undefined ? undefined : { turn, number };
}

/** @param words said before the question, in the same message */
function menuOf({ lead, text, choices, hint }: Asked, turn: string, words = ""): KfOutgoing | undefined {
  const head = [words, lead, text].filter((part) => part !== undefined && part !== "").join("\n");
  const list = choices.map(
    ({ number, label }) => ({ type: "click", click: { id: `${turn}.${number}`, content: label } }) as const,
  );
  const isFitting =
    bytesOf(head) <= LONGEST_HEAD &&
    bytesOf(hint ?? "") <= LONGEST_HEAD &&
    list.length <= MOST_ITEMS &&
    list.every(({ click }) => bytesOf(click.content) <= LONGEST_ITEM);
  if (!isFitting) return undefined;
  const msgmenu: KfMenu = { head_content: head, list, ...(hint !== undefined && { tail_content: hint }) };
  return { msgtype: "msgmenu", msgmenu };
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
