/** What the call desk, the queue and `/api/console` say to each other. Types only. */
import type { Block } from "../../blocks.ts";

export type { Block } from "../../blocks.ts";

/** 情况, by the keys of the fact table. */
export type WireFacts = Readonly<Record<string, unknown>>;

/** `GET /desk`: what stays the same from call to call. */
export interface DeskBook {
  readonly today: string;
  readonly documentNumber: string;
  readonly measures: readonly BookMeasure[];
  readonly facts: readonly BookFact[];
}

export interface BookMeasure {
  /** 第六条 */
  readonly name: string;
  readonly clauses: readonly { readonly id: string; readonly title: string }[];
}

/** How a fact is asked for. */
export interface BookFact {
  readonly fact: string;
  readonly label: string;
  readonly question: string;
  readonly why?: string;
  readonly unit?: string;
  /** Without 不清楚, which is always there. */
  readonly options: readonly { readonly number: number; readonly label: string }[];
  readonly kind: "choice" | "figure" | "date";
}

/** `POST /search` */
export interface SearchRequest {
  readonly text: string;
  readonly facts: WireFacts;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface WireHit {
  readonly clause: string;
  readonly title: readonly Range[];
  readonly elsewhere?: {
    readonly from: "text" | "saying";
    readonly text: string;
    readonly ranges: readonly Range[];
  };
}

export interface SearchResponse {
  readonly hits: readonly WireHit[];
  readonly sentence?: {
    readonly clauses: readonly string[];
    readonly facts: WireFacts;
    readonly refusal?: string;
  };
}

/** `POST /assess` */
export interface AssessRequest {
  readonly facts: WireFacts;
  readonly answer?: { readonly fact: string; readonly said: string } | undefined;
  readonly focus?: string | undefined;
}

export interface AssessResponse {
  readonly facts: WireFacts;
  readonly misheard?: string;
  readonly known: readonly { readonly fact: string; readonly text: string; readonly isUnsure: boolean }[];
  readonly open: readonly string[];
  readonly verdicts: readonly {
    readonly clause: string;
    readonly verdict: string;
    readonly before?: string;
  }[];
  /** Of the clause on the desk. */
  readonly card?: WireCard;
}

export interface WireCard {
  readonly clause: string;
  readonly title: string;
  readonly measure: string;
  readonly verdict: string;
  readonly script: { readonly text: string; readonly seconds: number };
  readonly window: string;
  readonly next?: string;
  readonly blocks: readonly Block[];
}

/** What is noted of a call. */
export interface WireCallContent {
  readonly asked: readonly string[];
  readonly notes: string;
  readonly facts: WireFacts;
  readonly clauses: readonly string[];
  readonly isUnresolved: boolean;
}

/** `PUT /calls/:id` */
export interface SaveCallRequest {
  readonly revision: number;
  readonly content: WireCallContent;
}

export interface WireCall {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly revision: number;
  readonly content: WireCallContent;
}

/** `GET /calls`: this person's, the newest first. */
export interface CallsResponse {
  readonly calls: readonly WireCall[];
  /** Milliseconds since 1970, by the server's clock. */
  readonly now: number;
}

/** `POST /calls/:id/ticket` */
export interface TicketResponse {
  readonly text: string;
  readonly receipts: readonly { readonly clause: string; readonly code: string }[];
}

/** `POST /receipts` */
export interface ReceiptRequest {
  readonly said: string;
}

export type ReceiptResponse =
  | { readonly kind: "mistyped" | "unknown"; readonly message: string }
  | {
      readonly kind: "found";
      readonly code: string;
      readonly asOf: string;
      readonly channel?: string;
      readonly at?: number;
      readonly text: string;
      readonly facts: WireFacts;
      readonly known: readonly string[];
      readonly blocks: readonly Block[];
      readonly change?: string;
      readonly now?: readonly Block[];
    };

/** `GET /queue`: who waits longest first. */
export interface QueueResponse {
  readonly handovers: readonly QueuedHandover[];
  readonly now: number;
}

export interface QueuedHandover {
  readonly id: string;
  readonly channel: string;
  readonly requestedAt: number;
  readonly state: "waiting" | "taken";
  /** Who has it. */
  readonly staff?: string;
  readonly isMine: boolean;
  /** The owner's last words. */
  readonly lastText: string;
  /** Of the last message the owner sent to the person. */
  readonly lastNumber: number;
}

/** `GET /queue/:id` */
export interface HandoverResponse {
  readonly id: string;
  readonly channel: string;
  readonly requestedAt: number;
  readonly state: "none" | "waiting" | "taken";
  readonly staff?: string;
  readonly isMine: boolean;
  readonly known: readonly string[];
  readonly turns: readonly {
    readonly at: number;
    readonly text: string;
    readonly blocks: readonly Block[];
  }[];
  readonly messages: readonly HandoverMessage[];
  /** What the clauses spoken of last rest on, condition by condition. */
  readonly trace: readonly Block[];
}

export interface HandoverMessage {
  readonly number: number;
  readonly from: "owner" | "staff" | "notice";
  readonly text: string;
  readonly at: number;
  readonly undelivered?: string;
}

/** `POST /queue/:id/say` */
export interface SayRequest {
  readonly text: string;
}

export type SayResponse =
  | { readonly kind: "said"; readonly number: number; readonly undelivered?: string }
  | { readonly kind: "ended" | "notYours" };
