/** 在线解答率 */
import type { Tally } from "../../../channels/hotline/protocol.ts";

export const TARGET = 0.8;

/** Undefined where nobody asked anything. */
export function rateOf({ answered, questions }: Pick<Tally, "answered" | "questions">): number | undefined {
  return questions === 0 ? undefined : answered / questions;
}

/** 80%, 79.9%: never rounded up to the target. */
export function percent(share: number): string {
  const rounded = Math.floor(share * 1000) / 10;
  return `${rounded}%`;
}
