/** 收：from the opened JSON to what was said or done. */
import { z } from "zod";
import { readJson } from "../qy-callback.ts";
import type { AibotMessage } from "./types.ts";

const words = z.looseObject({ content: z.string() });

const eventShape = z.looseObject({
  eventtype: z.string(),
  template_card_event: z.looseObject({ event_key: z.string(), task_id: z.string() }).optional(),
  feedback_event: z
    .looseObject({
      id: z.string(),
      type: z.number(),
      content: z.string().optional(),
      inaccurate_reason_list: z.array(z.number()).default([]),
    })
    .optional(),
});

const messageShape = z.looseObject({
  msgid: z.string().min(1).max(200),
  chatid: z.string().optional(),
  chattype: z.string().optional(),
  from: z.looseObject({ userid: z.string().min(1) }),
  response_url: z.string().optional(),
  msgtype: z.string(),
  text: words.optional(),
  voice: words.optional(),
  mixed: z
    .looseObject({ msg_item: z.array(z.looseObject({ msgtype: z.string(), text: words.optional() })) })
    .optional(),
  event: eventShape.optional(),
});

type Read = z.infer<typeof messageShape>;

/** @throws CallbackRefused where it is no message of the platform */
export function receive(json: string): AibotMessage {
  return messageOf(readJson(json, messageShape));
}

function messageOf(read: Read): AibotMessage {
  const { msgid: id, chatid, chattype, from, response_url: url, msgtype: type, event } = read;
  const isGroup = chattype === "group" && chatid !== undefined;
  const told = {
    id,
    user: from.userid,
    ...(isGroup && { chat: chatid }),
    ...(url !== undefined && { responseUrl: url }),
  };
  if (type === "event") return event ? eventOf(event, told) : { ...told, kind: "unread" };
  // The rest of a stream is asked for, though ours are finished at once.
  if (type === "stream") return { ...told, kind: "unread" };
  const text = textIn(read);
  if (text === undefined) return { ...told, kind: "unread", type };
  return { ...told, kind: "words", text: isGroup ? text.replace(MENTION, "").trim() : text };
}

/** In a group the bot is spoken to by its name. */
const MENTION = /^(?:\s*@\S+\s)+|^\s*@\S+$/u;

/** Undefined where there is nothing to read in it. */
function textIn({ msgtype, text, voice, mixed }: Read): string | undefined {
  switch (msgtype) {
    case "text":
      return text?.content;
    case "voice":
      return voice?.content || undefined;
    case "mixed": {
      const parts = mixed?.msg_item.flatMap((item) => item.text?.content ?? []) ?? [];
      return parts.length > 0 ? parts.join("\n") : undefined;
    }
    default:
      return undefined;
  }
}

const USEFUL: Readonly<Record<number, boolean>> = { 1: true, 2: false };

function eventOf(
  { eventtype, template_card_event: pressed, feedback_event: given }: z.infer<typeof eventShape>,
  told: { readonly id: string; readonly user: string },
): AibotMessage {
  if (eventtype === "enter_chat") return { ...told, kind: "enter" };
  if (eventtype === "template_card_event" && pressed) {
    const { task_id: task, event_key: key } = pressed;
    // Pressed twice it is one answer.
    return { ...told, kind: "press", task, key, id: `card:${task}` };
  }
  if (eventtype === "feedback_event" && given) {
    const { id: answer, type, content: text, inaccurate_reason_list: reasons } = given;
    const useful = USEFUL[type];
    return {
      ...told,
      kind: "feedback",
      answer,
      reasons,
      ...(useful !== undefined && { useful }),
      ...(text && { text }),
    };
  }
  return { ...told, kind: "unread" };
}
