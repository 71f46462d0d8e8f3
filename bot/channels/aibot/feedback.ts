/** 反馈：what 👍 and 👎 say of an answer, as it is kept. */
import { wording } from "../../wording.ts";
import type { AibotFeedback } from "./types.ts";

/** What of the store it is kept in. */
export interface FeedbackStore {
  give(feedback: Feedback): Promise<unknown>;
}

export interface Feedback {
  /** `<channel>:<conversation>` */
  readonly conversation: string;
  /** That was answered. */
  readonly message: string;
  readonly useful: boolean;
  readonly reason?: string;
  readonly text?: string;
  readonly at: number;
}

/** An answer in a group is judged by anybody there: its name says who had asked. */
export function answerName(user: string, message: string): string {
  return `${user}/${message}`;
}

/** @returns undefined where it was taken back */
export function feedbackOf(
  { chat, answer, useful, reasons, text }: AibotFeedback,
  conversationIn: (from: { user: string; chat?: string }) => string,
  at: number,
): Feedback | undefined {
  const slash = answer.indexOf("/");
  if (useful === undefined || slash < 0) return undefined;
  const asker = { user: answer.slice(0, slash), ...(chat !== undefined && { chat }) };
  const reason = reasons.flatMap((code) => wording.wecom.feedbackReasons[code] ?? []).join("、");
  return {
    conversation: conversationIn(asker),
    message: answer.slice(slash + 1),
    useful,
    at,
    ...(reason !== "" && { reason }),
    ...(text !== undefined && { text }),
  };
}
