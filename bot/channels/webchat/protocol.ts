/** What the chat page and `POST /api/chat` say to each other. Types only: a browser bundle holds no rule and no clause. */
import type { Block } from "../../blocks.ts";

export type { Block, Citation } from "../../blocks.ts";

export interface ChatRequest {
  /** Absent for a new conversation. */
  readonly conversation?: string | undefined;
  readonly text: string;
  /** YYYY-MM-DD; today in Asia/Shanghai where it is absent. */
  readonly asOf?: string | undefined;
}

export interface ChatResponse {
  readonly conversation: string;
  readonly outcome: string;
  /** Ids of the clauses cited, first the one the question is about. */
  readonly cites: readonly string[];
  readonly choices: readonly string[];
  readonly text: string;
  readonly blocks: readonly Block[];
}

export interface ChatError {
  readonly error: { readonly code: string; readonly message: string };
}
