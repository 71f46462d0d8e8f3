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
export function buttonCard({ lead, text, choices, hint = "" }: Asked, task: string): ButtonCard | undefined {
  const { title, desc, button, buttons } = CARD_LIMITS;
  const [question = "", ...more] = text.split(/(?<=？)/u);
  const labels = choices.map(({ label }) => label);
  const names = labels.map((label) => label.replace(/（.*）$/u, ""));
  const explained = labels.filter((label) => !names.includes(label));
  const small = [lead, more.join(""), ...explained]
    .filter((line) => line !== undefined && line !== "")
    .join("\n");
  const isFitting =
    choices.length <= buttons &&
    lengthOf(question) <= title &&
    lengthOf(hint) <= desc &&
    lengthOf(small) <= CARD_LIMITS.text &&
    new Set(names).size === names.length &&
    names.every((name) => name !== "" && lengthOf(name) <= button);
  if (!isFitting) return undefined;
  return {
    card_type: "button_interaction",
    main_title: { title: question, ...(hint !== "" && { desc: hint }) },
    ...(small !== "" && { sub_title_text: small }),
    task_id: task,
    button_list: choices.map(({ number }, index) => {
      const name = names[index] ?? "";
      return { text: name, style: 1, key: `${number}:${name}` };
    }),
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
