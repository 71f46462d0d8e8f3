/** 数据库：what the store needs to know of the one it is kept in. */
import type { ColumnType, Kysely } from "kysely";
import type { StoreErrorCode } from "./store-error.ts";

export interface Database {
  readonly db: Kysely<Tables>;
  /** For messages: the file, or server and database, never a password. */
  readonly name: string;
  readonly sql: SqlFlavour;
  /** Resolves when everything committed before is on the disk; absent where a commit waits for that itself. */
  readonly settle?: () => Promise<void>;
  /** What the driver's error means; undefined for an error of our own making. */
  readonly codeOf: (error: unknown) => StoreErrorCode | undefined;
}

/** Where the two databases are written differently. */
export interface SqlFlavour {
  /** Text compared byte by byte, so that both order alike. */
  readonly key: string;
  readonly moment: string;
  /** After the closing bracket of a table. */
  readonly table: string;
  /** Keeps a second server out of the migrations until the transaction ends. */
  readonly lock?: string;
}

/** `notice`: of ours, that a person came or left. */
export type Speaker = "owner" | "staff" | "notice";
export type HandoverEnd = "staff" | "owner" | "idle";

export interface Tables {
  readonly conversation: {
    readonly id: string;
    readonly channel: string;
    readonly version: number;
    readonly state: string;
    readonly last_at: number;
  };
  readonly turn: {
    readonly id: string;
    readonly conversation: string;
    readonly version: number;
    readonly message: string | null;
    readonly at: number;
    readonly text: string;
    readonly reply: string;
    readonly outcome: string;
    readonly receipt: string | null;
    /** Why it was not answered. */
    readonly reason: string | null;
    readonly nearest: string | null;
    /** The first of them. */
    readonly nearest_clause: string | null;
    /** Clauses cited, with a blank between them; null where none was. */
    readonly cites: string | null;
    /** Milliseconds from the message to its answer. */
    readonly took_ms: number | null;
  };
  readonly receipt: { readonly code: string; readonly record: string; readonly at: number };
  readonly handover: {
    readonly id: string;
    readonly conversation: string;
    readonly channel: string;
    readonly requested_at: number;
    readonly taken_by: ColumnType<string | null, string | undefined>;
    readonly taken_name: ColumnType<string | null, string | undefined>;
    readonly taken_at: ColumnType<number | null, number | undefined>;
    readonly ended_by: ColumnType<HandoverEnd | null, HandoverEnd | undefined>;
    readonly ended_at: ColumnType<number | null, number | undefined>;
    readonly last_at: number;
  };
  readonly person_message: {
    readonly handover: string;
    readonly number: number;
    /** The channel's id of the owner's message. */
    readonly message: string | null;
    readonly sender: Speaker;
    readonly text: string;
    readonly at: number;
    readonly undelivered: ColumnType<string | null, string | undefined>;
  };
  readonly presence: { readonly staff: string; readonly at: number };
  readonly channel_state: {
    readonly key: string;
    readonly value: string;
    readonly expires_at: number | null;
  };
  readonly staff: {
    readonly login: string;
    readonly name: string;
    readonly role: string;
    readonly password: string | null;
    /** 1: may not sign in. */
    readonly disabled: number;
    readonly created_at: number;
  };
  readonly staff_attempt: {
    readonly login: string;
    readonly failures: number;
    readonly last_at: number;
    readonly locked_until: number;
  };
  readonly staff_session: {
    readonly token: string;
    readonly login: string;
    readonly opened_at: number;
    readonly seen_at: number;
  };
  readonly staff_action: {
    readonly id: string;
    readonly at: number;
    readonly login: string;
    readonly action: string;
    readonly detail: string;
  };
  readonly handled_question: {
    readonly turn: string;
    readonly login: string;
    readonly note: string;
    readonly handled_at: number;
  };
  readonly direct_line_activity: {
    readonly conversation: string;
    readonly number: number;
    /** What it was written for: whoever writes it again changes nothing. */
    readonly source: string;
    readonly activity: string;
    readonly at: number;
  };
  readonly hotline_call: {
    readonly id: string;
    /** A login. */
    readonly staff: string;
    readonly started_at: number;
    readonly ended_at: ColumnType<number | null, number | undefined>;
    readonly revision: number;
    readonly content: string;
    /** 1: the caller was not helped. */
    readonly unresolved: number;
  };
  readonly feedback: {
    readonly conversation: string;
    /** The id of the message that was answered. */
    readonly message: string;
    readonly at: number;
    readonly useful: number;
    readonly reason: string | null;
    readonly text: string | null;
    readonly outcome: string;
    readonly receipt: string | null;
    readonly cites: string;
    readonly question: string;
  };
  readonly migration: { readonly number: number };
}
