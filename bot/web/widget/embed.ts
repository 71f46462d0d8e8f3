/**
 * 嵌入：`<script src="https://…/embed.js" async></script>` puts a chat bubble into any page. Nothing of the page reaches in and
 * nothing reaches out: a closed shadow tree, styles of its own, no cookies, keys that stay inside.
 */
import type { Given } from "../../channels/webchat/protocol.ts";
import { button, element, icon } from "../shared/dom.ts";
import { type Chat, createChat } from "./chat.ts";

declare const GIVEN: Given;

const NAME = "mingbai-chat";
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : undefined;
const origin = script === undefined ? "" : new URL(script.src).origin;

class ChatBubble extends HTMLElement {
  #chat: Chat | undefined;
  readonly #root = element("div", "mingbai widget");
  readonly #panel = element("div", "panel");
  readonly #launcher = button("primary launcher", [icon("chat"), element("span", "", GIVEN.words.open)], () =>
    this.#open(),
  );

  connectedCallback(): void {
    if (this.#root.isConnected) return;
    const shadow = this.attachShadow({ mode: "closed" });
    addStyles(shadow);
    this.lang = "zh-CN";
    this.#root.classList.add(this.dataset["side"] === "left" ? "left" : "right");
    const bottom = Number(this.dataset["bottom"]);
    if (bottom > 0) this.#root.style.setProperty("--bottom", `${bottom}px`);
    this.#panel.setAttribute("role", "dialog");
    this.#panel.setAttribute("aria-label", `${GIVEN.words.name} ${GIVEN.words.subtitle}`);
    this.#panel.hidden = true;
    this.#launcher.setAttribute("aria-expanded", "false");
    this.#root.append(this.#launcher, this.#panel);
    shadow.append(this.#root);
    for (const type of ["keydown", "keyup", "keypress"] as const) {
      this.#root.addEventListener(type, (event) => {
        if (type === "keydown" && event.key === "Escape" && !event.isComposing) this.#close();
        event.stopPropagation();
      });
    }
  }

  #open(): void {
    if (!this.#chat) {
      const close = button("quiet close", [icon("close"), element("span", "unseen", GIVEN.words.close)], () =>
        this.#close(),
      );
      this.#chat = createChat({ words: GIVEN.words, origin, isPage: false, tools: [close] });
      this.#panel.append(this.#chat.node);
    }
    this.#show(true);
    this.#panel.querySelector<HTMLElement>(".log")?.focus({ preventScroll: true });
    this.#chat.focus();
  }

  #close(): void {
    if (this.#panel.hidden) return;
    this.#show(false);
    this.#launcher.focus({ preventScroll: true });
  }

  #show(isOpen: boolean): void {
    this.#panel.hidden = !isOpen;
    this.#launcher.hidden = isOpen;
    this.#launcher.setAttribute("aria-expanded", String(isOpen));
  }
}

/** A sheet made in the script needs no leave from the page's policy; older browsers get it from the server. */
function addStyles(shadow: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(GIVEN.css ?? "");
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    const link = element("link", "");
    link.rel = "stylesheet";
    link.href = `${origin}/chat.css`;
    shadow.append(link);
  }
}

function isAllowedHere(): boolean {
  const { sites } = GIVEN;
  return sites === undefined || location.origin === origin || sites.includes(location.origin);
}

function embed(): void {
  if (document.querySelector(NAME)) return;
  const bubble = document.createElement(NAME);
  Object.assign(bubble.dataset, script?.dataset);
  // Not in the body, which may be moved or scaled.
  document.documentElement.append(bubble);
}

if (!isAllowedHere()) {
  // biome-ignore lint/suspicious/noConsole: whoever embeds it looks there
  console.error(`明白: ${location.origin} is not among the sites in WIDGET_ORIGINS of ${origin}.`);
} else if (!customElements.get(NAME)) {
  customElements.define(NAME, ChatBubble);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", embed);
  else embed();
}
