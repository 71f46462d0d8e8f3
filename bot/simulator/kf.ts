/** 微信客服：what customers in WeChat do, what their phones show, and the interfaces that keep their messages. */
import { randomUUID } from "node:crypto";
import { writeXml } from "../channels/wx-xml.ts";
import { deliver, type Wire } from "./delivery.ts";
import { createKfApi, type KfSent, type KfState } from "./kf-api.ts";
import type { Phone } from "./phone.ts";
import type { Act, Owner, Platform, Settings, Simulated } from "./platform.ts";
import { type Allowance, createLedger } from "./quota.ts";
import { createQyApiSide } from "./qy-api.ts";
import { checkAddress, createQyCallbacks } from "./qy-callback.ts";

const ACCOUNT = "wkSimulatedAccount";
const SERVICER = "wangning";
const AFTER_MESSAGE: Allowance = { kind: "message", messages: 5, forMs: 48 * 60 * 60 * 1000 };
const WELCOME_MS = 20 * 1000;
/** The simulator waits so long for a bot to fetch what is new. */
const FETCHED_MS = 10 * 1000;
const FROM_CUSTOMER = 3;
const FROM_PLATFORM = 4;
const FROM_SERVICER = 5;

export function simulateKf(set: Settings): Simulated {
  const settings = {
    KF_CORP_ID: "ww1f2e3d4c5b6a7988",
    KF_SECRET: "simulated-secret-of-the-accounts",
    KF_TOKEN: "simulator",
    KF_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    KF_HANDOVER: "platform",
    ...set,
  };
  return {
    settings,
    apiSetting: "KF_API_URL",
    open: (address, wire) => createKfPlatform(settings, address, wire),
  };
}

type KfSettings = Readonly<Record<"KF_CORP_ID" | "KF_SECRET" | "KF_TOKEN" | "KF_AES_KEY", string>>;

/** As the bot fetches it; its id and time are made where they are absent. */
interface KeptMessage {
  readonly origin: number;
  readonly external_userid?: string;
  readonly [field: string]: unknown;
}

export interface KfPlatform extends Platform {
  readonly account: string;
  /** As when the access token is replaced elsewhere. */
  readonly revokeToken: () => void;
  /** Tells the bot that something is new, whether it is or not. */
  readonly notify: () => Promise<void>;
  /** Keeps a message without telling the bot. */
  readonly keep: (message: KeptMessage) => void;
  /** A customer's message, its fields in place of those it would have; done when the bot has answered. */
  readonly say: (customer: string, message: object) => Promise<void>;
  /** An event of a customer. */
  readonly tell: (customer: string, type: string, more: object) => Promise<void>;
  readonly stateOf: (customer: string) => KfState;
  readonly servicers: Set<string>;
}

