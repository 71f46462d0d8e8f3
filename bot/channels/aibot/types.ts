/** What a 智能机器人 is told, as far as it means something here, and what it answers. */
import type { ButtonCard } from "../button-card.ts";

/** 机器人的来信 */
export type AibotMessage = AibotWords | AibotPress | AibotFeedback | AibotEnter | AibotUnread;

export interface AibotFrom {
  readonly user: string;
  /** In a group; alone with the bot there is none. */
  readonly chat?: string;
}

interface Told extends AibotFrom {
  readonly id: string;
  /** Takes one answer later, within an hour. */
  readonly responseUrl?: string;
}

export interface AibotWords extends Told {
  readonly kind: "words";
  readonly text: string;
}

/** A button of a card was pressed. */
export interface AibotPress extends Told {
  readonly kind: "press";
  readonly task: string;
  readonly key: string;
}

/** 👍 or 👎 on an answer; neither where it was taken back. */
export interface AibotFeedback extends Told {
  readonly kind: "feedback";
  /** As we named the answer. */
  readonly answer: string;
  readonly useful?: boolean;
  readonly reasons: readonly number[];
  readonly text?: string;
}

/** Came in for the first time today. */
export interface AibotEnter extends Told {
  readonly kind: "enter";
}

/** A picture and the like, by the name of its type; an event that needs no answer has none. */
export interface AibotUnread extends Told {
  readonly kind: "unread";
  readonly type?: string;
}

/** What the bot answers a callback with. */
export type AibotReply =
  | { readonly msgtype: "text"; readonly text: { readonly content: string } }
  | { readonly msgtype: "stream"; readonly stream: AibotStream }
  | { readonly msgtype: "template_card"; readonly template_card: AibotCard }
  | {
      readonly msgtype: "stream_with_template_card";
      readonly stream: AibotStream;
      readonly template_card: ButtonCard;
    }
  | {
      readonly response_type: "update_template_card";
      readonly userids: readonly string[];
      readonly template_card: DoneCard;
    };

/** What it says by itself. */
export type AibotLater =
  | { readonly msgtype: "markdown"; readonly markdown: { readonly content: string } }
  | { readonly msgtype: "template_card"; readonly template_card: ButtonCard };

export type AibotCard = ButtonCard & { readonly feedback?: { readonly id: string } };

export interface AibotStream {
  readonly id: string;
  readonly finish: true;
  /** Markdown. */
  readonly content: string;
  readonly feedback?: { readonly id: string };
}

/** What a card becomes when one of its buttons was pressed: nothing to press. */
export interface DoneCard {
  readonly card_type: "text_notice";
  readonly main_title: { readonly title: string; readonly desc: string };
  readonly task_id: string;
  readonly card_action: { readonly type: 0 };
}
