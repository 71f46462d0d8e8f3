import { NO_RECEIVER } from "../../../../bot/channels/wx-crypto.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { simulateAibot } from "../../../../bot/simulator/aibot.ts";
import type { ChannelCase, Line, Said } from "./case.ts";
import { openQyLine } from "./qy.ts";

/** Alone with the bot, and in a group. */
export const aibotCases: readonly ChannelCase[] = [undefined, "wrkGroup"].map((chat) => ({
  name: `aibot (${chat === undefined ? "single" : "group"})`,
  connect: async (desk) => connect(desk, chat),
}));

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

  const json = ({ owner, id }: Omit<Said, "text">, more: object) =>
    JSON.stringify({
      msgid: id,
      create_time: Math.floor(desk.now() / 1000),
      aibotid: "aib1",
      ...(chat === undefined ? { chattype: "single" } : { chattype: "group", chatid: chat }),
      from: { userid: owner },
      response_url: `https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=${id}`,
      ...more,
    });
  const mention = chat === undefined ? "" : "@明白 ";
  const words = (said: Said) => json(said, { msgtype: "text", text: { content: mention + said.text } });
  const send = async (message: string): Promise<readonly string[]> => {
    const body = await (await line.fetch(line.callbacks.post(message))).text();
    if (body === "") return [];
    const { text, stream, template_card: card } = JSON.parse(line.callbacks.read(body)) as Answer;
    const shown = [text?.content, stream?.content, card?.main_title.title, card?.sub_title_text];
    // As they look, without the signs of Markdown.
    return shown.flatMap((part) => (part === undefined ? [] : [part.replaceAll(/\*\*|\\(?=[^\w\s])/gu, "")]));
  };
  const kind =
    (msgtype: string, more: object = { url: "https://example.com/x" }) =>
    (said: Omit<Said, "text">) =>
      send(json(said, { msgtype, [msgtype]: more }));
  const event =
    (eventtype: string, more: object = {}) =>
    (said: Omit<Said, "text">) =>
      send(json(said, { msgtype: "event", event: { eventtype, ...more } }));
  return {
    say: (said) => send(words(said)),
    answered: {
      image: kind("image"),
      file: kind("file"),
      video: kind("video"),
      "voice without words": kind("voice", { content: "" }),
      "pictures alone": kind("mixed", { msg_item: [{ msgtype: "image", image: { url: "x" } }] }),
      "a kind yet to come": kind("hologram"),
      "coming in": event("enter_chat"),
    },
    silent: {
      "👍": event("feedback_event", { feedback_event: { id: "li/1", type: 1 } }),
      "a card without a button": event("template_card_event"),
      "an event yet to come": event("something"),
    },
    capture: line.capture(words),
    forged: line.forged(words),
    fetch: line.fetch,
    calls: () => calls,
    errors: () => line.log.filter((told) => told.startsWith("error")),
    close: () => desk.store.close(),
  };
}
