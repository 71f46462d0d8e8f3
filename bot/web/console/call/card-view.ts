/** 条款卡：what to read aloud, largest; then the words, the conditions, what limits them. */
import type { Block, WireCall, WireCard } from "../../../channels/hotline/protocol-desk.ts";
import { renderBlocks } from "../../shared/blocks.ts";
import { copyText } from "../../shared/copy.ts";
import { button, el, filled, replace } from "../element.ts";
import { durationOf } from "./call-bar.ts";
import type { DeskAction } from "./keys.ts";
import { type DeskWords, keyHint } from "./words.ts";

export interface CardView {
  readonly element: HTMLElement;
  readonly show: (card: WireCard | undefined, isTold: boolean) => void;
  /** Nothing is on the desk: the calls before. */
  readonly showRecent: (calls: readonly WireCall[]) => void;
  /** Opens and closes the measure the clause stands in. */
  readonly toggleOriginal: () => boolean;
}

/** What the conclusion block says is said in the script and the badge already; the question stands in the form. */
const ELSEWHERE: ReadonlySet<Block["kind"]> = new Set(["conclusion", "question"]);

interface Surroundings {
  readonly words: DeskWords;
  readonly run: (action: DeskAction) => void;
  readonly announce: (text: string) => void;
  readonly titleOf: (clause: string) => string;
  /** Shows the ticket of a call that has ended. */
  readonly onReopen: (call: string) => void;
}

export function createCardView({ words, run, announce, titleOf, onReopen }: Surroundings): CardView {
  const say = words.card;
  const body = el("div", { class: "card-body" });
  const element = el("section", { class: "clause-card", "aria-label": say.label }, body);
  const recent = el("section", { class: "recent", "aria-label": say.recent, hidden: true });
  let shown = "";
  return {
    element,
    show: (card, isTold) => {
      if (card === undefined) {
        shown = "";
        return replace(body, el("p", { class: "hint nothing" }, say.empty), recent);
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
            { class: `verdict-tag ${card.verdict}` },
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
    showRecent: (calls) => {
      recent.hidden = calls.length === 0;
      const rows = calls.map((call) =>
        el(
          "li",
          {},
          button(recentText(call, words, titleOf), () => onReopen(call.id)),
        ),
      );
      replace(recent, el("h2", { class: "minor" }, say.recent), el("ul", {}, ...rows));
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

/** 09:31 · 03:12 · 电费交不上会不会停电 */
function recentText(
  { startedAt, endedAt = startedAt, content }: WireCall,
  words: DeskWords,
  titleOf: (clause: string) => string,
): string {
  const { asked, clauses } = content;
  const matter = asked.length > 0 ? asked.join("；") : clauses.map(titleOf).join("、");
  const time = new Date(startedAt).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const duration = durationOf(endedAt - startedAt);
  return filled(words.card.reopen, { time, duration, matter: matter || words.card.noMatter });
}
