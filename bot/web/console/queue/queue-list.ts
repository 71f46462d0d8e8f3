/** 排队的对话: who waits longest first; how long, through which channel, with what last words. */
import type { QueuedHandover } from "../../../channels/hotline/protocol-desk.ts";
import type { DeskWords } from "../call/words.ts";
import { el, filled, replace } from "../element.ts";

export interface QueueList {
  readonly element: HTMLElement;
  readonly show: (
    handovers: readonly QueuedHandover[],
    selected: string | undefined,
    now: number,
    isUnread: (handover: QueuedHandover) => boolean,
  ) => void;
}

export function createQueueList(words: DeskWords, onSelect: (id: string) => void): QueueList {
  const say = words.queue;
  const list = el("ul", { class: "queue-list" });
  const element = el(
    "section",
    { class: "queue-side", "aria-label": say.label },
    el("h2", {}, say.label),
    list,
  );
  return {
    element,
    show: (handovers, selected, now, isUnread) => {
      if (handovers.length === 0) return replace(list, el("li", { class: "hint" }, say.empty));
      const hadFocus = list.contains(document.activeElement);
      replace(
        list,
        ...handovers.map((handover) => {
          const { id, channel, requestedAt, state, staff, isMine, lastText } = handover;
          const time = timeOf(now - requestedAt, say);
          const waiting = filled(say.waiting, { time });
          const standing = isMine ? say.mine : filled(say.taken, { staff: staff ?? "" });
          const item = el(
            "button",
            { type: "button", class: `queued ${state}`, "aria-current": id === selected && "true" },
            el(
              "span",
              { class: "queued-head" },
              el(
                "span",
                { class: "channel" },
                words.channels[channel as keyof DeskWords["channels"]] ?? channel,
              ),
              el("span", { class: "standing" }, state === "waiting" ? waiting : standing),
              isUnread(handover) && el("span", { class: "unread" }, say.unread),
            ),
            el("span", { class: "last" }, lastText),
          );
          item.addEventListener("click", () => onSelect(id));
          return el("li", {}, item);
        }),
      );
      if (hadFocus) list.querySelector<HTMLElement>("[aria-current]")?.focus();
    },
  };
}

function timeOf(ms: number, { seconds, minutes }: DeskWords["queue"]): string {
  const whole = Math.max(0, Math.floor(ms / 1000));
  return whole < 60 ? filled(seconds, { count: whole }) : filled(minutes, { count: Math.floor(whole / 60) });
}
