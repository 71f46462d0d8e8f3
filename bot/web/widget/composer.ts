/** 输入框 */
import type { ChatWords } from "../../channels/webchat/protocol.ts";
import { button, element, icon } from "../shared/dom.ts";

export interface Composer {
  readonly node: HTMLElement;
  /** Puts the cursor there, where that opens no keyboard over half the screen. */
  focus(): void;
  clear(): void;
}

const LONGEST = 100_000;

export function createComposer(words: ChatWords, send: (text: string) => void): Composer {
  const text = element("textarea", "text");
  text.rows = 1;
  text.maxLength = LONGEST;
  text.placeholder = words.placeholder;
  text.enterKeyHint = "send";
  text.setAttribute("aria-label", words.placeholder);
  const submit = button("primary send", [icon("send"), element("span", "", words.send)], () => post());
  const node = element("div", "composer", text, submit);

  const grow = () => {
    text.style.setProperty("height", "auto");
    text.style.setProperty("height", `${text.scrollHeight + 2}px`);
  };
  const clear = () => {
    text.value = "";
    grow();
  };
  const post = () => {
    const written = text.value;
    if (written.trim() === "") return text.focus({ preventScroll: true });
    clear();
    // The keyboard of a phone would cover the answer.
    if (!hasKeyboard()) text.blur();
    send(written);
  };
  text.addEventListener("input", grow);
  requestAnimationFrame(grow);
  text.addEventListener("keydown", (event) => {
    // 229: a key the input method is still at work on, in browsers that do not say isComposing.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    post();
  });
  return { node, clear, focus: () => hasKeyboard() && text.focus({ preventScroll: true }) };
}

/** A mouse comes with a keyboard that takes no room. */
function hasKeyboard(): boolean {
  return matchMedia("(hover: hover) and (pointer: fine)").matches;
}
