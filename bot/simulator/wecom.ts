/** 企业微信自建应用：what members do in an application, and what their phones show of its answers. */
import { z } from "zod";
import { readXml, textOf, writeXml, type XmlFields } from "../channels/wx-xml.ts";
import { buttonCardShape, type CardOnPhone, cardText } from "./button-card.ts";
import { deliver, type Wire } from "./delivery.ts";
import type { Bubble, Phone } from "./phone.ts";
import type { Act, Owner, Platform, Settings, Simulated } from "./platform.ts";
import { createQyApiSide, DONE } from "./qy-api.ts";
import { checkAddress, createQyCallbacks } from "./qy-callback.ts";

const LONGEST_TEXT = 2048;

export function simulateWecom(set: Settings): Simulated {
  const settings = {
    WECOM_CORP_ID: "ww1f2e3d4c5b6a7988",
    WECOM_AGENT_ID: "1000002",
    WECOM_SECRET: "simulated-secret-of-the-application",
    WECOM_TOKEN: "simulator",
    WECOM_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    ...set,
  };
  return {
    settings,
    apiSetting: "WECOM_API_URL",
    open: (address, wire) => createWecomPlatform(settings, address, wire),
  };
}

type WecomSettings = Readonly<
  Record<"WECOM_CORP_ID" | "WECOM_AGENT_ID" | "WECOM_SECRET" | "WECOM_TOKEN" | "WECOM_AES_KEY", string>
>;

const messageShape = z.object({
  touser: z.string(),
  agentid: z.number(),
  msgtype: z.enum(["text", "template_card"]),
  text: z.object({ content: z.string().min(1) }).optional(),
  template_card: buttonCardShape.optional(),
});

export interface WecomPlatform extends Platform {
  /** As when the access token is replaced elsewhere. */
  readonly revokeToken: () => void;
}

