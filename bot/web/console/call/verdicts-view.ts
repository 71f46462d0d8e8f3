/** 全部结论：a row a measure, a cell a clause; what the last answer changed is marked until the next. */
import type { AssessResponse } from "../../../channels/hotline/protocol-desk.ts";
import { el, filled, replace } from "../element.ts";
import type { Catalogue, DeskWords } from "./words.ts";

export interface VerdictsView {
  readonly element: HTMLElement;
  readonly show: (verdicts: AssessResponse["verdicts"], focus: string | undefined) => void;
}

/** Read with the words, so that colour alone says nothing. */
const MARKS: Readonly<Record<string, string>> = {
  eligible: "✓",
  conditional: "✓",
  available: "✓",
  ineligible: "✗",
  needs_info: "?",
  informational: "–",
  expired: "×",
  not_in_force: "×",
};
/** As much of a title as a cell shows; all of it stands in its label. */
const SHORT = 4;
const POSITIVE: ReadonlySet<string> = new Set(["eligible", "conditional", "available"]);

export function createVerdictsView(
  words: DeskWords,
  { book, titleOf }: Catalogue,
  onOpen: (clause: string) => void,
): VerdictsView {
  const counts = el("p", { class: "counts" });
  const cells = new Map<string, HTMLButtonElement>();
  const cellOf = (clause: string) => {
    const cell = el("button", { type: "button", class: "cell" });
    cell.addEventListener("click", () => onOpen(clause));
    cells.set(clause, cell);
    return cell;
  };
  const rows = book.measures.map(({ name, clauses }) =>
    el("li", {}, el("span", { class: "measure" }, name.slice(1, -1)), ...clauses.map(({ id }) => cellOf(id))),
  );
  const element = el(
    "section",
    { class: "verdicts", "aria-label": words.verdictsLabel },
    counts,
    el("ul", { class: "verdict-grid" }, ...rows),
  );
  return {
    element,
    show: (verdicts, focus) => {
      for (const { clause, verdict, before } of verdicts) {
        const cell = cells.get(clause);
        if (cell === undefined) continue;
        const title = titleOf(clause);
        const text = words.verdicts[verdict as keyof DeskWords["verdicts"]];
        const label = filled(words.verdictOf, { title, verdict: text });
        // Anew each time, so that a second change flashes again.
        const fresh = el(
          "span",
          { class: before === undefined ? "cell-text" : "cell-text changed" },
          el("b", { "aria-hidden": "true" }, MARKS[verdict] ?? ""),
          title.slice(0, SHORT),
          el("span", { class: "unseen" }, label.slice(SHORT)),
        );
        cell.className = `cell ${verdict}`;
        cell.title = label;
        if (clause === focus) cell.setAttribute("aria-current", "true");
        else cell.removeAttribute("aria-current");
        replace(cell, fresh);
      }
      replace(counts, ...countParts(verdicts, words));
    },
  };
}

function countParts(verdicts: AssessResponse["verdicts"], { counts }: DeskWords): HTMLElement[] {
  const count = (is: (verdict: string) => boolean) => verdicts.filter(({ verdict }) => is(verdict)).length;
  const positive = count((verdict) => POSITIVE.has(verdict));
  const open = count((verdict) => verdict === "needs_info");
  const not = count((verdict) => verdict === "ineligible");
  const part = (name: string, sentence: string, value: number) =>
    el("span", { class: `verdict-tag ${name}` }, filled(sentence, { count: value }));
  return [
    part("eligible", counts.positive, positive),
    part("needs_info", counts.needs_info, open),
    part("ineligible", counts.ineligible, not),
    part("informational", counts.other, verdicts.length - positive - open - not),
  ];
}
