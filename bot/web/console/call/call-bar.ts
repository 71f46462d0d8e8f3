/** 通话条：how long the call has lasted, whether it is kept, and what can be done with it. */
import { button, el, replace } from "../element.ts";
import type { KeptCall } from "./call-keeper.ts";
import type { DeskAction } from "./keys.ts";
import { type DeskWords, keyHint } from "./words.ts";

export interface CallBar {
  readonly element: HTMLElement;
  readonly show: (call: KeptCall) => void;
  readonly end: () => void;
}

export function createCallBar(words: DeskWords, run: (action: DeskAction) => void): CallBar {
  const state = el("span", { class: "state" });
  const timer = el("span", { class: "timer", role: "timer" });
  const saving = el("span", { class: "saving" });
  const control = (action: DeskAction, label: string, attributes = {}) => {
    const made = button("", () => run(action), attributes);
    replace(made, label, keyHint(action));
    return made;
  };
  const unresolved = control("unresolved", words.unresolved.label, { "aria-pressed": "false" });
  const begin = control("begin", words.call.begin, { class: "begin" });
  const end = control("end", words.call.end);
  const element = el(
    "div",
    { class: "call-bar", role: "group", "aria-label": words.call.label },
    el("p", { class: "call-state" }, el("span", { class: "lamp" }), state, timer, saving),
    begin,
    control("ticket", words.call.ticket, { class: "ticket" }),
    unresolved,
    end,
    control("receipt", words.receipt.label),
    control("sheet", words.keys.label),
  );
  let shown: KeptCall | undefined;
  const tick = () => {
    if (shown === undefined || shown.state === "idle") return replace(timer);
    replace(timer, durationOf((shown.endedAt ?? Date.now()) - shown.startedAt));
  };
  const ticking = setInterval(tick, 500);
  return {
    element,
    show: (call) => {
      shown = call;
      element.dataset["state"] = call.state;
      element.dataset["saving"] = call.saving;
      replace(state, words.call[call.state]);
      replace(
        saving,
        call.state === "running" ? words.call[call.saving === "saved" ? "saved" : call.saving] : "",
      );
      unresolved.setAttribute("aria-pressed", String(call.content.isUnresolved));
      end.disabled = call.state !== "running";
      tick();
    },
    end: () => clearInterval(ticking),
  };
}

/** 02:31, 1:02:31 */
export function durationOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const short = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return minutes < 60 ? short : `${Math.floor(minutes / 60)}:${short}`;
}