export function createWecomPlatform(settings: WecomSettings, address: string, wire: Wire): WecomPlatform {
  const { now } = wire.clock;
  const corpId = settings.WECOM_CORP_ID;
  const agent = Number(settings.WECOM_AGENT_ID);
  const keys = { aesKey: settings.WECOM_AES_KEY, receiver: corpId };
  const callbacks = createQyCallbacks({ token: settings.WECOM_TOKEN, keys, format: "xml" }, address, now);
  const phones = new Map<string, Phone>();
  /** Cards that show what was pressed, by member and task. */
  const pressed = new Map<string, string>();
  const { api, tokens, serve } = createQyApiSide({ corpId, secret: settings.WECOM_SECRET, now });
  let lastId = 4_561_255_354_251_345_929n;

  const show = (member: string, bubble: Omit<Bubble, "taps"> & Partial<Bubble>) =>
    phones.get(member)?.show({ taps: [], ...bubble });
  const push = async (member: string, fields: XmlFields, card?: CardOnPhone) => {
    const message = writeXml({
      ToUserName: corpId,
      FromUserName: member,
      CreateTime: Math.floor(now() / 1000),
      AgentID: agent,
      ...fields,
    });
    const delivered = await deliver(() => callbacks.post(message), wire);
    if (delivered.kind === "answered") receive(member, delivered.body, card);
  };
  const pushMessage = (member: string, type: string, fields: XmlFields) => {
    lastId += 1n;
    return push(member, { MsgType: type, ...fields, MsgId: lastId.toString() });
  };
  const pushEvent = (member: string, event: string, fields: XmlFields = {}, card?: CardOnPhone) =>
    push(member, { MsgType: "event", Event: event, ...fields }, card);

  const receive = (member: string, body: string, card?: CardOnPhone) => {
    if (body === "" || body === "success") return;
    try {
      const reply = readXml(callbacks.read(body));
      if (textOf(reply, "ToUserName") !== member) throw new Error("The answer is for somebody else.");
      const type = textOf(reply, "MsgType");
      if (type === "text") show(member, { from: "bot", text: cut(textOf(reply, "Content") ?? "") });
      else if (type === "update_button" && card) {
        const name = reply.children.find(({ name }) => name === "Button");
        pressed.set(`${member}:${card.task_id}`, (name && textOf(name, "ReplaceName")) ?? "");
      } else throw new Error(`The simulator does not show answers of type ${type}.`);
    } catch (error) {
      wire.log(`not an answer: ${(error as Error).message}`);
    }
  };

  const press = async (member: string, card: CardOnPhone, key: string, label: string) => {
    const task = card.task_id;
    if (pressed.has(`${member}:${task}`))
      return show(member, {
        from: "platform",
        text: `（按钮已变成“${pressed.get(`${member}:${task}`)}”，点不动）`,
      });
    show(member, { from: "owner", text: label });
    const fields = { EventKey: key, TaskId: task, CardType: card.card_type, ResponseCode: `code-${task}` };
    await pushEvent(member, "template_card_event", fields, card);
  };
  serve("message/send", messageShape, ({ touser, agentid, msgtype, text, template_card: card }) => {
    if (agentid !== agent) return { errcode: 40056, errmsg: "invalid agentid" };
    if (!phones.has(touser)) return { errcode: 81013, errmsg: "user & party & tag all invalid" };
    if (msgtype === "text") show(touser, { from: "bot", text: cut(text?.content ?? "") });
    else if (card) {
      const taps = card.button_list.map(({ text: label, key }) => {
        return { label, run: () => press(touser, card, key, label) };
      });
      show(touser, { from: "bot", text: cardText(card), taps });
    }
    return { ...DONE, msgid: `simulated-${now()}` };
  });

  return {
    api,
    revokeToken: tokens.revoke,
    connect: () => checkAddress(callbacks, address, wire),
    join: (member, phone): Owner => {
      phones.set(member, phone);
      const message = (help: string, type: string, fields: (argument: string) => XmlFields): Act => ({
        help,
        run: (argument) => pushMessage(member, type, fields(argument)),
      });
      const event = (help: string, name: string, fields: (argument: string) => XmlFields): Act => ({
        help,
        run: (argument) => pushEvent(member, name, fields(argument)),
      });
      const media = { MediaId: "simulated-media" };
      return {
        write: (text) => pushMessage(member, "text", { Content: text }),
        acts: {
          subscribe: event("进入应用的可见范围", "subscribe", () => ({ EventKey: "" })),
          unsubscribe: event("离开应用的可见范围", "unsubscribe", () => ({ EventKey: "" })),
          enter: event("进入应用", "enter_agent", () => ({ EventKey: "" })),
          click: event("点菜单 KEY", "click", (key) => ({ EventKey: key })),
          view: event("点跳网页的菜单 URL", "view", (url) => ({ EventKey: url })),
          report: event("上报位置", "LOCATION", () => ({
            Latitude: "23.104",
            Longitude: "113.320",
            Precision: "65.000",
          })),
          voice: message("发语音 [识别出的文字]", "voice", (words) => ({
            ...media,
            Format: "amr",
            Recognition: words || undefined,
          })),
          image: message("发图片", "image", () => ({ ...media, PicUrl: "http://mmbiz.qpic.cn/simulated" })),
          video: message("发视频", "video", () => ({ ...media, ThumbMediaId: "simulated-thumb" })),
          location: message("发位置 [地名]", "location", (label) => ({
            Location_X: "23.134",
            Location_Y: "113.358",
            Scale: 20,
            Label: label || "广州市政府",
          })),
          link: message("发链接", "link", () => ({
            Title: "通知全文",
            Description: "转发的文章",
            Url: "https://example.com/",
          })),
        },
      };
    },
  };
}

/** As 企业微信 does, without saying so. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= LONGEST_TEXT ? text : `${bytes.subarray(0, LONGEST_TEXT)}`;
}
