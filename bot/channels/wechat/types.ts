/** 公众号消息：what WeChat posts, as far as we look at it. */
export type WechatMessage = WechatEnvelope & WechatContent;

export interface WechatEnvelope {
  /** The follower's openid. */
  readonly from: string;
  /** The account. */
  readonly to: string;
  /** Seconds, by WeChat's clock. */
  readonly createdAt: number;
  /** The same each time WeChat sends it, of this follower. */
  readonly id: string;
}

export type WechatContent =
  | { readonly kind: "text"; readonly text: string }
  /** Without words where WeChat did not recognise any. */
  | { readonly kind: "voice"; readonly text?: string }
  /** A message that is not words, by WeChat's name for its type. */
  | { readonly kind: "other"; readonly type: string }
  | { readonly kind: "event"; readonly event: string; readonly key: string };

export type WechatAnswer =
  | { readonly kind: "text"; readonly text: string }
  /** To the account's own customer service. */
  | { readonly kind: "transfer" }
  | { readonly kind: "nothing" };
