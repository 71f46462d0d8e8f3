import { readXml, textOf, writeXml, type XmlFields } from "../../../../bot/channels/wx-xml.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { simulateWecom } from "../../../../bot/simulator/wecom.ts";
import type { ChannelCase, Line, Said } from "./case.ts";
import { createSights, openQyLine } from "./qy.ts";

/** With cards, and where the application may not send any. */
export const wecomCases: readonly ChannelCase[] = [true, false].map((maySend) => ({
  name: `wecom (${maySend ? "cards" : "words alone"})`,
  connect: async (desk) => connect(desk, maySend),
}));

function connect(desk: Desk, maySend: boolean): Line {
  const { settings } = simulateWecom({});
  const { WECOM_CORP_ID: corp = "", WECOM_TOKEN: token = "", WECOM_AES_KEY: aesKey = "" } = settings;
  const sights = createSights();
  let calls = 0;
  const outside: typeof fetch = async (_, init) => {
    calls += 1;
    if (!maySend) return Response.json({ errcode: 60020, errmsg: "not allow to access from your ip" });
    if (typeof init?.body === "string") {
      const { touser, text, template_card: card } = JSON.parse(init.body);
      sights.show(touser, text?.content ?? [card.main_title.title, card.sub_title_text].join("\n"));
    }
    return Response.json({ errcode: 0, access_token: "token", expires_in: 7200 });
  };
  const receiver = { token, keys: { aesKey, receiver: corp }, format: "xml" } as const;
  const line = openQyLine(desk, "wecom", settings, receiver, outside);

  const xml = ({ owner }: Pick<Said, "owner">, more: XmlFields) =>
    writeXml({
      ToUserName: corp,
      FromUserName: owner,
      CreateTime: Math.floor(desk.now() / 1000),
      AgentID: 1000002,
      ...more,
    });
  const words = (said: Said) => xml(said, { MsgType: "text", Content: said.text, MsgId: said.id });
  const answers = new Map<string, string>();
  const send = ({ owner, id }: Omit<Said, "text">, message: string) =>
    sights.after(owner, id, async () => {
      const response = await line.fetch(line.callbacks.post(message));
      const body = await response.text();
      if (body === "success") return;
      const text = textOf(readXml(line.callbacks.read(body)), "Content") ?? "";
      // Sent again it is the same answer.
      if (answers.get(`${owner}:${id}`) !== text) sights.show(owner, text);
      answers.set(`${owner}:${id}`, text);
    });
  const kind =
    (type: string, more: XmlFields = {}) =>
    (said: Omit<Said, "text">) =>
      send(said, xml(said, { MsgType: type, MediaId: "media", ...more, MsgId: said.id }));
  const event =
    (name: string, key = "") =>
    (said: Omit<Said, "text">) =>
      send(said, xml(said, { MsgType: "event", Event: name, EventKey: key, CreateTime: secondOf(said) }));
  /** Events are told apart by it. */
  const secondOf = ({ id }: Omit<Said, "text">) => Number(BigInt(id) % 1_000_000_000n);
  return {
    say: (said) => send(said, words(said)),
    answered: {
      voice: kind("voice", { Format: "amr" }),
      image: kind("image", { PicUrl: "http://mmbiz.qpic.cn/x" }),
      video: kind("video", { ThumbMediaId: "thumb" }),
      location: kind("location", { Location_X: "23.1", Location_Y: "113.3", Scale: 20, Label: "广州" }),
      link: kind("link", { Title: "标题", Url: "https://example.com" }),
      "a kind yet to come": kind("hologram"),
      subscribe: event("subscribe"),
      "coming in": event("enter_agent"),
    },
    silent: {
      "coming in again": event("enter_agent"),
      unsubscribe: event("unsubscribe"),
      "a page of the menu": event("view", "https://example.com"),
      "where he is": event("LOCATION"),
      "an event yet to come": event("something"),
      "a card without a task": event("template_card_event", "1:是"),
    },
    capture: line.capture(words),
    forged: line.forged(words),
    fetch: line.fetch,
    calls: () => calls,
    errors: () => line.log.filter((told) => told.startsWith("error")),
    close: () => desk.store.close(),
  };
}
