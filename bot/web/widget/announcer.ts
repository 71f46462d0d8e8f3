/** 播报：the one place a screen reader listens to. Each thing is put there once. */
import { element } from "../shared/dom.ts";

export interface Announcer {
  readonly node: HTMLElement;
  say(text: string): void;
}

/** After so long it has been read; what stays would be met again by somebody reading through the page. */
const SAID_MS = 10_000;

export function createAnnouncer(): Announcer {
  const node = element("div", "unseen");
  node.setAttribute("role", "status");
  node.setAttribute("aria-live", "polite");
  return {
    node,
    say: (text) => {
      const said = element("p", "", text);
      node.append(said);
      setTimeout(() => said.remove(), SAID_MS);
    },
  };
}
