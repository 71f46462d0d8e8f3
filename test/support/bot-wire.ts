/** How a simulated platform reaches the newest of the servers that stand for one bot. */
import { systemClock } from "../../bot/simulator/clock.ts";
import type { Wire } from "../../bot/simulator/delivery.ts";
import type { BotServer } from "./bot-server.ts";

/** @param address what the platform believes to call; what comes after it is kept */
export function wireTo(servers: readonly BotServer[], address: string, now: () => number): Wire {
  return {
    clock: { now, sleep: systemClock.sleep },
    log: () => {},
    fetch: async (request) => {
      const target = servers.at(-1);
      if (!target) return new Response();
      const { headers, method } = request;
      const body = method === "POST" ? await request.text() : undefined;
      return fetch(target.url + request.url.slice(address.length), {
        method,
        headers,
        ...(body !== undefined && { body }),
      });
    },
  };
}
