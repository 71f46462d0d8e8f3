/** 发件：one message after another, in the order written; what failed waits and goes out under its own id again. */
import type { ChatRequest, ChatResponse } from "../../channels/webchat/protocol.ts";
import { type Failure, postJson, RequestFailed } from "../shared/api.ts";
import type { Asked, Conversation } from "./conversation.ts";

export interface OutboxEvents {
  readonly answered: (asked: Asked, response: ChatResponse) => void;
  readonly failed: (asked: readonly Asked[], failure: Failure) => void;
}

export class Outbox {
  readonly #origin: string;
  readonly #conversation: () => Conversation;
  readonly #events: OutboxEvents;
  #isSending = false;

  constructor(origin: string, conversation: () => Conversation, events: OutboxEvents) {
    this.#origin = origin;
    this.#conversation = conversation;
    this.#events = events;
  }

  get isSending(): boolean {
    return this.#isSending;
  }

  /** Sends all that waits. */
  async flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let next = this.#next(); next; next = this.#next()) await this.#send(next);
    } finally {
      this.#isSending = false;
    }
  }

  #next(): Asked | undefined {
    return this.#waiting()[0];
  }

  #waiting(): Asked[] {
    return this.#conversation().entries.filter(
      (entry): entry is Asked => entry.kind === "asked" && entry.state === "waiting",
    );
  }

  async #send(asked: Asked): Promise<void> {
    const conversation = this.#conversation();
    const request: ChatRequest = { conversation: conversation.id, message: asked.id, text: asked.text };
    try {
      const response = await postJson<ChatResponse>(`${this.#origin}/api/chat`, request);
      if (conversation !== this.#conversation()) return;
      const { outcome, cites, receipt, blocks } = response;
      asked.state = "answered";
      asked.answer = { outcome, cites, receipt, blocks };
      this.#events.answered(asked, response);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (conversation !== this.#conversation()) return;
      // Those behind it would overtake it.
      const left = this.#waiting();
      for (const one of left) one.state = "failed";
      this.#events.failed(left, error.failure);
    }
  }
}
