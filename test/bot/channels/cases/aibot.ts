import { NO_RECEIVER } from "../../../../bot/channels/wx-crypto.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { simulateAibot } from "../../../../bot/simulator/aibot.ts";
import { createConnectionPlatform } from "../../../../bot/simulator/aibot-connection.ts";
import type { AibotPushed } from "../../../../bot/simulator/aibot-phones.ts";
import { systemClock } from "../../../../bot/simulator/clock.ts";
import { botServer, served } from "../../../support/bot-server.ts";
import type { ChannelCase, Line, Said } from "./case.ts";
import { openQyLine } from "./qy.ts";

/** Alone with the bot, and in a group; called by the platform, and on a line to it. */
export const aibotCases: readonly ChannelCase[] = [undefined, "wrkGroup"].flatMap((chat) => {
  const place = chat === undefined ? "single" : "group";
  return [
    { name: `aibot (${place})`, connect: async (desk: Desk) => connect(desk, chat) },
    { name: `aibot on a line (${place})`, connect: (desk: Desk) => connectLine(desk, chat) },
  ];
});

interface Answer {
  readonly text?: { readonly content: string };
  readonly stream?: { readonly content: string };
  readonly template_card?: {
    readonly main_title: { readonly title: string };
    readonly sub_title_text?: string;
  };
}

function connect(desk: Desk, chat: string | undefined): Line {
  const { settings } = simulateAibot({});
  const { AIBOT_TOKEN: token = "", AIBOT_AES_KEY: aesKey = "" } = settings;
  let calls = 0;
  const outside: typeof fetch = async () => {
    calls += 1;
    return Response.json({ errcode: 0 });
  };
  const receiver = { token, keys: { aesKey, receiver: NO_RECEIVER }, format: "json" } as const;
  const line = openQyLine(desk, "aibot", settings, receiver, outside);

  const json = (said: Omit<Said, "text">, more: Fields) =>
    JSON.stringify({
      ...messageOf(desk, chat, said, more),
      response_url: `https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=${said.id}`,
    });
  const mention = chat === undefined ? "" : "@明白 ";
  const words = (said: Said) => json(said, { msgtype: "text", text: { content: mention + said.text } });
  const send = async (message: string): Promise<readonly string[]> => {
    const body = await (await line.fetch(line.callbacks.post(message))).text();
    return body === "" ? [] : seenIn(JSON.parse(line.callbacks.read(body)) as Answer);
  };
  const sending =
    (more: Fields) =>
    (said: Omit<Said, "text">): Promise<readonly string[]> =>
      send(json(said, more));
  return {
    say: (said) => send(words(said)),
    answered: mapped(ANSWERED, sending),
    silent: mapped(SILENT, sending),
    capture: line.capture(words),
    forged: line.forged(words),
    fetch: line.fetch,
    calls: () => calls,
    errors: () => line.log.filter((told) => told.startsWith("error")),
    close: () => desk.store.close(),
  };
}

/** As by itself: what comes without being asked for is not waited for. */
async function connectLine(desk: Desk, chat: string | undefined): Promise<Line> {
  const keys = { AIBOT_BOT_ID: "aib1", AIBOT_SECRET: "secret" };
  const told: string[] = [];
  const log = (line: string) => void told.push(line);
  const platform = createConnectionPlatform(keys, { clock: systemClock, log, fetch });
  const openws = await served(platform.api, platform.upgrade);
  const bot = await botServer(desk, { ...keys, AIBOT_WS_URL: openws.url.replace("http", "ws") });
  const mention = chat === undefined ? "" : "@明白 ";
  const asking =
    (more: Fields) =>
    async (said: Omit<Said, "text">): Promise<readonly string[]> =>
      seenIn(((await platform.ask(said.owner, messageOf(desk, chat, said, more))) ?? {}) as Answer);
  const bringing = (more: Fields) => async (said: Omit<Said, "text">) => {
    platform.bring(messageOf(desk, chat, said, more));
    return [];
  };
  return {
    say: (said) => asking({ msgtype: "text", text: { content: mention + said.text } })(said),
    answered: mapped(ANSWERED, asking),
    silent: mapped(SILENT, bringing),
    fetch: async () => new Response(null, { status: 404 }),
    calls: () => 0,
    // Nobody waits for an answer to what was only brought.
    errors: () => [
      ...bot.log.filter((line) => line.startsWith("error")),
      ...told.filter((line) => line.includes("invalid req_id")),
    ],
    close: async () => {
      await bot.close();
      await openws.close();
      await desk.store.close();
    },
  };
}

interface Fields {
  readonly msgtype: string;
  readonly [field: string]: unknown;
}

function messageOf(
  desk: Desk,
  chat: string | undefined,
  { owner, id }: Omit<Said, "text">,
  more: Fields,
): AibotPushed {
  return {
    msgid: id,
    create_time: Math.floor(desk.now() / 1000),
    aibotid: "aib1",
    ...(chat === undefined ? { chattype: "single" } : { chattype: "group", chatid: chat }),
    from: { userid: owner },
    ...more,
  };
}

/** As it looks, without the signs of Markdown. */
function seenIn({ text, stream, template_card: card }: Answer): readonly string[] {
  const shown = [text?.content, stream?.content, card?.main_title.title, card?.sub_title_text];
  return shown.flatMap((part) => (part === undefined ? [] : [part.replaceAll(/\*\*|\\(?=[^\w\s])/gu, "")]));
}

const kind = (msgtype: string, more: object = { url: "https://example.com/x" }): Fields => ({
  msgtype,
  [msgtype]: more,
});
const event = (eventtype: string, more: object = {}): Fields => ({
  msgtype: "event",
  event: { eventtype, ...more },
});

const ANSWERED = {
  image: kind("image"),
  file: kind("file"),
  video: kind("video"),
  "voice without words": kind("voice", { content: "" }),
  "pictures alone": kind("mixed", { msg_item: [{ msgtype: "image", image: { url: "x" } }] }),
  "a kind yet to come": kind("hologram"),
  "coming in": event("enter_chat"),
};

const SILENT = {
  "👍": event("feedback_event", { feedback_event: { id: "li/1", type: 1 } }),
  "a card without a button": event("template_card_event"),
  "an event yet to come": event("something"),
};

function mapped<Result>(
  kinds: Readonly<Record<string, Fields>>,
  as: (fields: Fields) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(kinds).map(([name, fields]) => [name, as(fields)]));
}
