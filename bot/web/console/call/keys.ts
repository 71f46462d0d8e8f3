/** 按键：one table binds them, shows them on their controls and fills the sheet, so that none of the three can lie. */
import { isTyping } from "../typing.ts";

export interface Key<Action extends string> {
  /** As `KeyboardEvent.key` has it. */
  readonly key: string;
  readonly action: Action;
  readonly group: KeyGroup;
  /** On the sheet and the control, where the key's own name says too little. */
  readonly shown?: string;
}

export type KeyGroup = "call" | "find" | "answer" | "view";

export type DeskAction =
  | "begin"
  | "end"
  | "unresolved"
  | "ticket"
  | "notes"
  | "find"
  | "up"
  | "down"
  | "open"
  | "answer"
  | "unsure"
  | "undo"
  | "original"
  | "previous"
  | "next"
  | "drop"
  | "receipt"
  | "queue"
  | "back"
  | "sheet";

const SINGLE: readonly Key<DeskAction>[] = [
  { key: "n", action: "begin", group: "call" },
  { key: "c", action: "ticket", group: "call" },
  { key: "u", action: "unresolved", group: "call" },
  { key: "e", action: "end", group: "call" },
  { key: "t", action: "notes", group: "call" },
  { key: "/", action: "find", group: "find" },
  { key: "ArrowUp", action: "up", group: "find", shown: "↑" },
  { key: "ArrowDown", action: "down", group: "find", shown: "↓" },
  { key: "Enter", action: "open", group: "find", shown: "Enter" },
  { key: "0", action: "unsure", group: "answer" },
  { key: "Backspace", action: "undo", group: "answer", shown: "⌫" },
  { key: "o", action: "original", group: "view" },
  { key: "[", action: "previous", group: "view" },
  { key: "]", action: "next", group: "view" },
  { key: "x", action: "drop", group: "view" },
  { key: "r", action: "receipt", group: "view" },
  { key: "q", action: "queue", group: "view" },
  { key: "Escape", action: "back", group: "view", shown: "Esc" },
  { key: "?", action: "sheet", group: "view" },
];

/** The options of a question, in order: digits, then the letters that mean nothing else. */
export const OPTION_KEYS: readonly string[] = [
  ..."123456789",
  ..."abcdefghijklmnopqrstuvwxyz".replaceAll(
    new RegExp(
      `[${SINGLE.map(({ key }) => key)
        .filter((key) => /^[a-z]$/u.test(key))
        .join("")}]`,
      "gu",
    ),
    "",
  ),
];

export const KEYS: readonly Key<DeskAction>[] = [
  ...SINGLE,
  ...OPTION_KEYS.map((key): Key<DeskAction> => ({ key, action: "answer", group: "answer" })),
];

export function shownKey(action: DeskAction): string {
  const key = KEYS.find((candidate) => candidate.action === action);
  return key?.shown ?? key?.key ?? "";
}

/** What is done; false where it is not possible now, so that the key goes on to the browser. */
export type Actions<Action extends string> = Readonly<Record<Action, (key: string) => boolean>>;

/**
 * Runs what a key stands for. Inert in a text field, but for those that leave it; inert with Ctrl, Alt or ⌘, which belong to the
 * browser. An input method's full-width characters count as what they stand for.
 */
export function runKey<Action extends string>(
  event: KeyboardEvent,
  keys: readonly Key<Action>[],
  actions: Actions<Action>,
  inField: readonly Action[],
): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  const pressed = event.key.length === 1 ? event.key.normalize("NFKC").toLowerCase() : event.key;
  const found = keys.find(({ key }) => key === pressed);
  if (found === undefined || (isTyping(event.target) && !inField.includes(found.action))) return;
  if (isPressed(event.target, pressed)) return;
  if (actions[found.action](pressed)) event.preventDefault();
}

/** Enter on a button or a link presses it. */
function isPressed(target: EventTarget | null, pressed: string): boolean {
  return pressed === "Enter" && target instanceof Element && target.closest("button, a, summary") !== null;
}
