/** 发件：counts what the platform lets us say after each message of a customer, and sends nothing twice. */
import type { ChannelState } from "../../store/index.ts";
import { turnOf } from "../turn-mark.ts";
import type { KfClient } from "./client.ts";
import type { Rendered } from "./render.ts";
import { conversationOf, type KfCustomer, type KfOutgoing } from "./types.ts";

export interface Outbox {
  /** From now on the quota counts from this message of the customer. */
  heard(from: KfCustomer & { readonly id: string; readonly sentAt: number }): Promise<void>;
  /** @param cause the id of the message it answers. @returns false where the quota is used up. @throws QyApiError */
  reply(to: KfCustomer, cause: string, rendered: Rendered): Promise<boolean>;
  /** As `reply`, but nobody asked for it. */
  say(to: KfCustomer, message: KfOutgoing): Promise<"sent" | "quota" | "late">;
}

/** After a message of the customer, so many of ours for so long. */
const QUOTA = { limit: 5, windowMs: 48 * 60 * 60 * 1000 };
/** What is asked for again is asked for within three days: so long the platform keeps messages. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

interface Heard {
  readonly id: string;
  readonly at: number;
}

export function createOutbox(client: KfClient, state: ChannelState, now: () => number): Outbox {
  const heardKey = (from: KfCustomer) => `kf:heard:${conversationOf(from)}`;
  const lastHeard = async (from: KfCustomer) => {
    const heard = await state.get(heardKey(from), now());
    return isHeard(heard) ? heard : undefined;
  };
  const spend = async (to: KfCustomer, heard: Heard | undefined) => {
    const key = `kf:quota:${conversationOf(to)}:${heard?.id ?? ""}`;
    return await state.spend(key, QUOTA, now());
  };
  const keep = (id: string, stage: "paid" | "sent") => state.set(`kf:out:${id}`, stage, now() + KEPT_MS);
  const stageOf = (id: string) => state.get(`kf:out:${id}`, now());

  return {
    heard: async (from) => {
      const { id, sentAt: at } = from;
      const last = await lastHeard(from);
      if (last && last.at > at) return;
      await state.set(heardKey(from), { id, at } satisfies Heard, at + QUOTA.windowMs);
    },
    reply: async (to, cause, { messages, short }) => {
      const heard = await lastHeard(to);
      let paid = 0;
      for (let part = 0; part < messages.length; part++) {
        const id = turnOf(conversationOf(to), cause, part);
        if ((await stageOf(id)) === undefined) {
          if (!(await spend(to, heard))) break;
          await keep(id, "paid");
        }
        paid += 1;
      }
      if (paid === 0) return false;
      for (const [part, message] of (paid < messages.length ? [short] : messages).entries()) {
        const id = turnOf(conversationOf(to), cause, part);
        if ((await stageOf(id)) === "sent") continue;
        await client.send(to, id, message);
        await keep(id, "sent");
      }
      return true;
    },
    say: async (to, message) => {
      const heard = await lastHeard(to);
      if (!heard) return "late";
      if (!(await spend(to, heard))) return "quota";
      await client.send(
        to,
        turnOf(conversationOf(to), `${heard.id}:${now()}:${JSON.stringify(message)}`),
        message,
      );
      return "sent";
    },
  };
}

function isHeard(kept: unknown): kept is Heard {
  return typeof kept === "object" && kept !== null && "id" in kept && "at" in kept;
}
