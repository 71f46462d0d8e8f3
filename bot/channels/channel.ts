/** 渠道：a way messages come in and answers go out. It verifies, parses and renders; it decides nothing. */
import type { Hono } from "hono";
import type { Desk } from "../handle-turn.ts";
import type { Send } from "../handover.ts";

export interface Channel {
  /** As in its address, /channels/<name>, and in `Inbound.channel`. */
  readonly name: string;
  /** What the platform calls, relative to /channels/<name>. */
  readonly routes?: Hono;
  /** Where else its routes are, since everybody's platform is set to that address: `/api`. */
  readonly alias?: string;
  /**
   * Says a person's words to an owner, outside a reply. Absent where the owner's side fetches them.
   * @param conversation as the channel named it in `Inbound.conversation`
   * @throws NotDelivered where the platform refuses them
   */
  readonly send?: Send;
  /** What runs besides requests, such as a long connection; called once the server listens. */
  readonly start?: () => Promise<void>;
  readonly stop?: () => Promise<void>;
}

/** What every channel is made from. */
export interface Surroundings {
  readonly desk: Desk;
  /** The outside network: the platform's servers. */
  readonly fetch: typeof fetch;
  readonly log: (line: string) => void;
}
