/** 投递：a callback is given five seconds, three times over; every try is a request of its own. */
import type { Clock } from "./clock.ts";

/** What calls a bot. */
export interface Wire {
  readonly clock: Clock;
  /** To the bot. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly log: (line: string) => void;
}

export type Delivered =
  | { readonly kind: "answered"; readonly body: string; readonly tries: number }
  /** None of the tries was answered in time, and with success. */
  | { readonly kind: "failed"; readonly tries: number };

export const PATIENCE_MS = 5_000;
export const MOST_TRIES = 3;

export async function deliver(request: () => Request, wire: Wire): Promise<Delivered> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const body = await attempt(request(), tries, wire);
    if (body !== undefined) return { kind: "answered", body, tries };
  }
  return { kind: "failed", tries: MOST_TRIES };
}

async function attempt(
  request: Request,
  number: number,
  { clock, fetch, log }: Wire,
): Promise<string | undefined> {
  const begun = clock.now();
  const given = new AbortController();
  const told = (what: string) => log(`try ${number}: ${what} after ${clock.now() - begun} ms`);
  const answer = fetch(new Request(request, { signal: given.signal }))
    .then(async (response) => ({ status: response.status, body: await response.text() }))
    .catch((error: Error) => ({ status: 0, body: error.message }));
  const won = await Promise.race([answer, clock.sleep(PATIENCE_MS)]);
  if (!won) {
    given.abort();
    told("no answer");
    return undefined;
  }
  told(
    won.status === 0 ? `no connection (${won.body})` : `${won.status}, ${Buffer.byteLength(won.body)} bytes`,
  );
  if (won.status >= 200 && won.status < 300) return won.body;
  return undefined;
}
