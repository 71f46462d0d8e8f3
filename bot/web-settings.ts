/** 网页配置：how the server stands in the web, and how much one visitor may ask of it. */

export interface WebSettings {
  /** The address owners know, without a slash at the end; that of the request where it is absent. */
  readonly publicUrl?: string;
  /** How many proxies of ours stand before the server; each adds an address to X-Forwarded-For. */
  readonly trustedProxies: number;
  /** Sites that may carry the widget; absent: any, since it uses no cookie and so lends nobody a visitor's rights. */
  readonly widgetSites?: readonly string[];
  readonly limits: Limits;
  /** What /metrics asks for as a bearer token; it is open where this is absent. */
  readonly metricsToken?: string;
}

/** 0: no limit. */
export interface Limits {
  /** Messages a minute in one conversation. */
  readonly perConversation: number;
  /** Messages a minute from one address: an office behind one address shares it. */
  readonly perAddress: number;
  /** Receipts looked up in vain an hour from one address. */
  readonly vainReceipts: number;
}

export const defaultWebSettings: WebSettings = {
  trustedProxies: 0,
  limits: { perConversation: 30, perAddress: 600, vainReceipts: 20 },
};
