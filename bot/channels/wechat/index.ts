/** 公众号：`/channels/wechat`. */
import type { Context } from "hono";
import type { PersonWay } from "../../person-way.ts";
import type { Channel, Surroundings } from "../channel.ts";
import {
  CallbackRefused,
  callbackRoutes,
  createGuard,
  queryOf,
  readBody,
  signedQueryOf,
} from "../wx-callback.ts";
import { createEnvelope } from "../wx-crypto.ts";
import { readXml, textOf } from "../wx-xml.ts";
import { createAnswerer } from "./answer.ts";
import { createWechatClient } from "./client.ts";
import { createCourier } from "./courier.ts";
import { createPatientAnswerer } from "./patience.ts";
import { readMessage } from "./receive.ts";
import { passiveReply, RECEIVED, sealedReply } from "./reply.ts";
import type { WechatSettings } from "./settings.ts";

/** Bytes; 100,000 characters fit, even plain and encrypted in one. */
const LARGEST_BODY = 800_000;
const LONGEST_ECHO = 128;

const PERSONS = { platform: "channel", console: "console", telephone: "telephone" } as const satisfies Record<
  WechatSettings["handover"],
  PersonWay
>;

export function createWechat(settings: WechatSettings, { desk, fetch, log }: Surroundings): Channel {
  const { token, appId, aesKey, mode, secret, apiUrl, handover } = settings;
  const { now, store } = desk;
  const state = store.channelState;
  const guard = createGuard({ channel: "wechat", token, now, state });
  const envelope = aesKey === undefined ? undefined : createEnvelope({ aesKey, receiver: appId });
  const client =
    secret === undefined ? undefined : createWechatClient({ apiUrl, appId, secret, fetch, state, now });
  const courier = createCourier({ client, state, now, log });
  const answer = createPatientAnswerer({
    answer: createAnswerer({ desk, log, person: PERSONS[handover], courier }),
    courier,
    now,
  });

  /** The message inside, signed; and what seals the reply, where it was sealed. */
  const opened = (address: string, body: string) => {
    const query = queryOf(address);
    const isSealed = query.has("msg_signature");
    if (!envelope || (mode === "compatible" && !isSealed)) {
      const signed = signedQueryOf(query, "signature");
      guard.verify(signed);
      return { signed, plain: body };
    }
    const encrypted = isSealed ? textOf(readXml(body), "Encrypt") : undefined;
    if (encrypted === undefined) throw new CallbackRefused("unencrypted");
    const signed = signedQueryOf(query, "msg_signature");
    guard.verify(signed, encrypted);
    return { signed, plain: envelope.open(encrypted), envelope };
  };

  const handshake = (c: Context) => {
    const query = queryOf(c.req.url);
    guard.verify(signedQueryOf(query, "signature"));
    const echo = query.get("echostr") ?? "";
    if (echo === "" || echo.length > LONGEST_ECHO) throw new CallbackRefused("malformed");
    log("wechat: the address was checked");
    return c.text(echo);
  };

  const callback = async (c: Context) => {
    const body = await readBody(c.req.raw, LARGEST_BODY);
    const { signed, plain, envelope: seal } = opened(c.req.url, body);
    const message = readMessage(plain);
    // A sealed message is signed itself: sent again it is the same one, and has its reply. A plain one is not.
    if (!seal) await guard.admit(signed, plain);
    const reply = passiveReply(message, await answer(message), now());
    if (reply === undefined) return c.text(RECEIVED);
    const xml = seal ? sealedReply(reply, seal, token, now()) : reply;
    return c.body(xml, 200, { "content-type": "text/xml; charset=utf-8" });
  };

  const routes = callbackRoutes(log);
  routes.get("/", handshake).post("/", callback);
  return { name: "wechat", routes, send: courier.send };
}
