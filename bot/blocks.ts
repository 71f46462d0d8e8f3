/** 段：the parts of a reply, before they have a form. Types only, so that a browser may read them. */

/** 段 */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | Conclusion
  | { readonly kind: "citation"; readonly citation: Citation }
  | { readonly kind: "conditions"; readonly lines: readonly ConditionLine[] }
  | { readonly kind: "caution"; readonly text: string }
  | { readonly kind: "later"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | AskedQuestion
  | { readonly kind: "choice"; readonly choices: readonly Choice[] }
  | {
      readonly kind: "verdicts";
      readonly lines: readonly VerdictLine[];
      /** Of every clause, those that have no line too. */
      readonly all: Readonly<Record<string, string>>;
    }
  | { readonly kind: "receipt"; readonly code: string; readonly text: string };

/** 结论, in one sentence. */
export interface Conclusion {
  readonly kind: "conclusion";
  readonly clause: string;
  readonly verdict: string;
  readonly text: string;
}

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
  /** The measure is to be shown whole. */
  readonly whole?: true;
}

/** 条件：one thing the clause asks for, and how it stands. */
export interface ConditionLine {
  readonly outcome: "holds" | "fails" | "unknown";
  /** The clause's words. */
  readonly quotes: readonly string[];
  /** The owner's facts behind it, 无论…, what is missing. */
  readonly because: readonly string[];
  /** What is read beyond the words, and why; where it was asked for. */
  readonly readings: readonly string[];
}

/** 追问：the one fact asked for next. */
export interface AskedQuestion {
  readonly kind: "question";
  readonly fact: string;
  /** What the question goes back to, after something else was spoken of. */
  readonly lead?: string;
  readonly text: string;
  /** Answers that can be given by number; empty where a figure or a date is asked for. */
  readonly options: readonly Option[];
  readonly hint: string;
}

export interface Option {
  readonly number: number;
  readonly label: string;
}

/** 选择：something to pick by number. */
export interface Choice {
  readonly number: number;
  readonly label: string;
  /** How the clause begins, or what its verdict is. */
  readonly detail?: string;
}

/** One clause in a list of many: what it comes to; its number can be picked. */
export interface VerdictLine extends Choice {
  readonly clause: string;
  readonly verdict: string;
  readonly detail: string;
}
