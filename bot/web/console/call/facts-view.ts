/** 企业情况：the question to ask now with a key for each answer, what is known, and what comes next. */
import type { AssessResponse, BookFact } from "../../../channels/hotline/protocol-desk.ts";
import { button, el, filled, replace } from "../element.ts";
import { OPTION_KEYS } from "./keys.ts";
import { type Catalogue, type DeskWords, kbd, keyHint } from "./words.ts";

export interface FactsView {
  readonly element: HTMLElement;
  readonly show: (state: AssessResponse) => void;
  /** A digit or letter pressed outside a field. @returns whether it means something now */
  readonly press: (key: string) => boolean;
  /** What the last answer changed: heard, and read in one line. */
  readonly tell: (text: string) => void;
  /** Goes to the field for an answer in words. */
  readonly write: () => boolean;
}

interface Surroundings {
  readonly words: DeskWords;
  readonly catalogue: Catalogue;
  /** @param said a number of an option, a figure, words; 0 is 不清楚 */
  readonly onAnswer: (fact: string, said: string) => void;
}

const COMING = 4;
const UNSURE = "0";

export function createFactsView({ words, catalogue, onAnswer }: Surroundings): FactsView {
  const say = words.facts;
  const asked = el("div", { class: "asked", "aria-live": "polite" });
  const trouble = el("p", { class: "trouble", role: "alert" });
  const changes = el("p", { class: "changes", role: "status" });
  const known = el("ul", { class: "known" });
  const coming = el("ul", { class: "coming" });
  const element = el(
    "section",
    { class: "facts", "aria-label": say.label },
    asked,
    trouble,
    changes,
    el("div", { class: "known-row" }, el("h2", { class: "minor" }, say.known), known),
    el("div", { class: "known-row" }, el("h2", { class: "minor" }, say.next), coming),
  );
  let state: AssessResponse | undefined;
  /** Picked by hand; else the first open one. */
  let chosen: string | undefined;
  let input: HTMLInputElement | undefined;

  const current = (): BookFact | undefined => catalogue.factOf(chosen ?? state?.open[0] ?? "");
  const answer = (fact: BookFact, said: string) => {
    chosen = undefined;
    onAnswer(fact.fact, said);
  };
  const choose = (fact: string) => {
    chosen = fact;
    renderAsked();
  };
  const renderAsked = () => {
    const fact = current();
    if (fact === undefined) {
      input = undefined;
      return replace(asked, el("p", { class: "hint" }, say.allSettled));
    }
    input = answerField(fact, say, (said) => answer(fact, said));
    const unsure = button("", () => answer(fact, UNSURE), { class: "option unsure" });
    replace(unsure, kbd(UNSURE), say.unsure);
    replace(
      asked,
      el("p", { class: "question-text" }, fact.question),
      el(
        "div",
        {
          class: fact.options.length > 4 ? "options many" : "options",
          role: "group",
          "aria-label": fact.label,
        },
        ...fact.options.map(({ number, label }, index) => {
          const made = button("", () => answer(fact, String(number)), { class: "option" });
          replace(made, kbd(OPTION_KEYS[index] ?? ""), el("span", {}, label));
          return made;
        }),
        unsure,
      ),
      el(
        "div",
        { class: "write" },
        input,
        fact.unit !== undefined && el("span", { class: "unit" }, fact.unit),
        fact.kind === "choice" && keyHint("open"),
      ),
      fact.why !== undefined && el("p", { class: "hint why" }, fact.why),
    );
  };
  return {
    element,
    show: (next) => {
      state = next;
      replace(trouble, next.misheard ?? "");
      renderAsked();
      replace(
        known,
        ...(next.known.length === 0
          ? [el("li", { class: "hint" }, say.none)]
          : next.known.map(({ fact, text, isUnsure }) =>
              el(
                "li",
                {},
                button(text, () => choose(fact), { class: isUnsure ? "chip unsure" : "chip" }),
              ),
            )),
      );
      const later = next.open.filter((fact) => fact !== current()?.fact).slice(0, COMING);
      replace(
        coming,
        ...later.map((fact) => {
          return el(
            "li",
            {},
            button(catalogue.factOf(fact)?.label ?? fact, () => choose(fact), { class: "chip" }),
          );
        }),
      );
    },
    press: (key) => {
      const fact = current();
      if (fact === undefined) return false;
      if (key === UNSURE) {
        answer(fact, UNSURE);
        return true;
      }
      if (fact.kind === "choice") {
        const option = fact.options[OPTION_KEYS.indexOf(key)];
        if (option) answer(fact, String(option.number));
        return option !== undefined;
      }
      if (!/^[1-9]$/u.test(key) || input === undefined) return false;
      // The figure begins with the key that was pressed.
      input.value += key;
      input.focus();
      return true;
    },
    tell: (text) => {
      replace(changes, text);
      changes.title = text;
    },
    write: () => {
      input?.focus();
      return input !== undefined;
    },
  };
}

function answerField(
  fact: BookFact,
  say: DeskWords["facts"],
  onSaid: (said: string) => void,
): HTMLInputElement {
  const hints = { choice: say.words, figure: say.figure, date: say.date };
  const unit = fact.unit === undefined ? "" : filled(say.unit, { unit: fact.unit });
  const input = el("input", {
    type: "text",
    placeholder: hints[fact.kind],
    "aria-label": `${fact.label}${unit}`,
    autocomplete: "off",
    maxlength: 200,
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || input.value.trim() === "") return;
    event.preventDefault();
    const said = input.value;
    input.blur();
    onSaid(said);
  });
  return input;
}
