/** 条款卡：what to read aloud, largest; then the words, the conditions, what limits them. */
import type { Block, WireCard } from "../../../channels/hotline/protocol-desk.ts";
import { renderBlocks } from "../../shared/blocks.ts";
import { copyText } from "../../shared/copy.ts";
import { button, el, filled, replace } from "../element.ts";
import type { DeskAction } from "./keys.ts";
import { type DeskWords, keyHint } from "./words.ts";

export interface CardView {
  readonly element: HTMLElement;
  readonly show: (card: WireCard | undefined, isTold: boolean) => void;
  /** Opens and closes the measure the clause stands in. */
  readonly toggleOriginal: () => boolean;
}

/** What the conclusion block says is said in the script and the badge already; the question stands in the form. */
const ELSEWHERE: ReadonlySet<Block["kind"]> = new Set(["conclusion", "question"]);

export function createCardView(
  words: DeskWords,
  run: (action: DeskAction) => void,
  announce: (text: string) => void,
): CardView {
  const say = words.card;
  const body = el("div", { class: "card-body" });
  const element = el("section", { class: "card", "aria-label": say.label }, body);
  let shown = "";
  return {
    element,
    show: (card, isTold) => {
      if (card === undefined) {
        shown = "";
        return replace(body, el("p", { class: "hint empty" }, say.empty));
      }
      const told = button("", () => run("drop"), { "aria-pressed": String(isTold), class: "told-toggle" });
      replace(told, say.kept, keyHint("drop"));
      const copy = (text: string, from: HTMLButtonElement) => {
        void copyText(text, from).then((done) =>
          announce(done ? words.ticket.copied : words.ticket.notCopied),
        );
      };
      const blocks = card.blocks.filter(({ kind }) => !ELSEWHERE.has(kind));
      const isSame = shown === card.clause;
      const scrolled = isSame ? body.scrollTop : 0;
      shown = card.clause;
      replace(
        body,
        el(
          "header",
          {},
          el("p", { class: "measure" }, `${card.measure} ${card.clause}`),
          el("h2", {}, card.title),
          el(
            "span",
            { class: `verdict ${card.verdict}` },
            words.verdicts[card.verdict as keyof DeskWords["verdicts"]],
          ),
          told,
        ),
        el(
          "div",
          { class: "script" },
          el(
            "p",
            { class: "script-head" },
            el("strong", {}, say.script),
            el("span", { class: "hint" }, filled(say.seconds, { seconds: card.script.seconds })),
          ),
          el("p", { class: "script-text" }, card.script.text),
        ),
        el("p", { class: "hint window" }, `${say.window}：${card.window}`),
        el("div", { class: "blocks" }, ...renderBlocks(blocks, words.blocks, { copy })),
      );
      body.scrollTop = scrolled;
    },
    toggleOriginal: () => {
      const measure = body.querySelector<HTMLDetailsElement>("details.measure");
      if (measure === null) return false;
      measure.open = !measure.open;
      measure.scrollIntoView({ block: "nearest" });
      return true;
    },
  };
}
