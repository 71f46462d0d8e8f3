/** 段：the parts of a reply, before they have a form. Types only, so that a browser may read them. */

/** 段 */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "citation"; readonly citation: Citation }
  | { readonly kind: "caution"; readonly text: string }
  | { readonly kind: "later"; readonly text: string }
  | { readonly kind: "choice"; readonly choices: readonly Choice[] }
  | { readonly kind: "list"; readonly items: readonly string[] };

/** 引文：a clause word for word, and where it stands. */
export interface Citation {
  readonly clause: string;
  readonly title: string;
  /** 《…》（文号）第六条： */
  readonly heading: string;
  /** The whole measure with the clause's place in it, since a clause may be half a sentence. */
  readonly measureText: string;
  readonly start: number;
  readonly end: number;
  readonly departments: string;
}

export interface Choice {
  readonly number: number;
  readonly clause: string;
  readonly title: string;
  readonly beginning: string;
}
