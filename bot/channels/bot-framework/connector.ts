/** Bot Connector: delivers an activity to the service the conversation is held in. */
import { z } from "zod";
import { NotDelivered } from "../../handover.ts";
import type { AccessToken } from "./access-token.ts";

/** As much of an activity as says where it goes; the rest is sent as it is. */
export interface Addressed {
  readonly serviceUrl?: string | undefined;
  readonly conversation?: { readonly id: string } | undefined;
  readonly replyToId?: string | undefined;
}

export interface Connector {
  /** @returns the id the service gave it, where it gave one. @throws NotDelivered */
  readonly deliver: (activity: Addressed) => Promise<string | undefined>;
}

interface Network {
  readonly fetch: typeof fetch;
  readonly wait: (ms: number) => Promise<void>;
}

/** What Teams asks to have tried again. */
const PASSING: ReadonlySet<number> = new Set([412, 429, 500, 502, 503, 504]);
const WAITS_MS = [300, 1_000, 2_000];
const LONGEST_WAIT_MS = 4_000;
const PATIENCE_MS = 10_000;

const sentSchema = z.object({ id: z.string().refine((id) => id.isWellFormed()) });

/** @param token absent where the service is on this machine and asks for none */
export function createConnector(token: AccessToken | undefined, network: Network): Connector {
  const post = async (activity: Addressed) => {
    const headers = new Headers({ "content-type": "application/json", accept: "application/json" });
    if (token) headers.set("authorization", `Bearer ${await token.get()}`);
    return network.fetch(addressOf(activity), {
      method: "POST",
      headers,
      body: JSON.stringify(activity),
      // A redirect would take the token with it.
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  };
  return {
    deliver: async (activity) => {
      for (let attempt = 0; ; attempt++) {
        const response = await post(activity).catch((error: unknown) => reasonOf(error));
        if (typeof response !== "string" && response.ok) return idOf(response);
        const pause = WAITS_MS[attempt];
        const isPassing = typeof response === "string" || PASSING.has(response.status);
        const isRefused =
          typeof response !== "string" && response.status === 401 && token !== undefined && attempt === 0;
        if (isRefused) token.forget();
        if (pause === undefined || !(isPassing || isRefused))
          throw new NotDelivered(typeof response === "string" ? response : `status ${response.status}`);
        await network.wait(typeof response === "string" ? pause : askedFor(response, pause));
      }
    },
  };
}

function addressOf({ serviceUrl, conversation, replyToId }: Addressed): string {
  if (!serviceUrl || !conversation) throw new NotDelivered("the conversation has no address");
  const base = `${serviceUrl.replace(/\/+$/u, "")}/v3/conversations/${encodeURIComponent(conversation.id)}/activities`;
  return replyToId ? `${base}/${encodeURIComponent(replyToId)}` : base;
}

async function idOf(response: Response): Promise<string | undefined> {
  return sentSchema.safeParse(await response.json().catch(() => undefined)).data?.id;
}

function askedFor(response: Response, pause: number): number {
  const seconds = Number(response.headers.get("retry-after"));
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : pause;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
