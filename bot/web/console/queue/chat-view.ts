/** 对话：what owner and bot said, then what owner and staff say; the facts and reasons beside it. */
import type { Block, HandoverMessage, HandoverResponse } from "../../../channels/hotline/protocol-desk.ts";
import { renderBlocks } from "../../shared/blocks.ts";
import type { DeskWords } from "../call/words.ts";
import { kbd } from "../call/words.ts";
import { button, el, filled, replace } from "../element.ts";
import { queueKey } from "./queue-keys.ts";

export interface ChatView {
  readonly elements: readonly HTMLElement[];
  readonly show: (file: HandoverResponse | undefined) => void;
  readonly write: () => boolean;
}

interface Surroundings {
  readonly words: DeskWords;
  readonly onTake: (id: string) => void;
  readonly onGiveBack: (id: string) => void;
  /** @returns whether it was said, so that the field can be emptied */
  readonly onSay: (id: string, text: string) => Promise<boolean>;
}

const LONGEST = 2_000;

export function createChatView({ words, onTake, onGiveBack, onSay }: Surroundings): ChatView {
  const say = words.queue;
  const log = el("ol", { class: "chat-log", tabindex: "0", "aria-label": say.chat });
  const field = el("textarea", {
    id: "chat-reply",
    rows: 2,
    maxlength: LONGEST,
    placeholder: say.placeholder,
    "aria-label": say.say,
  });
  const send = button(say.send, () => void sayIt(), { class: "primary" });
  const reply = el("div", { class: "chat-reply" }, field, send);
  const take = button("", () => file && onTake(file.id), { class: "primary" });
  replace(take, say.take, kbd(queueKey("take")));
  const giveBack = button("", () => file && onGiveBack(file.id));
  replace(giveBack, say.giveBack, kbd(queueKey("giveBack")));
  const head = el("header", { class: "chat-head" });
  const chat = el("section", { class: "chat", "aria-label": say.chat }, head, log, reply);
  const known = el("ul", { class: "known" });
  const trace = el("div", { class: "blocks" });
  const side = el(
    "section",
    { class: "chat-side", "aria-label": say.facts },
    el("h3", {}, say.facts),
    known,
    el("h3", {}, say.trace),
    trace,
  );
  let file: HandoverResponse | undefined;
  let drawn = "";
  /** Words begun for one owner are not sent to another. */
  const drafts = new Map<string, string>();

  const sayIt = async () => {
    const text = field.value.trim();
    if (file === undefined || text === "") return;
    const { id } = file;
    send.disabled = true;
    try {
      if (await onSay(id, text)) {
        drafts.delete(id);
        if (file?.id === id) field.value = "";
      }
    } finally {
      send.disabled = false;
    }
  };
  field.addEventListener("input", () => file && drafts.set(file.id, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void sayIt();
  });
  return {
    elements: [chat, side],
    show: (next) => {
      if (next?.id !== file?.id) field.value = next ? (drafts.get(next.id) ?? "") : "";
      file = next;
      reply.hidden = next?.isMine !== true || next.state !== "taken";
      take.hidden = next?.state !== "waiting";
      giveBack.hidden = reply.hidden;
      const isSame = JSON.stringify(next) === drawn;
      drawn = JSON.stringify(next) ?? "";
      if (isSame) return;
      if (next === undefined) {
        replace(head);
        replace(log, el("li", { class: "hint" }, say.none));
        replace(known);
        return replace(trace);
      }
      replace(head, el("h2", {}, standingOf(next, words)), take, giveBack);
      replace(
        log,
        ...next.turns.flatMap((turn) => turnParts(turn, words)),
        ...next.messages.map((one) => messagePart(one, words)),
      );
      log.scrollTop = log.scrollHeight;
      const facts = next.known.length > 0 ? next.known : [say.noFacts];
      replace(known, ...facts.map((text) => el("li", { class: "chip" }, text)));
      replace(
        trace,
        ...(next.trace.length > 0
          ? renderBlocks(next.trace, words.blocks)
          : [el("p", { class: "hint" }, say.noTrace)]),
      );
    },
    write: () => {
      if (reply.hidden) return false;
      field.focus();
      return true;
    },
  };
}

function standingOf({ state, isMine, staff, channel }: HandoverResponse, words: DeskWords): string {
  const say = words.queue;
  const name = words.channels[channel as keyof DeskWords["channels"]] ?? channel;
  if (state === "none") return `${name} · ${say.ended}`;
  if (state === "waiting") return name;
  return `${name} · ${isMine ? say.mine : filled(say.taken, { staff: staff ?? "" })}`;
}

function turnParts({ at, text, blocks }: HandoverResponse["turns"][number], words: DeskWords): HTMLElement[] {
  return [
    bubble("owner", words.queue.owner, at, el("p", {}, text)),
    ...(blocks.length > 0 ? [bubble("bot", words.queue.bot, at, blocksOf(blocks, words))] : []),
  ];
}

function blocksOf(blocks: readonly Block[], words: DeskWords): HTMLElement {
  return el("div", { class: "blocks" }, ...renderBlocks(blocks, words.blocks));
}

function messagePart({ from, text, at, undelivered }: HandoverMessage, words: DeskWords): HTMLElement {
  const say = words.queue;
  const names = { owner: say.owner, staff: say.staff, notice: say.bot };
  const made = bubble(from, names[from], at, el("p", {}, text));
  if (undelivered !== undefined)
    made.append(el("p", { class: "trouble" }, filled(say.undelivered, { reason: undelivered })));
  return made;
}

function bubble(from: string, name: string, at: number, body: HTMLElement): HTMLElement {
  const time = new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  return el(
    "li",
    { class: `said ${from}` },
    el("p", { class: "who" }, name, " ", el("time", {}, time)),
    body,
  );
}
