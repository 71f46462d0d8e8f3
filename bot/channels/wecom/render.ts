/** 发：a reply as passive XML, and as the application's own messages. */
import type { Delivery } from "../../handle-turn.ts";
import { askedIn } from "../asked.ts";
import { type ButtonCard, buttonCard } from "../button-card.ts";
import { renderText } from "../text.ts";
import { writeXml } from "../wx-xml.ts";
import type { WecomMessage } from "./types.ts";

/** Bytes of a text; what is longer 企业微信 cuts. */
export const LONGEST_TEXT = 2048;

/** A reply in two messages: words, then a card with the question. */
export interface WithCard {
  readonly text?: string;
  readonly card: ButtonCard;
  /** Both in words, and the question alone, for where they cannot be sent. */
  readonly whole: string;
  readonly question: string;
}

/** @returns undefined where numbers are to be typed: too much for a card, or more pages to come */
export function withCard({ blocks, page }: Delivery, task: string): WithCard | undefined {
  const whole = renderText(blocks);
  const parts = page === whole ? askedIn(blocks) : undefined;
  const card = parts && buttonCard(parts.asked, task);
  if (!parts || !card) return undefined;
  const { said } = parts;
  const question = renderText(blocks.slice(said.length));
  return { card, whole, question, ...(said.length > 0 && { text: renderText(said) }) };
}

type To = Pick<WecomMessage, "user" | "corp">;

export function passiveText(to: To, text: string, at: number): string {
  return passive(to, at, { MsgType: "text", Content: text });
}

/** The card's buttons become one that says what was chosen and cannot be pressed. */
export function pressedCard(to: To, label: string, at: number): string {
  return passive(to, at, { MsgType: "update_button", Button: { ReplaceName: label } });
}

function passive({ user, corp }: To, at: number, fields: Parameters<typeof writeXml>[0]): string {
  const envelope = { ToUserName: user, FromUserName: corp, CreateTime: Math.floor(at / 1000) };
  return writeXml({ ...envelope, ...fields });
}
