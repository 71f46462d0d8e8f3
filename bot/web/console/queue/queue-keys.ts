/** 排队页的按键 */
import type { Key } from "../call/keys.ts";

export type QueueAction = "up" | "down" | "take" | "reply" | "giveBack" | "call" | "back";

export const QUEUE_KEYS: readonly Key<QueueAction>[] = [
  { key: "ArrowUp", action: "up", group: "find", shown: "↑" },
  { key: "ArrowDown", action: "down", group: "find", shown: "↓" },
  { key: "a", action: "take", group: "call" },
  { key: "t", action: "reply", group: "answer" },
  { key: "g", action: "giveBack", group: "call" },
  { key: "q", action: "call", group: "view" },
  { key: "Escape", action: "back", group: "view", shown: "Esc" },
];

export function queueKey(action: QueueAction): string {
  const key = QUEUE_KEYS.find((candidate) => candidate.action === action);
  return key?.shown ?? key?.key ?? "";
}
