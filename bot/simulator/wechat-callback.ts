/** 公众号回调：a message of an owner as WeChat posts it, in each of the three modes. */
import { randomInt } from "node:crypto";
import { createEnvelope, type Envelope, signatureOf } from "../channels/wx-crypto.ts";
import { readXml, textOf, writeXml, type XmlFields } from "../channels/wx-xml.ts";

export interface WechatAccount {
  readonly appId: string;
  readonly token: string;
  readonly mode: "plain" | "compatible" | "safe";
  /** EncodingAESKey; not needed in plain mode. */
  readonly aesKey?: string;
}

/** Signs what WeChat sends to one address. */
export interface Callbacks {
  /** The check of the address: a good bot gives the echo back. */
  readonly handshake: (echo: string) => Request;
  /** Made anew for each try: signed now, with a nonce of its own. */
  readonly post: (owner: string, message: XmlFields) => Request;
  /** @throws Error where the answer is nothing WeChat takes */
  readonly read: (body: string) => string;
}

export function createCallbacks(account: WechatAccount, address: string, now: () => number): Callbacks {
  const { token, mode } = account;
  const envelope = envelopeOf(account);
  const signed = (more: Readonly<Record<string, string>> = {}, encrypted?: string) => {
    const timestamp = String(Math.floor(now() / 1000));
    const nonce = String(randomInt(1, 2 ** 31));
    const url = new URL(address);
    const parameters = { signature: signatureOf([token, timestamp, nonce]), timestamp, nonce, ...more };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    if (encrypted !== undefined) {
      url.searchParams.set("encrypt_type", "aes");
      url.searchParams.set("msg_signature", signatureOf([token, timestamp, nonce, encrypted]));
    }
    return url;
  };
  const sealed = (message: XmlFields) => envelope?.seal(writeXml(message));
  return {
    handshake: (echo) => new Request(signed({ echostr: echo })),
    post: (owner, message) => {
      const encrypted = sealed(message);
      const told = mode === "safe" ? { ToUserName: message["ToUserName"] } : message;
      const body = writeXml({ ...told, ...(encrypted !== undefined && { Encrypt: encrypted }) });
      return new Request(signed({ openid: owner }, encrypted), {
        method: "POST",
        headers: { "content-type": "text/xml" },
        body,
      });
    },
    read: (body) => (envelope ? unsealed(body, token, envelope) : body),
  };
}

function envelopeOf({ mode, aesKey = "", appId }: WechatAccount): Envelope | undefined {
  return mode === "plain" ? undefined : createEnvelope({ aesKey, receiver: appId });
}

function unsealed(body: string, token: string, envelope: Envelope): string {
  const outer = readXml(body);
  const part = (name: string) => {
    const text = textOf(outer, name);
    if (text === undefined) throw new Error(`The encrypted answer has no ${name}.`);
    return text;
  };
  const signed = [token, part("TimeStamp"), part("Nonce"), part("Encrypt")];
  if (signatureOf(signed) !== part("MsgSignature"))
    throw new Error("The encrypted answer is wrongly signed.");
  return envelope.open(part("Encrypt"));
}
