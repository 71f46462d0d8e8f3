import { createApp } from "../../../../bot/app.ts";
import { createBotFramework } from "../../../../bot/channels/bot-framework/index.ts";
import { botFrameworkSettings } from "../../../../bot/channels/bot-framework/settings.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import {
  APP_ID,
  PASSWORD,
  SERVICE_URL,
  startBotConnector,
  type Token,
} from "../../../support/bot-connector.ts";
import { type SeenActivity, seenOf } from "../../../support/seen.ts";
import { type ChannelCase, captured, type Line, type Said } from "./case.ts";

const ADDRESS = "http://localhost/api/messages";
const SETTINGS = botFrameworkSettings.parse({
  BOT_FRAMEWORK_APP_ID: APP_ID,
  BOT_FRAMEWORK_APP_PASSWORD: PASSWORD,
});

/** Cards, delivered to the service; text alone, in the response. */
export const botFrameworkCases: readonly ChannelCase[] = [
  { name: "bot-framework (Teams)", connect: (desk) => connect(desk, { channelId: "msteams" }) },
  {
    name: "bot-framework (e-mail, replies expected)",
    connect: (desk) => connect(desk, { channelId: "email", deliveryMode: "expectReplies" }),
  },
];

async function connect(
  desk: Desk,
  way: { readonly channelId: string; readonly deliveryMode?: string },
): Promise<Line> {
  const log: string[] = [];
  const microsoft = await startBotConnector(desk.now, [way.channelId]);
  const surroundings = { desk, fetch: microsoft.fetch, log: (line: string) => void log.push(line) };
  const app = createApp(desk, surroundings.log, [createBotFramework(SETTINGS, surroundings)]);
  const underWay = new Map<string, Promise<Response>[]>();

  const activity = ({ owner, id }: Pick<Said, "owner" | "id">, more: object) => ({
    type: "message",
    id,
    serviceUrl: SERVICE_URL,
    from: { id: `29:${owner}` },
    recipient: { id: `28:${APP_ID}` },
    conversation: { id: `a:${owner}` },
    ...way,
    ...more,
  });
  const request = async (body: object, token?: Token | string) => {
    const bearer = typeof token === "string" ? token : await microsoft.sign(token);
    const headers = { "content-type": "application/json", authorization: `Bearer ${bearer}` };
    return new Request(ADDRESS, { method: "POST", headers, body: JSON.stringify(body) });
  };
  const send = async (said: Omit<Said, "text">, more: object): Promise<readonly string[]> => {
    const key = `${said.owner}/${said.id}`;
    const asked = await request(activity(said, more));
    const answering = Promise.resolve(app.fetch(asked));
    underWay.set(key, [...(underWay.get(key) ?? []), answering]);
    const { activities = [] } = (await (await answering).json()) as { activities?: SeenActivity[] };
    // What is delivered may be the answer to the same message, sent a moment before.
    await Promise.all(underWay.get(key) ?? []);
    const delivered = microsoft.delivered.filter(
      ({ activity: sent }) => sent.replyToId === said.id && sent.conversation.id === `a:${said.owner}`,
    );
    return [...activities, ...delivered.map(({ activity: sent }) => sent as SeenActivity)].map(seenOf);
  };
  const kind = (more: object) => (said: Omit<Said, "text">) => send(said, more);
  const forged = (token: Token | string, more: object = {}) => {
    return async (said: Said) => captured(await request(activity(said, { text: said.text, ...more }), token));
  };
  return {
    say: (said) => send(said, { text: said.text }),
    answered: {
      picture: kind({ attachments: [{ contentType: "image/png", contentUrl: "https://x/y.png" }] }),
      voice: kind({ attachments: [{ contentType: "audio/ogg" }] }),
      arrival: kind({ type: "conversationUpdate", membersAdded: [{ id: "29:o" }] }),
    },
    silent: {
      typing: kind({ type: "typing" }),
      edit: kind({ type: "messageUpdate", text: "改了" }),
      deletion: kind({ type: "messageDelete" }),
      departure: kind({ type: "conversationUpdate", membersRemoved: [{ id: "29:o" }] }),
      reaction: kind({ type: "messageReaction", replyToId: "1", reactionsAdded: [{ type: "like" }] }),
      "a kind yet to come": kind({ type: "hologram" }),
    },
    forged: {
      unsigned: forged("e30.e30.e30"),
      "signed by another": forged({ forged: true }),
      "for another bot": forged({ audience: "another" }),
      "an hour old": forged({ from: -7200, until: -3600 }),
      "of another issuer": forged({ issuer: "https://issuer.example" }),
      "of another service": forged({}, { serviceUrl: "https://service.example/" }),
      "of a channel not endorsed": forged({}, { channelId: "slack" }),
    },
    fetch: async (incoming) => app.fetch(incoming),
    calls: () => microsoft.delivered.length,
    errors: () => log.filter((line) => line.startsWith("error")),
    close: async () => {
      microsoft.close();
      await desk.store.close();
    },
  };
}
