/** 公众号来信：XML → message. */
import { CallbackRefused } from "../wx-callback.ts";
import { readXml, textOf, type XmlElement } from "../wx-xml.ts";
import type { WechatContent, WechatMessage } from "./types.ts";

/** What WeChat writes for a message it has no type for. */
const UNSUPPORTED = /^【收到不支持的消息类型/u;

/** How long ids of WeChat's can be. */
const LONGEST_ID = 100;

/** @throws WxXmlError, CallbackRefused where it is no message of WeChat's */
export function readMessage(source: string): WechatMessage {
  const xml = readXml(source);
  const createdAt = Number(needed(xml, "CreateTime"));
  if (!Number.isSafeInteger(createdAt)) throw new CallbackRefused("malformed");
  const content = contentOf(xml);
  return {
    from: needed(xml, "FromUserName"),
    to: needed(xml, "ToUserName"),
    createdAt,
    id: content.kind === "event" ? eventId(createdAt, content) : needed(xml, "MsgId"),
    ...content,
  };
}

function contentOf(xml: XmlElement): WechatContent {
  const type = needed(xml, "MsgType");
  switch (type) {
    case "event":
      return { kind: "event", event: needed(xml, "Event"), key: textOf(xml, "EventKey") ?? "" };
    case "voice": {
      const text = textOf(xml, "Recognition");
      return { kind: "voice", ...(text !== undefined && { text }) };
    }
    case "text": {
      const text = textOf(xml, "Content") ?? "";
      if (UNSUPPORTED.test(text)) return { kind: "other", type: "unsupported" };
      return { kind: "text", text: pickedNumber(textOf(xml, "bizmsgmenuid")) ?? text };
    }
    default:
      return { kind: "other", type };
  }
}

/** Of a link we wrote: what the page sends when its button is pressed. Accounts without the right send only its words. */
function pickedNumber(menuId: string | undefined): string | undefined {
  return /^pick-(?<number>\d{1,3})$/u.exec(menuId ?? "")?.groups?.["number"];
}

/** Events have no id; of one follower two of the same second are told apart by what they are. */
function eventId(
  createdAt: number,
  { event, key }: { readonly event: string; readonly key: string },
): string {
  return `${createdAt}:${event}:${key}`.slice(0, LONGEST_ID);
}

function needed(xml: XmlElement, name: string): string {
  const text = textOf(xml, name);
  if (text === undefined || text.length > LONGEST_ID) throw new CallbackRefused("malformed");
  return text;
}
