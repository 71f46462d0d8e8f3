/** 反馈：what 👍 and 👎 say of an answer, as it is kept. */
import type { NewFeedback } from "../../store/index.ts";
import { wording } from "../../wording.ts";
import type { AibotFeedback } from "./types.ts";

/** An answer in a group is judged by anybody there: its name says who had asked. */
export function answerName(user: string, message: string): string {
  return `${user}/${message}`;
}

/** @returns undefined where it was taken back */
export function feedbackOf(
  { chat, answer, useful, reasons, text }: AibotFeedback,
  conversationIn: (from: { user: string; chat?: string }) => string,
  at: number,
): NewFeedback | undefined {
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
