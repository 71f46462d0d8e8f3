/** A table of rows that can be ticked: its head, and the body to fill. */
import { el } from "../element.ts";

/** @param all ticks every row of the page */
export function rowsTable(
  all: HTMLElement,
  head: readonly string[],
  body: HTMLElement,
  name: string,
): HTMLElement {
  return el(
    "table",
    { class: "rows" },
    el("caption", { class: "unseen" }, name),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col" }, all),
        ...head.map((title) => el("th", { scope: "col" }, title)),
      ),
    ),
    body,
  );
}
