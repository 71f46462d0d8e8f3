/** 侧页：something over the card for a while; the desk goes on under it, and Esc closes it. */
import { button, el, replace } from "../element.ts";
import { type DeskWords, keyHint } from "./words.ts";

export interface SideSheet {
  readonly element: HTMLElement;
  readonly isOpen: () => boolean;
  /** @param title what it is called */
  readonly open: (title: string, ...parts: readonly HTMLElement[]) => void;
  readonly close: () => void;
}

export function createSideSheet(words: DeskWords): SideSheet {
  const heading = el("h2", {});
  const body = el("div", { class: "side-body" });
  const close = () => {
    element.hidden = true;
    replace(body);
  };
  const shut = button("", close, { class: "shut" });
  replace(shut, words.keys.close, keyHint("back"));
  const element = el("section", { class: "side-sheet", hidden: true }, el("header", {}, heading, shut), body);
  return {
    element,
    isOpen: () => !element.hidden,
    open: (title, ...parts) => {
      replace(heading, title);
      element.setAttribute("aria-label", title);
      replace(body, ...parts);
      element.hidden = false;
    },
    close,
  };
}
