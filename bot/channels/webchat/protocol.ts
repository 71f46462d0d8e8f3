/** What the chat page and `POST /api/chat` say to each other. Types only: a browser bundle holds no rule and no clause. */
import type { Block } from "../../blocks.ts";

export type { AskedQuestion, Block, Choice, Citation, ConditionLine, Option } from "../../blocks.ts";

export interface ChatRequest {
  /** Absent for a new conversation. */
  readonly conversation?: string | undefined;
  /** The sender's id of the message: sent again, it gets the same reply and counts once. */
  readonly message?: string | undefined;
  readonly text: string;
  /** YYYY-MM-DD; today in Asia/Shanghai where it is absent. */
  readonly asOf?: string | undefined;
}

export interface ChatResponse {
  readonly conversation: string;
  readonly outcome: string;
  /** Ids of the clauses quoted, first the one the message is about. */
  readonly cites: readonly string[];
  /** The one fact the reply asks for. */
  readonly asks: string | null;
  /** What can be picked by number, in order. */
  readonly choices: readonly string[];
  /** Verdicts of the clauses spoken of so far. */
  readonly verdicts: Readonly<Record<string, string | undefined>>;
  readonly facts: object;
  /** The code that brings the same answer back. */
  readonly receipt: string | null;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The owner waits for a person; or a person has the conversation, and there are no blocks. */
  readonly handover?: "waiting" | "taken";
}

/** How the handover of a conversation stands. */
export interface HandoverResponse {
  readonly state: "none" | "waiting" | "taken";
  /** How many wait longer. */
  readonly ahead: number;
  /** Whether anybody is there to come. */
  readonly staffed: boolean;
  /** Who has it. */
  readonly staff?: string;
  /** Those after the last one seen, without the owner's own. */
  readonly messages: readonly PersonMessage[];
}

export interface PersonMessage {
  /** From 1, in order. */
  readonly number: number;
  /** `notice`: of ours, that a person came or left. */
  readonly from: "owner" | "staff" | "notice";
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ChatError {
  readonly error: { readonly code: string; readonly message: string };
}

export type FeedbackReason = "off_topic" | "unclear" | "differs" | "other";

/** What an owner thinks of one answer; said again, the later one counts. */
export interface FeedbackRequest {
  readonly conversation: string;
  /** The id of the message that was answered. */
  readonly message: string;
  readonly useful: boolean;
  readonly reason?: FeedbackReason | undefined;
  readonly text?: string | undefined;
}

/** What a script of ours is given by the server that serves it. */
export interface Given {
  readonly words: ChatWords;
  /** The style sheet, for the widget. */
  readonly css?: string;
  /** Sites that may carry the widget; absent: any. */
  readonly sites?: readonly string[];
}

/** Every sentence of the page; `{…}` is filled in. */
export interface ChatWords {
  readonly name: string;
  readonly subtitle: string;
  readonly greeting: string;
  /** What it answers from. */
  readonly basis: string;
  readonly privacy: string;
  readonly examples: readonly string[];
  readonly placeholder: string;
  readonly send: string;
  readonly you: string;
  readonly reply: string;
  readonly person: string;
  readonly transcript: string;
  readonly tools: string;
  readonly waiting: string;
  readonly slow: string;
  readonly offline: string;
  readonly online: string;
  readonly failed: string;
  readonly retry: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly restart: string;
  readonly restartAsk: string;
  readonly restartYes: string;
  readonly restarted: string;
  readonly cancel: string;
  readonly open: string;
  readonly close: string;
  readonly orders: Readonly<Record<"why" | "whyAsked" | "back" | "person", Order>>;
  readonly feedback: FeedbackWords;
  readonly handover: HandoverWords;
  readonly blocks: BlockWords;
}

/** A button that says something for the owner. */
export interface Order {
  readonly label: string;
  readonly text: string;
}

export interface FeedbackWords {
  readonly ask: string;
  readonly useful: string;
  readonly useless: string;
  readonly whatIsWrong: string;
  readonly reasons: Readonly<Record<FeedbackReason, string>>;
  readonly text: string;
  readonly submit: string;
  readonly thanks: string;
}

export interface HandoverWords {
  readonly next: string;
  /** {count} */
  readonly ahead: string;
  /** Nobody is at the console for the moment. */
  readonly away: string;
  readonly taken: string;
  /** {staff} */
  readonly takenBy: string;
  readonly end: string;
  readonly ended: string;
}

/** What is written on and beside a block. */
export interface BlockWords {
  readonly whole: string;
  readonly copyQuote: string;
  readonly copyReceipt: string;
  readonly card: string;
  /** After words cut from the middle of a sentence. */
  readonly ellipsis: string;
  readonly outcomes: Readonly<Record<"holds" | "fails" | "unknown", string>>;
}
