/** What the views of the desk are given. */

import type { ConsoleWording } from "../../../channels/hotline/protocol.ts";
import type { BookFact, DeskBook } from "../../../channels/hotline/protocol-desk.ts";
import { el } from "../element.ts";
import { type DeskAction, shownKey } from "./keys.ts";

export type DeskWords = ConsoleWording["desk"];

/** The key of an action, beside the control that does the same. */
export function keyHint(action: DeskAction): HTMLElement {
  return kbd(shownKey(action));
}

export function kbd(key: string): HTMLElement {
  return el("kbd", { "aria-hidden": "true" }, key);
}

/** The book by what is looked up in it. */
export interface Catalogue {
  readonly book: DeskBook;
  readonly titleOf: (clause: string) => string;
  readonly measureOf: (clause: string) => string;
  readonly factOf: (fact: string) => BookFact | undefined;
}

export function catalogueOf(book: DeskBook): Catalogue {
  const titles = new Map(book.measures.flatMap(({ clauses }) => clauses.map(({ id, title }) => [id, title])));
  const measures = new Map(book.measures.flatMap(({ name, clauses }) => clauses.map(({ id }) => [id, name])));
  const facts = new Map(book.facts.map((fact) => [fact.fact, fact]));
  return {
    book,
    titleOf: (clause) => titles.get(clause) ?? clause,
    measureOf: (clause) => measures.get(clause) ?? "",
    factOf: (fact) => facts.get(fact),
  };
}
