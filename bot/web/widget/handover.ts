/** 人工：asks how far the way to a person is, and for what was said, as long as it lasts. */
import type { HandoverResponse } from "../../channels/webchat/protocol.ts";
import { postJson, requestJson } from "../shared/api.ts";

export interface HandoverEvents {
  readonly changed: (status: HandoverResponse) => void;
  /** The last message seen. */
  readonly after: () => number;
}

const POLL_MS = 3_000;
/** In a tab nobody looks at. */
const HIDDEN_POLL_MS = 15_000;

export class Handover {
  readonly #url: () => string;
  readonly #end: () => Promise<unknown>;
  readonly #events: HandoverEvents;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor(origin: string, conversation: () => string, events: HandoverEvents) {
    const address = `${origin}/api/chat/handover`;
    this.#events = events;
    this.#url = () =>
      `${address}?conversation=${encodeURIComponent(conversation())}&after=${this.#events.after()}`;
    this.#end = () => postJson(`${address}/end`, { conversation: conversation() });
  }

  /** Until the state is `none`. */
  follow(): void {
    this.stop();
    void this.#poll(this.#round);
  }

  stop(): void {
    this.#round++;
    clearTimeout(this.#timer);
  }

  async end(): Promise<void> {
    await this.#end();
    this.follow();
  }

  async #poll(round: number): Promise<void> {
    const status = await requestJson<HandoverResponse>(this.#url()).catch(() => undefined);
    if (round !== this.#round) return;
    if (status) this.#events.changed(status);
    if (status?.state === "none") return;
    this.#timer = setTimeout(() => void this.#poll(round), document.hidden ? HIDDEN_POLL_MS : POLL_MS);
  }
}
