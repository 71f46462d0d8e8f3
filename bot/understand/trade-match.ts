/** 行当：a trade a text names, and where. */
export interface TradeMatch {
  readonly word: string;
  readonly industry: string;
  readonly start: number;
}
