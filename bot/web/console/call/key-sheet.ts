/** 按键表：from the table that binds the keys. */
import { button, el } from "../element.ts";
import { KEYS, type KeyGroup, OPTION_KEYS } from "./keys.ts";
import { type DeskWords, kbd } from "./words.ts";

const GROUPS: readonly KeyGroup[] = ["call", "find", "answer", "view"];

const CLOSING: ReadonlySet<string> = new Set(["?", "？", "Escape"]);

export function showKeySheet({ keys }: DeskWords): void {
  const dialog = el("dialog", { class: "key-sheet", "aria-labelledby": "key-sheet-title" });
  const close = () => {
    dialog.close();
    // At once: in a dialog that is only closed its button keeps the focus until the next frame, and takes the next keys.
    dialog.remove();
  };
  dialog.append(
    el("header", {}, el("h2", { id: "key-sheet-title" }, keys.title), button(keys.close, close)),
    el("p", { class: "hint" }, keys.note),
    el("div", { class: "key-groups" }, ...GROUPS.map((group) => groupOf(group, keys))),
  );
  dialog.addEventListener("close", () => dialog.remove()); // where the browser closes it
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (!CLOSING.has(event.key)) return;
    event.preventDefault();
    close();
  });
  document.body.append(dialog);
  dialog.showModal();
}

function groupOf(group: KeyGroup, { groups, names }: DeskWords["keys"]): HTMLElement {
  const single = KEYS.filter((key) => key.group === group && key.action !== "answer");
  const rows = single.map(({ key, shown, action }) => rowOf([shown ?? key], names[action]));
  const options = group === "answer" ? [rowOf(OPTION_KEYS, names.answer)] : [];
  return el("section", {}, el("h3", {}, groups[group]), el("dl", {}, ...[...options, ...rows].flat()));
}

function rowOf(shown: readonly string[], name: string): HTMLElement[] {
  return [el("dt", {}, ...shown.map((key) => kbd(key))), el("dd", {}, name)];
}
