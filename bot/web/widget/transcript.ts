/** 对话记录：draws what was said. Only the last reply can be acted on. */
import type { ChatWords, Option, Order } from "../../channels/webchat/protocol.ts";
import { renderBlocks, settleChoices } from "../shared/blocks.ts";
import { button, element, icon, unseen } from "../shared/dom.ts";
import type { Asked, Entry, Said } from "./conversation.ts";
import { createFeedback, type Opinion } from "./feedback.ts";

export interface TranscriptActions {
  readonly ask: (text: string, shown?: string) => void;
  readonly pick: (choice: Option) => void;
  readonly retry: () => void;
  readonly judge: (asked: Asked, opinion: Opinion) => Promise<boolean>;
  readonly copy: (text: string, from: HTMLButtonElement) => void;
  readonly cardUrl: (receipt: string) => string;
}

interface Drawn {
  readonly bubble: HTMLElement;
  readonly trouble: HTMLElement;
  reply?: HTMLElement;
}

export class Transcript {
  readonly node: HTMLElement;
  readonly #words: ChatWords;
  readonly #actions: TranscriptActions;
  readonly #opening: HTMLElement;
  readonly #said = element("div", "said");
  readonly #waiting: HTMLElement;
  readonly #drawn = new Map<Asked, Drawn>();
  #live: HTMLElement | undefined;

  constructor(words: ChatWords, actions: TranscriptActions) {
    this.#words = words;
    this.#actions = actions;
    this.#opening = this.#createOpening();
    this.#waiting = element(
      "div",
      "waiting",
      element("i", ""),
      element("i", ""),
      element("i", ""),
      element("span", "", words.waiting),
    );
    this.#waiting.hidden = true;
    this.node = element("div", "log", this.#opening, this.#said, this.#waiting);
    // What is new is said once, elsewhere.
    this.node.setAttribute("role", "log");
    this.node.setAttribute("aria-live", "off");
    this.node.setAttribute("aria-label", words.transcript);
  }

  draw(entries: readonly Entry[]): void {
    this.#drawn.clear();
    this.#said.replaceChildren();
    this.#live = undefined;
    this.#opening.classList.remove("past");
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry): HTMLElement {
    this.#opening.classList.add("past");
    if (entry.kind === "said") return this.#addSaid(entry);
    const bubble = element("div", "bubble owner", unseen(`${this.#words.you}：`), entry.shown ?? entry.text);
    const trouble = element("div", "trouble");
    this.#drawn.set(entry, { bubble, trouble });
    this.#said.append(bubble, trouble);
    this.update(entry);
    return bubble;
  }

  /** Its state has changed. @returns the reply, where there is one */
  update(asked: Asked, failure = this.#words.failed): HTMLElement | undefined {
    const drawn = this.#drawn.get(asked);
    if (!drawn) return undefined;
    drawn.bubble.classList.toggle("failed", asked.state === "failed");
    drawn.trouble.replaceChildren(
      ...(asked.state === "failed"
        ? [failure, button("quiet", [icon("again"), this.#words.retry], this.#actions.retry)]
        : []),
    );
    if (asked.state === "failed") drawn.trouble.scrollIntoView({ block: "nearest" });
    if (asked.answer && asked.answer.blocks.length > 0 && !drawn.reply) {
      drawn.reply = this.#createReply(asked);
      drawn.trouble.after(drawn.reply);
      this.#settle(asked.picked);
      this.#live = drawn.reply;
    }
    return drawn.reply;
  }

  /** A sign of life, for those who have to wait. */
  wait(sign: string | undefined): void {
    this.#waiting.hidden = sign === undefined;
    if (sign !== undefined) this.#waiting.querySelector("span")?.replaceChildren(sign);
  }

  /** The first thing of the last reply that can be pressed or read next. */
  focusReply(): void {
    const target = this.#live?.querySelector<HTMLElement>(".choice:not(:disabled)") ?? this.#live;
    target?.focus({ preventScroll: true });
  }

  /** The owner's words at the top, the reply below them. */
  reveal(bubble: Element): void {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    bubble.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }

  /** Where the conversation was left. */
  revealLast(): void {
    const bubbles = this.#said.querySelectorAll(".owner, .person");
    bubbles[bubbles.length - 1]?.scrollIntoView({ block: "start" });
  }

  bubbleOf(asked: Asked): HTMLElement | undefined {
    return this.#drawn.get(asked)?.bubble;
  }

  #settle(picked: number | undefined): void {
    if (!this.#live) return;
    settleChoices(this.#live, picked);
    for (const action of Array.from(this.#live.querySelectorAll(".order"))) action.remove();
  }

  #createReply(asked: Asked): HTMLElement {
    const { pick, copy, cardUrl, judge } = this.#actions;
    const blocks = asked.answer?.blocks ?? [];
    const orders = this.#ordersAfter(asked).map((order) =>
      button("quiet order", [order.label], () => this.#order(order)),
    );
    const reply = element(
      "div",
      "bubble bot",
      element("div", "blocks", ...renderBlocks(blocks, this.#words.blocks, { pick, copy, cardUrl })),
      element(
        "div",
        "foot",
        ...orders,
        ...(isJudged(asked)
          ? [
              createFeedback(this.#words.feedback, this.#words.cancel, asked.feedback, (opinion) =>
                judge(asked, opinion),
              ),
            ]
          : []),
      ),
    );
    reply.setAttribute("role", "group");
    reply.setAttribute("aria-label", this.#words.reply);
    reply.tabIndex = -1;
    return reply;
  }

  /** What an owner may want next. */
  #ordersAfter({ answer }: Asked): readonly Order[] {
    const { why, whyAsked, back } = this.#words.orders;
    const isQuestion = answer?.blocks.some(({ kind }) => kind === "question");
    const explained = isQuestion ? [whyAsked] : answer?.receipt != null ? [why] : [];
    const isWithPerson = answer?.outcome === "handover";
    return [...explained, ...(this.#drawn.size > 1 && !isWithPerson ? [back] : [])];
  }

  #order({ text, label }: Order): void {
    this.#actions.ask(text, label);
  }

  #addSaid({ by, text }: Said): HTMLElement {
    const bubble =
      by === undefined
        ? element("p", "notice", text)
        : element(
            "div",
            "bubble person",
            element("p", "by", icon("person"), by),
            element("p", "words", text),
          );
    this.#said.append(bubble);
    return bubble;
  }

  #createOpening(): HTMLElement {
    const { greeting, basis, privacy, examples } = this.#words;
    return element(
      "div",
      "opening",
      element(
        "div",
        "bubble bot",
        element("p", "", greeting),
        element("p", "small", basis),
        element("p", "small", privacy),
      ),
      element(
        "div",
        "examples",
        ...examples.map((example) => button("example", [example], () => this.#actions.ask(example))),
      ),
    );
  }
}

/** An answer of substance, or none where one was hoped for. */
function isJudged({ answer }: Asked): boolean {
  return (
    answer !== undefined &&
    (answer.cites.length > 0 || answer.receipt !== null || answer.outcome === "out_of_scope")
  );
}
