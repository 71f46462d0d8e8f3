/** 写进小结：the clauses the caller was told of, and the notes. */
import type { WireCallContent } from "../../../channels/hotline/protocol-desk.ts";
import { button, el, replace } from "../element.ts";
import { type Catalogue, type DeskWords, keyHint } from "./words.ts";

export interface ToldView {
  readonly element: HTMLElement;
  readonly show: (content: WireCallContent, focus: string | undefined) => void;
  readonly write: () => void;
}

interface Surroundings {
  readonly words: DeskWords;
  readonly catalogue: Catalogue;
  readonly onOpen: (clause: string) => void;
  readonly onDrop: (clause: string) => void;
  readonly onNotes: (notes: string) => void;
}

const LONGEST_NOTES = 5_000;

export function createToldView({ words, catalogue, onOpen, onDrop, onNotes }: Surroundings): ToldView {
  const list = el("ul", { class: "told-list" });
  const notes = el("textarea", {
    id: "desk-notes",
    rows: 3,
    maxlength: LONGEST_NOTES,
    placeholder: words.notes.placeholder,
  });
  notes.addEventListener("input", () => onNotes(notes.value));
  const label = el("label", { for: "desk-notes" }, words.notes.label, keyHint("notes"));
  const element = el(
    "section",
    { class: "noted", "aria-label": words.told.label },
    el("h2", { class: "minor" }, words.told.label),
    list,
    label,
    notes,
  );
  return {
    element,
    show: (content, focus) => {
      if (document.activeElement !== notes && notes.value !== content.notes) notes.value = content.notes;
      replace(
        list,
        ...(content.clauses.length === 0
          ? [el("li", { class: "hint" }, words.told.none)]
          : content.clauses.map((clause) => {
              const title = catalogue.titleOf(clause);
              const open = button(title, () => onOpen(clause), {
                class: "chip",
                "aria-current": clause === focus && "true",
              });
              const drop = button("×", () => onDrop(clause), {
                class: "drop",
                "aria-label": `${words.told.drop}${title}`,
              });
              return el("li", {}, open, drop);
            })),
      );
    },
    write: () => notes.focus(),
  };
}
