/** 被动回复：an answer as the response to WeChat's own request. */
import { randomInt } from "node:crypto";
import { type Envelope, signatureOf } from "../wx-crypto.ts";
import { writeXml } from "../wx-xml.ts";
import type { WechatAnswer, WechatEnvelope } from "./types.ts";

/** Tells WeChat that the message has arrived and nothing is said to it. */
export const RECEIVED = "success";

/** @param at milliseconds */
export function passiveReply(
  { from, to }: WechatEnvelope,
  answer: WechatAnswer,
  at: number,
): string | undefined {
  if (answer.kind === "nothing") return undefined;
  const head = { ToUserName: from, FromUserName: to, CreateTime: secondsOf(at) };
  return answer.kind === "transfer"
    ? writeXml({ ...head, MsgType: "transfer_customer_service" })
    : writeXml({ ...head, MsgType: "text", Content: answer.text });
}

export function sealedReply(reply: string, envelope: Envelope, token: string, at: number): string {
  const Encrypt = envelope.seal(reply);
  const timestamp = secondsOf(at);
  const nonce = String(randomInt(1, 2 ** 31));
  const MsgSignature = signatureOf([token, String(timestamp), nonce, Encrypt]);
  return writeXml({ Encrypt, MsgSignature, TimeStamp: timestamp, Nonce: nonce });
}

function secondsOf(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
