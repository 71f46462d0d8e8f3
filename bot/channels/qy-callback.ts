/** 企业微信的回调：the check of the address, and messages in their envelope, in XML or in JSON. */
import { randomInt } from "node:crypto";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { Store } from "../store/index.ts";
import {
  CallbackRefused,
  callbackRoutes,
  createGuard,
  queryOf,
  readBody,
  signedQueryOf,
} from "./wx-callback.ts";
import { createEnvelope, type EnvelopeKeys, signatureOf } from "./wx-crypto.ts";
import { readXml, textOf, writeXml } from "./wx-xml.ts";

export interface QyCallbackOptions {
  readonly channel: string;
  readonly token: string;
  readonly keys: EnvelopeKeys;
  readonly format: "xml" | "json";
  readonly now: () => number;
  readonly state: Store["channelState"];
  readonly log: (line: string) => void;
  /** @returns what is answered to an opened message; nothing where it is undefined */
  readonly answer: (message: string) => Promise<string | undefined>;
}

/** Bytes; 100,000 characters fit, even encrypted. */
const LARGEST_BODY = 700_000;

export function createQyCallback(options: QyCallbackOptions): Hono {
  const { token, keys, format, now, log, answer } = options;
  const guard = createGuard(options);
  const envelope = createEnvelope(keys);
  const form = FORMS[format];
  const routes = callbackRoutes(log);
  const handshake = (c: Context) => {
    const query = queryOf(c.req.url);
    const echo = query.get("echostr") ?? "";
    guard.verify(signedQueryOf(query, "msg_signature"), echo);
    return c.text(envelope.open(echo));
  };
  const callback = async (c: Context) => {
    const query = signedQueryOf(queryOf(c.req.url), "msg_signature");
    const encrypted = form.encryptedIn(await readBody(c.req.raw, LARGEST_BODY));
    guard.verify(query, encrypted);
    const message = envelope.open(encrypted);
    await guard.admit(query, message);
    const reply = await answer(message);
    if (reply === undefined) return c.text(form.nothing);
    const timestamp = Math.floor(now() / 1000);
    const nonce = String(randomInt(1, 2 ** 31));
    const sealed = envelope.seal(reply);
    const signature = signatureOf([token, String(timestamp), nonce, sealed]);
    return c.body(form.sealed({ encrypted: sealed, signature, timestamp, nonce }), 200, {
      "content-type": form.type,
    });
  };
  for (const path of ["", "/"]) routes.get(path, handshake).post(path, callback);
  return routes;
}

interface Sealed {
  readonly encrypted: string;
  readonly signature: string;
  readonly timestamp: number;
  readonly nonce: string;
}

interface Form {
  readonly type: string;
  /** What says that there is no answer. */
  readonly nothing: string;
  /** @throws CallbackRefused, WxXmlError */
  readonly encryptedIn: (body: string) => string;
  readonly sealed: (sealed: Sealed) => string;
}

const jsonEnvelope = z.object({ encrypt: z.string().min(1) });

const FORMS: Readonly<Record<QyCallbackOptions["format"], Form>> = {
  xml: {
    type: "application/xml; charset=utf-8",
    nothing: "success",
    encryptedIn: (body) => {
      const encrypted = textOf(readXml(body), "Encrypt");
      if (encrypted === undefined) throw new CallbackRefused("malformed");
      return encrypted;
    },
    sealed: ({ encrypted, signature, timestamp, nonce }) =>
      writeXml({ Encrypt: encrypted, MsgSignature: signature, TimeStamp: timestamp, Nonce: nonce }),
  },
  json: {
    type: "application/json; charset=utf-8",
    nothing: "",
    encryptedIn: (body) => readJson(body, jsonEnvelope).encrypt,
    sealed: ({ encrypted, signature, timestamp, nonce }) =>
      JSON.stringify({ encrypt: encrypted, msgsignature: signature, timestamp, nonce }),
  },
};

/** @throws CallbackRefused where it is not JSON of this shape */
export function readJson<Shape>(text: string, schema: z.ZodType<Shape>): Shape {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new CallbackRefused("malformed");
  }
}
