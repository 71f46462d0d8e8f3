/** 收：from the opened XML to what was said or done. */
import { readXml, textOf, type XmlElement } from "../wx-xml.ts";
import type { WecomMessage } from "./types.ts";

/** @returns undefined where it does not say who sent it, or is another application's */
export function receive(xml: string, agent: number): WecomMessage | undefined {
  const message = readXml(xml);
  const user = textOf(message, "FromUserName");
  const corp = textOf(message, "ToUserName");
  const type = textOf(message, "MsgType");
  const isOurs = textOf(message, "AgentID") === String(agent);
  if (user === undefined || corp === undefined || type === undefined || !isOurs) return undefined;
  const from = { user, corp, id: idOf(message) };
  if (type === "event") return eventIn(message, from);
  const text = type === "text" ? textOf(message, "Content") : textOf(message, "Recognition");
  if (type === "text" || text !== undefined) return { ...from, kind: "words", text: text ?? "" };
  return { ...from, kind: "unread", type };
}

function eventIn(event: XmlElement, from: { user: string; corp: string; id: string }): WecomMessage {
  const key = textOf(event, "EventKey");
  switch (textOf(event, "Event")) {
    case "subscribe":
      return { ...from, kind: "subscribe" };
    case "enter_agent":
      return { ...from, kind: "enter" };
    case "click":
      return key === undefined ? { ...from, kind: "unread" } : { ...from, kind: "words", text: key };
    case "template_card_event": {
      const task = textOf(event, "TaskId");
      if (task === undefined || key === undefined) return { ...from, kind: "unread" };
      // Pressed twice it is one answer.
      return { ...from, kind: "press", task, key, id: `card:${task}` };
    }
    default:
      return { ...from, kind: "unread" };
  }
}

/** Events have no id of their own. */
function idOf(message: XmlElement): string {
  const id = textOf(message, "MsgId");
  if (id !== undefined) return id;
  return ["CreateTime", "Event", "EventKey"].map((name) => textOf(message, name) ?? "").join(":");
}
