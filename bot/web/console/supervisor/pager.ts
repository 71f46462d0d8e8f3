/** 翻页 */
import type { ConsoleContext } from "../context.ts";
import { button, el, filled, replace } from "../element.ts";

export interface Pager {
  readonly element: HTMLElement;
  readonly show: (page: number, pages: number) => void;
}

export function createPager(
  label: string,
  { wording }: ConsoleContext,
  onTurn: (page: number) => void,
): Pager {
  const element = el("nav", { class: "pager", "aria-label": label });
  const { previous, next, pages: place } = wording.common;
  const show = (page: number, pages: number) => {
    const to = (name: string, target: number) => {
      const turn = button(name, () => onTurn(target));
      turn.disabled = target < 1 || target > pages;
      return turn;
    };
    element.hidden = pages === 1;
    const where = el("span", {}, filled(place, { page, pages }));
    replace(element, to(previous, page - 1), where, to(next, page + 1));
  };
  return { element, show };
}
