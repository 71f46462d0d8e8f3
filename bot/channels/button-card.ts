/** 按钮卡片：the template card of 企业微信 with a button a choice, where its limits allow one. */
import type { Asked } from "./asked.ts";

export interface ButtonCard {
  readonly card_type: "button_interaction";
  readonly main_title: { readonly title: string; readonly desc?: string };
  readonly sub_title_text?: string;
  readonly task_id: string;
  readonly button_list: readonly CardButton[];
}

export interface CardButton {
  readonly text: string;
  readonly style: 1 | 2 | 3 | 4;
  readonly key: string;
}

/** In characters: what is longer is cut on the owner's screen. */
export const CARD_LIMITS = { title: 26, desc: 30, text: 112, button: 10, buttons: 6 } as const;

/** @returns undefined where a title or a button would be cut: then numbers are to be typed */
export function buttonCard({ lead, text, choices, hint }: Asked, task: string): ButtonCard | undefined {
  const { title, desc, button, buttons } = CARD_LIMITS;
  const isFitting =
    choices.length <= buttons &&
    lengthOf(text) <= title &&
    lengthOf(hint ?? "") <= desc &&
    lengthOf(lead ?? "") <= CARD_LIMITS.text &&
    choices.every(({ label }) => lengthOf(label) <= button);
  if (!isFitting) return undefined;
  return {
    card_type: "button_interaction",
    main_title: { title: text, ...(hint !== undefined && { desc: hint }) },
    ...(lead !== undefined && { sub_title_text: lead }),
    task_id: task,
    button_list: choices.map(({ number, label }) => ({ text: label, style: 1, key: `${number}:${label}` })),
  };
}

/** What a button's key says. */
export function pressedIn(key: string): { readonly number: string; readonly label: string } | undefined {
  const { number, label } = /^(?<number>\d{1,3}):(?<label>.+)$/su.exec(key)?.groups ?? {};
  return number === undefined || label === undefined ? undefined : { number, label };
}

function lengthOf(text: string): number {
  return [...text].length;
}
