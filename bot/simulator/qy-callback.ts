/** 企业微信回调：messages as 企业微信 posts them, always encrypted, in XML or in JSON. */
import { randomInt } from "node:crypto";
import { z } from "zod";
import { createEnvelope, type EnvelopeKeys, signatureOf } from "../channels/wx-crypto.ts";
import { readXml, textOf, writeXml } from "../channels/wx-xml.ts";
import type { Wire } from "./delivery.ts";

export interface QyReceiver {
  readonly token: string;
  readonly keys: EnvelopeKeys;
  readonly format: "xml" | "json";
}

export interface QyCallbacks {
  /** The check of the address: a good bot gives the echo back. */
  readonly handshake: (echo: string) => Request;
  /** Made anew for each try: signed now, with a nonce of its own. */
  readonly post: (message: string) => Request;
  /** @throws Error where the answer is nothing 企业微信 takes */
  readonly read: (body: string) => string;
}

const sealedShape = z.object({
  encrypt: z.string(),
  msgsignature: z.string(),
  timestamp: z.number(),
  nonce: z.string(),
});

export function createQyCallbacks(
  { token, keys, format }: QyReceiver,
  address: string,
  now: () => number,
): QyCallbacks {
  const envelope = createEnvelope(keys);
  const signed = (encrypted: string, more: Readonly<Record<string, string>> = {}) => {
    const timestamp = String(Math.floor(now() / 1000));
    const nonce = String(randomInt(1, 2 ** 31));
    const signature = signatureOf([token, timestamp, nonce, encrypted]);
    const url = new URL(address);
    const parameters = { msg_signature: signature, timestamp, nonce, ...more };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url;
  };
  return {
    handshake: (echo) => {
      const encrypted = envelope.seal(echo);
      return new Request(signed(encrypted, { echostr: encrypted }));
    },
    post: (message) => {
      const encrypted = envelope.seal(message);
      const body =
        format === "xml" ? writeXml({ Encrypt: encrypted }) : JSON.stringify({ encrypt: encrypted });
      return new Request(signed(encrypted), {
        method: "POST",
        headers: { "content-type": format === "xml" ? "text/xml" : "application/json" },
        body,
      });
    },
    read: (body) => {
      const { encrypt, msgsignature, timestamp, nonce } = format === "xml" ? fromXml(body) : fromJson(body);
      if (signatureOf([token, String(timestamp), nonce, encrypt]) !== msgsignature)
        throw new Error("The answer is wrongly signed.");
      return envelope.open(encrypt);
    },
  };
}

/** As when the address is saved. @throws Error saying what is wrong */
export async function checkAddress(callbacks: QyCallbacks, address: string, wire: Wire): Promise<void> {
  const echo = "1616140317555161061";
  const answer = await wire.fetch(callbacks.handshake(echo));
  const body = await answer.text();
  if (answer.status !== 200 || body !== echo)
    throw new Error(
      `openapi回调地址请求不通过: GET ${address} answered ${answer.status} “${body.slice(0, 80)}”, not the decrypted echostr.`,
    );
}

function fromXml(body: string): z.infer<typeof sealedShape> {
  const sealed = readXml(body);
  const part = (name: string) => textOf(sealed, name) ?? "";
  return {
    encrypt: part("Encrypt"),
    msgsignature: part("MsgSignature"),
    timestamp: Number(part("TimeStamp")),
    nonce: part("Nonce"),
  };
}

function fromJson(body: string): z.infer<typeof sealedShape> {
  return sealedShape.parse(JSON.parse(body));
}
