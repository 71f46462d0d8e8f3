/** What a 自建应用 is told, as far as it means something here. */

/** 企业微信的来信 */
export type WecomMessage = WecomWords | WecomPress | WecomArrival | WecomOther;

interface From {
  readonly user: string;
  readonly corp: string;
  /** Of the message or, where the platform gives none, made from what tells it from others. */
  readonly id: string;
}

/** What was typed or spoken, or what a menu's key says. */
export interface WecomWords extends From {
  readonly kind: "words";
  readonly text: string;
}

/** A button of a card was pressed. */
export interface WecomPress extends From {
  readonly kind: "press";
  /** The card's. */
  readonly task: string;
  readonly key: string;
}

/** Followed, or came in, which may be many times a day. */
export interface WecomArrival extends From {
  readonly kind: "subscribe" | "enter";
}

/** A picture and the like, by the name of its type; an event that needs no answer has none. */
export interface WecomOther extends From {
  readonly kind: "unread";
  readonly type?: string;
}
