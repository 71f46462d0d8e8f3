/** 发：a reply as a stream that is finished at once, with a card where its choices fit one. */
import type { Block } from "../../blocks.ts";
import type { Delivery } from "../../handle-turn.ts";
import { askedIn } from "../asked.ts";
import { type ButtonCard, buttonCard } from "../button-card.ts";
import { renderMarkdown } from "../markdown.ts";
import { pagesOf } from "../pages.ts";
import type { AibotLater, AibotReply, DoneCard } from "./types.ts";

/** Bytes of a stream or of Markdown. */
const LONGEST_TEXT = 20_480;
const LONGEST_FEEDBACK_ID = 256;

/** In one message but for the longest. */
export function pagesInMarkdown(blocks: readonly Block[]): readonly string[] {
  const whole = renderMarkdown(blocks);
  return Buffer.byteLength(whole) <= LONGEST_TEXT ? [whole] : pagesOf(blocks, LONGEST_TEXT);
}

/** What can be said of one reply, apart: the words, and the card that asks. */
interface Parts {
  readonly words: string;
  readonly card?: ButtonCard;
}

function partsOf({ blocks, page = "" }: Delivery, turn: string): Parts {
  const parts = page === renderMarkdown(blocks) ? askedIn(blocks) : undefined;
  const card = parts && buttonCard(parts.asked, turn);
  return parts && card ? { words: renderMarkdown(parts.said), card } : { words: page };
}

/** @param answer what feedback on it will call it */
export function replyOf(delivery: Delivery, turn: string, answer: string): AibotReply {
  const { words, card } = partsOf(delivery, turn);
  const feedback = Buffer.byteLength(answer) <= LONGEST_FEEDBACK_ID ? { feedback: { id: answer } } : {};
  if (card && words === "") return { msgtype: "template_card", template_card: { ...card, ...feedback } };
  const stream = { id: turn, finish: true, content: words, ...feedback } as const;
  return card
    ? { msgtype: "stream_with_template_card", stream, template_card: card }
    : { msgtype: "stream", stream };
}

/** The one message there may be later, numbers to be typed. */
export function markdown(content: string): AibotLater {
  return { msgtype: "markdown", markdown: { content } };
}

export function textReply(content: string): AibotReply {
  return { msgtype: "text", text: { content } };
}

/** Words to a message; plain text is for greetings alone. */
export function streamReply(turn: string, content: string): AibotReply {
  return { msgtype: "stream", stream: { id: turn, finish: true, content } };
}

/** The same to be said by itself, where the reply it was meant to be did not arrive; a greeting or a card's new face is not. */
export function laterOf(reply: AibotReply): readonly AibotLater[] {
  if ("response_type" in reply || reply.msgtype === "text") return [];
  const { stream, template_card: card } = { stream: undefined, template_card: undefined, ...reply };
  return [
    ...(stream ? [markdown(stream.content)] : []),
    ...(card ? [{ msgtype: "template_card", template_card: card } as const] : []),
  ];
}

/** @param title what was chosen, or that it came too late */
export function pressedCard(user: string, task: string, title: string, desc: string): AibotReply {
  const card: DoneCard = {
    card_type: "text_notice",
    main_title: { title, desc },
    task_id: task,
    card_action: { type: 0 },
  };
  return { response_type: "update_template_card", userids: [user], template_card: card };
}
