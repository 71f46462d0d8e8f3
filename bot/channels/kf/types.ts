/** What 微信客服 tells, as far as it means something here. */

/** One of many accounts of an enterprise, and a customer of it: who a message is from and an answer for. */
export interface KfCustomer {
  readonly account: string;
  readonly customer: string;
}

export function conversationOf({ account, customer }: KfCustomer): string {
  return `${account}/${customer}`;
}

interface Told extends KfCustomer {
  readonly id: string;
  /** When it was sent, milliseconds since 1970. */
  readonly sentAt: number;
}

/** 客服消息 */
export type KfMessage = KfWords | KfUnread | KfEvent;

export interface KfWords extends Told {
  readonly kind: "words";
  readonly text: string;
  /** Of the menu's item it was picked from. */
  readonly item?: string;
}

/** A picture and the like. */
export interface KfUnread extends Told {
  readonly kind: "unread";
  readonly type: string;
}

export type KfEvent = KfEntered | KfEnded | KfFailed;

/** Came in; the code lets us say one thing, within 20 seconds. */
export interface KfEntered extends Told {
  readonly kind: "entered";
  readonly code: string;
}

/** A person's conversation is over; the code lets us say one thing. */
export interface KfEnded extends Told {
  readonly kind: "ended";
  readonly code: string;
}

/** What was sent did not arrive, though it was taken. */
export interface KfFailed extends Told {
  readonly kind: "failed";
  readonly why: number;
}

/** What we say, in the platform's form. */
export type KfOutgoing =
  | { readonly msgtype: "text"; readonly text: { readonly content: string } }
  | { readonly msgtype: "msgmenu"; readonly msgmenu: KfMenu };

export interface KfMenu {
  readonly head_content: string;
  readonly list: readonly {
    readonly type: "click";
    readonly click: { readonly id: string; readonly content: string };
  }[];
  readonly tail_content?: string;
}
