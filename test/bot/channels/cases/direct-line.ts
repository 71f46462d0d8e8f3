import { createApp } from "../../../../bot/app.ts";
import { createDirectLine } from "../../../../bot/channels/direct-line/index.ts";
import { directLineSettings } from "../../../../bot/channels/direct-line/settings.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { type SeenActivity, seenOf } from "../../../support/seen.ts";
import { type ChannelCase, captured, type Line, type Said } from "./case.ts";

const ADDRESS = "http://localhost/channels/direct-line/v3/directline";
const SECRET = "a-secret-of-a-good-many-characters";

export const directLineCases: readonly ChannelCase[] = [{ name: "direct-line", connect }];

async function connect(desk: Desk): Promise<Line> {
  const log: string[] = [];
  const settings = directLineSettings.parse({ DIRECT_LINE_SECRET: SECRET });
  const channel = createDirectLine(settings, { desk, fetch, log: (line) => void log.push(line) });
  const app = createApp(desk, (line) => void log.push(line), [channel]);
  const begun = new Map<string, Promise<{ conversationId: string; token: string }>>();

  const request = (path: string, bearer: string, body?: object) =>
    new Request(`${ADDRESS}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const json = async (path: string, bearer: string, body?: object) =>
    (await app.fetch(request(path, bearer, body))).json();
  const begin = (owner: string) => {
    const conversation = begun.get(owner) ?? begunWith();
    begun.set(owner, conversation);
    return conversation;
  };
  const begunWith = async () => {
    const { token } = await json("/tokens/generate", SECRET, {});
    return json("/conversations", token, {});
  };
  const activity = ({ owner, id }: Omit<Said, "text">, more: object) => ({
    type: "message",
    from: { id: owner },
    channelData: { clientActivityID: id },
    ...more,
  });
  const send = async (said: Omit<Said, "text">, more: object): Promise<readonly string[]> => {
    const { conversationId, token } = await begin(said.owner);
    const path = `/conversations/${conversationId}/activities`;
    const { id } = await json(path, token, activity(said, more));
    const { activities } = await json(path, token);
    return activities
      .filter(({ replyToId }: { replyToId?: string }) => replyToId === id)
      .map((one: SeenActivity) => seenOf(one));
  };
  const kind = (more: object) => (said: Omit<Said, "text">) => send(said, more);
  const forged = (bearerFor: (token: string) => string | Promise<string>) => async (said: Said) => {
    const { conversationId, token } = await begin(said.owner);
    const bearer = await bearerFor(token);
    return captured(
      request(`/conversations/${conversationId}/activities`, bearer, activity(said, { text: said.text })),
    );
  };
  return {
    say: (said) => send(said, { text: said.text }),
    answered: { picture: kind({ attachments: [{ contentType: "image/png", contentUrl: "data:," }] }) },
    silent: {
      typing: kind({ type: "typing" }),
      event: kind({ type: "event", name: "webchat/join" }),
      "a kind yet to come": kind({ type: "hologram" }),
    },
    forged: {
      unsigned: forged(() => "none"),
      "with another signature": forged((token) => `${token.slice(0, -4)}AAAA`),
      "with the token of another conversation": forged(async () => (await begin("another")).token),
    },
    fetch: async (incoming) => app.fetch(incoming),
    calls: () => 0,
    errors: () => log.filter((line) => line.startsWith("error")),
    close: () => desk.store.close(),
  };
}
