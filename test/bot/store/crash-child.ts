/** A server that takes turns until it is killed, and says each one it has acknowledged. */
import { writeSync } from "node:fs";
import { openStore, type StoreSettings, takeTurn } from "../../../bot/store/index.ts";

export interface Life {
  readonly settings: StoreSettings;
  readonly server: number;
  readonly round: number;
  readonly conversations: number;
}

export interface Acknowledged {
  readonly conversation: string;
  readonly message: string;
  readonly reply: string;
}

const { settings, server, round, conversations } = JSON.parse(process.argv[2] ?? "") as Life;
const store = await openStore(settings);
// An owner who saw no answer sends it again: all of the life before, as far as it was kept and one further.
for (let index = 0; round > 0 && (await take(round - 1, index)); index++);
for (let index = 0; ; index++) await take(round, index);

/** Whether it was answered before. */
async function take(life: number, index: number): Promise<boolean> {
  const conversation = `${index % conversations}`;
  const message = `${life}-${server}-${index}`;
  const incoming = { conversation, message, channel: "webchat", at: life, text: message };
  const { reply, repeated } = await takeTurn(store, incoming, async (state: number | undefined = 0) => ({
    state: state + 1,
    reply: `${state + 1}: ${message}`,
    outcome: "answer",
  }));
  // At once: what waits in a buffer when it is killed was said to nobody.
  writeSync(1, `${JSON.stringify({ conversation, message, reply } satisfies Acknowledged)}\n`);
  return repeated;
}
