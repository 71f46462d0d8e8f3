/** 存储：what is kept of conversations, whichever database keeps it. States, replies and records are opaque JSON. */
import type { CallStore } from "./calls.ts";
import type { ChannelState } from "./channel-state.ts";
import type { DirectLineStore } from "./direct-line.ts";
import type { FiguresStore } from "./figures.ts";
import type { HandoverStore } from "./handovers.ts";
import type { Nearest, ReviewStore } from "./review.ts";
import type { StaffStore } from "./staff.ts";
import type { TranscriptStore } from "./transcripts.ts";

export interface Store {
  /** Accounts of those who answer for the notice, and what they did. */
  readonly staff: StaffStore;
  /** Questions not answered, and what was done about them. */
  readonly review: ReviewStore;
  readonly figures: FiguresStore;
  /** The conversation as last saved. */
  load(conversation: string): Promise<SavedConversation | undefined>;
  /** What was answered to a message of this id before: the same message always gets the same reply. */
  replyTo(conversation: string, message: string): Promise<SavedReply | undefined>;
  /** One turn, whole or not at all. */
  save(turn: NewTurn): Promise<Saved>;
  receipt(code: string): Promise<SavedReceipt | undefined>;
  /** Questions not answered, newest first. */
  unanswered(filter?: UnansweredFilter): Promise<readonly Unanswered[]>;
  /** Deletes what is older than a moment; returns how much of each. */
  purge(before: number): Promise<Purged>;
  counts(): Promise<Counts>;
  readonly handovers: HandoverStore;
  readonly calls: CallStore;
  readonly transcripts: TranscriptStore;
  readonly channelState: ChannelState;
  readonly directLine: DirectLineStore;
  /** @throws StoreError when the database cannot be used now */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `conflict`: another turn of the conversation came first, load again. `duplicate`: this message was answered before.
 * `receiptTaken`: another record has this code. Only `saved` has changed anything.
 */
export type Saved = "saved" | "conflict" | "duplicate" | "receiptTaken";

export interface SavedConversation {
  /** How many turns it has had. */
  readonly version: number;
  readonly state: unknown;
  /** Milliseconds, of the last turn. */
  readonly lastAt: number;
}

export interface SavedReply {
  readonly reply: unknown;
  readonly outcome: string;
  readonly receipt?: string;
}

export interface SavedReceipt {
  readonly code: string;
  readonly record: unknown;
  readonly at: number;
}

/** 一轮对话 */
export interface NewTurn {
  readonly conversation: string;
  readonly channel: string;
  /** The version loaded; 0 for a new conversation. */
  readonly version: number;
  /** The channel's id of the owner's message. */
  readonly message?: string;
  readonly at: number;
  /** What the owner wrote; personal numbers in it are masked before it is kept. */
  readonly text: string;
  readonly state: unknown;
  readonly reply: unknown;
  readonly outcome: string;
  readonly receipt?: NewReceipt;
  readonly unanswered?: WhyUnanswered;
  /** The owner waits for a person from now on. */
  readonly wantsPerson?: boolean;
  /** The clauses it quotes. */
  readonly cites?: readonly string[];
  /** Milliseconds from the message to its answer. */
  readonly tookMs?: number;
}

/** 凭证：a code that exists with the same record is given out again. */
export interface NewReceipt {
  readonly code: string;
  readonly record: unknown;
}

export interface WhyUnanswered {
  readonly reason: string;
  readonly nearest: readonly Nearest[];
}

/** 未答问题 */
export interface Unanswered extends WhyUnanswered {
  readonly at: number;
  readonly conversation: string;
  readonly text: string;
}

export interface UnansweredFilter {
  readonly since?: number;
  readonly reason?: string;
  /** 100 where it is absent. */
  readonly limit?: number;
}

export interface Purged {
  readonly conversations: number;
  readonly turns: number;
  readonly receipts: number;
}

export interface Counts extends Purged {
  readonly unanswered: number;
}
