/** 会话：what is remembered of a conversation, and nothing else. Plain JSON, so that it can be stored and replayed. */
import type { ClauseId } from "../knowledge/index.ts";
import type { FactKey, Verdict } from "../rules/index.ts";
import type { ToldValue } from "./understand/told.ts";

/** Facts as they were told: absent is not asked, null is 不清楚. */
export type WrittenFacts = { readonly [Key in FactKey]?: ToldValue | null };

/** 话题：clauses under discussion; `fit` goes through all that could fit the owner. */
export interface Topic {
  readonly kind: "clauses" | "fit";
  readonly clauses: readonly ClauseId[];
}

/** What a number after a list of choices stands for. */
export type Offer = { readonly clause: ClauseId } | { readonly fit: true };

/** Where 返回 goes back to: before an answer, or to a list something was picked from. */
export interface Step {
  readonly facts: WrittenFacts;
  readonly topics: readonly Topic[];
  readonly asked?: FactKey;
  readonly isList?: true;
}

export interface Session {
  readonly facts: WrittenFacts;
  /** Newest first. */
  readonly topics: readonly Topic[];
  /** The fact asked for, waiting for its answer. */
  readonly asked?: FactKey;
  /** The fact last answered: what a correction without a name is about. */
  readonly answered?: FactKey;
  /** How often in a row the question was asked and the answer not understood. */
  readonly misheard: number;
  readonly offered: readonly Offer[];
  /** The owner's last questions, oldest first: what a short question leans on. */
  readonly questions: readonly string[];
  /** The clauses last cited. */
  readonly cited: readonly ClauseId[];
  /** The verdicts the owner was given. */
  readonly verdicts: Readonly<Partial<Record<ClauseId, Verdict>>>;
  readonly past: readonly Step[];
  /** Of the last reply, what did not fit in one message. */
  readonly rest: readonly string[];
}

export const newSession: Session = {
  facts: {},
  topics: [],
  misheard: 0,
  offered: [],
  questions: [],
  cited: [],
  verdicts: {},
  past: [],
  rest: [],
};

/** Without the question that waits for an answer. */
export function unasked({ asked: _, ...session }: Session): Session {
  return { ...session, misheard: 0 };
}
