/** 收：from the callback's XML to which account has something new, and from what was pulled to messages. */
import { z } from "zod";
import { readXml, textOf } from "../wx-xml.ts";
import type { KfMessage } from "./types.ts";

export interface Notified {
  readonly account: string;
  /** Lets us pull more often, for ten minutes. */
  readonly token?: string;
}

/** @returns undefined where nothing is to be pulled */
export function notifiedOf(xml: string): Notified | undefined {
  const event = readXml(xml);
  const account = textOf(event, "OpenKfId");
  const token = textOf(event, "Token");
  if (textOf(event, "Event") !== "kf_msg_or_event" || account === undefined) return undefined;
  return { account, ...(token !== undefined && { token }) };
}

const eventShape = z.looseObject({
  event_type: z.string(),
  open_kfid: z.string().optional(),
  external_userid: z.string().optional(),
  welcome_code: z.string().optional(),
  change_type: z.number().optional(),
  msg_code: z.string().optional(),
  fail_type: z.number().optional(),
});

const pulledShape = z.looseObject({
  msgid: z.string().min(1),
  open_kfid: z.string().optional(),
  external_userid: z.string().optional(),
  send_time: z.number(),
  origin: z.number().default(0),
  msgtype: z.string(),
  text: z.looseObject({ content: z.string(), menu_id: z.string().optional() }).optional(),
  event: eventShape.optional(),
});

/** Of a page of messages the list, whatever is in it: one that is not understood must not hide the others. */
export const pageShape = z.looseObject({
  next_cursor: z.string().default(""),
  has_more: z.number().default(0),
  msg_list: z.array(z.unknown()).default([]),
});

/** Whose words count: servicers' are none of ours. */
const FROM_CUSTOMER = 3;
const FROM_PLATFORM = 4;
const ENDED = 3;

/** @returns undefined where it needs no answer */
export function messageOf(pulled: unknown): KfMessage | undefined {
  const read = pulledShape.safeParse(pulled);
  if (!read.success) return undefined;
  const { msgid: id, send_time: seconds, origin, msgtype: type, text, event } = read.data;
  const account = read.data.open_kfid ?? event?.open_kfid;
  const customer = read.data.external_userid ?? event?.external_userid;
  if (account === undefined || customer === undefined) return undefined;
  const told = { id, account, customer, sentAt: seconds * 1000 };
  if (origin === FROM_CUSTOMER && type !== "event") {
    if (type !== "text" || !text) return { ...told, kind: "unread", type };
    const { content, menu_id: item } = text;
    return { ...told, kind: "words", text: content, ...(item !== undefined && { item }) };
  }
  if (origin !== FROM_PLATFORM || !event) return undefined;
  const { event_type: happened, welcome_code: welcome, change_type: change, msg_code: code } = event;
  if (happened === "enter_session" && welcome) return { ...told, kind: "entered", code: welcome };
  if (happened === "session_status_change" && change === ENDED && code)
    return { ...told, kind: "ended", code };
  return happened === "msg_send_fail" ? { ...told, kind: "failed", why: event.fail_type ?? 0 } : undefined;
}