/** @param pageSize so many messages the bot gets at a time, however many it asks for */
export function createKfPlatform(
  settings: KfSettings,
  address: string,
  wire: Wire,
  pageSize = 1000,
): KfPlatform {
  const { now, sleep } = wire.clock;
  const keys = { aesKey: settings.KF_AES_KEY, receiver: settings.KF_CORP_ID };
  const callbacks = createQyCallbacks({ token: settings.KF_TOKEN, keys, format: "xml" }, address, now);
  const side = createQyApiSide({ corpId: settings.KF_CORP_ID, secret: settings.KF_SECRET, now });
  const phones = new Map<string, Phone>();
  const states = new Map<string, KfState>();
  const ledger = createLedger(now);
  /** Each says one thing to a customer, until then. */
  const codes = new Map<string, { readonly customer: string; readonly until: number }>();
  const servicers = new Set([SERVICER]);
  const kept: object[] = [];
  const fetched = new Set<() => void>();
  let pullToken = "";
  const stateOf = (customer: string): KfState => states.get(customer) ?? 4;

  const keep = (message: KeptMessage) => {
    const { origin, external_userid: customer } = message;
    if (origin === FROM_CUSTOMER && customer !== undefined) {
      ledger.allow(customer, AFTER_MESSAGE);
      if (stateOf(customer) === 4) states.set(customer, 0);
    }
    kept.push({ msgid: randomUUID().replaceAll("-", ""), send_time: Math.floor(now() / 1000), ...message });
  };
  const notify = async () => {
    pullToken = randomUUID();
    const event = writeXml({
      ToUserName: settings.KF_CORP_ID,
      CreateTime: Math.floor(now() / 1000),
      MsgType: "event",
      Event: "kf_msg_or_event",
      Token: pullToken,
      OpenKfId: ACCOUNT,
    });
    const answered = new Promise<true>((resolve) => fetched.add(() => resolve(true)));
    const delivered = await deliver(() => callbacks.post(event), wire);
    if (delivered.kind === "failed") return;
    const isFetched = await Promise.race([answered, sleep(FETCHED_MS)]);
    if (!isFetched) wire.log("the bot has not fetched what is new");
  };
  const codeFor = (customer: string) => {
    const code = randomUUID();
    codes.set(code, { customer, until: now() + WELCOME_MS });
    return code;
  };
  const show = (customer: string, sent: KfSent) => {
    if (sent.msgtype === "text") {
      phones.get(customer)?.show({ from: "bot", text: sent.text.content, taps: [] });
      return;
    }
    const { head_content: head, list, tail_content: tail } = sent.msgmenu;
    const taps = list.map(({ click: { id, content } }) => ({
      label: content,
      run: async () => {
        phones.get(customer)?.show({ from: "owner", text: content, taps: [] });
        await say(customer, { msgtype: "text", text: { content, menu_id: id } });
      },
    }));
    const text = [head, tail].filter((part) => part !== undefined && part !== "").join("\n");
    phones.get(customer)?.show({ from: "bot", text, taps });
  };
  const say = async (customer: string, message: object) => {
    keep({ open_kfid: ACCOUNT, external_userid: customer, origin: FROM_CUSTOMER, ...message });
    await notify();
  };
  const tell = async (customer: string, type: string, more: object) => {
    const event = { event_type: type, open_kfid: ACCOUNT, external_userid: customer, ...more };
    keep({ origin: FROM_PLATFORM, msgtype: "event", event });
    await notify();
  };
  const platformSays = (customer: string, text: string) =>
    phones.get(customer)?.show({ from: "platform", text, taps: [] });

  createKfApi({
    side,
    account: ACCOUNT,
    servicers,
    isCustomer: (customer) => phones.has(customer),
    stateOf,
    spend: ledger.spend,
    show,
    /** @returns a page from a place in the list on */
    pageFrom: (from, limit) => {
      if (from >= kept.length) {
        for (const resolve of fetched) resolve();
        fetched.clear();
      }
      return { messages: kept.slice(from, from + Math.min(limit, pageSize)), end: kept.length };
    },
    isPullToken: (token) => token === pullToken,
    move: (customer, state) => {
      states.set(customer, state);
      if (state === 2) platformSays(customer, "（已进入人工排队）");
      if (state === 3) platformSays(customer, "（接待人员为您服务）");
      return state === 2 || state === 3 ? codeFor(customer) : undefined;
    },
    redeem: (code) => {
      const given = codes.get(code);
      codes.delete(code);
      return given && given.until > now() ? given.customer : undefined;
    },
  });

  return {
    api: side.api,
    account: ACCOUNT,
    revokeToken: side.tokens.revoke,
    notify,
    keep,
    say,
    tell,
    servicers,
    stateOf,
    connect: () => checkAddress(callbacks, address, wire),
    join: (customer, phone): Owner => {
      phones.set(customer, phone);
      const unread = (help: string, msgtype: string): Act => ({
        help,
        run: () => say(customer, { msgtype, [msgtype]: { media_id: "simulated-media" } }),
      });
      return {
        write: (text) => say(customer, { msgtype: "text", text: { content: text } }),
        acts: {
          enter: {
            help: "进入会话 [场景值]",
            run: (scene) => tell(customer, "enter_session", { scene, welcome_code: codeFor(customer) }),
          },
          voice: unread("发语音", "voice"),
          image: unread("发图片", "image"),
          video: unread("发视频", "video"),
          file: unread("发文件", "file"),
          location: unread("发位置", "location"),
          accept: {
            help: "接待人员接入",
            run: async () => {
              states.set(customer, 3);
              await tell(customer, "session_status_change", {
                change_type: 1,
                new_servicer_userid: SERVICER,
              });
            },
          },
          servicer: {
            help: "接待人员说话",
            run: async (text) => {
              phones.get(customer)?.show({ from: "bot", text: `${SERVICER}：${text}`, taps: [] });
              const from = { origin: FROM_SERVICER, servicer_userid: SERVICER };
              const words = { msgtype: "text", text: { content: text } };
              keep({ open_kfid: ACCOUNT, external_userid: customer, ...from, ...words });
              await notify();
            },
          },
          close: {
            help: "接待人员结束会话",
            run: async () => {
              states.set(customer, 4);
              const code = codeFor(customer);
              await tell(customer, "session_status_change", { change_type: 3, msg_code: code });
            },
          },
          fail: {
            help: "平台说有一条没有送到 [原因编号]",
            run: (why) =>
              tell(customer, "msg_send_fail", { fail_msgid: "simulated", fail_type: Number(why) || 0 }),
          },
        },
      };
    },
  };
}
