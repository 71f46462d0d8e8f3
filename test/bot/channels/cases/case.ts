import type { Desk } from "../../../../bot/handle-turn.ts";

/** A channel as the contract and the fuzz meet it. */
export interface ChannelCase {
  readonly name: string;
  /** Over a desk, with its platform outside. */
  readonly connect: (desk: Desk) => Promise<Line>;
}

export interface Line {
  /** The owner writes; what he sees of it. The same id is the same message, sent again. */
  readonly say: (said: Said) => Promise<readonly string[]>;
  /** What is no words, and is answered with what is. */
  readonly answered: Readonly<Record<string, (said: Omit<Said, "text">) => Promise<readonly string[]>>>;
  /** What nobody waits for an answer to, known kinds and others. */
  readonly silent: Readonly<Record<string, (said: Omit<Said, "text">) => Promise<readonly string[]>>>;
  /** The bytes that carry the words, signed; absent where the platform does not call us. */
  readonly capture?: (said: Said) => Promise<Captured>;
  /** The same, as others than the platform would send it. */
  readonly forged?: Readonly<Record<string, (said: Said) => Promise<Captured>>>;
  /** To the server. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** How often the platform was called. */
  readonly calls: () => number;
  /** What went wrong, as logged. */
  readonly errors: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface Said {
  readonly owner: string;
  readonly id: string;
  readonly text: string;
}

export interface Captured {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export async function captured(request: Request): Promise<Captured> {
  return {
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

export function requestOf({ url, headers, body }: Captured): Request {
  return new Request(url, { method: "POST", headers: { ...headers }, body: Buffer.from(body) });
}
