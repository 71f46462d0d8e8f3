/** 公众号：what followers of an Official Account do, and what their phones show of its answers. */
import { readXml, textOf, type XmlFields } from "../channels/wx-xml.ts";
import { createAccessTokens } from "./access-tokens.ts";
import { deliver, type Wire } from "./delivery.ts";
import type { Phone, Tap } from "./phone.ts";
import type { Act, Owner, Platform, Settings, Simulated } from "./platform.ts";
import { type Allowance, createLedger } from "./quota.ts";
import { createWechatApi } from "./wechat-api.ts";
import { createCallbacks, type WechatAccount } from "./wechat-callback.ts";

export interface WechatOptions {
  readonly account: WechatAccount;
  /** What the account's owner would type in at 服务器地址(URL). */
  readonly address: string;
  readonly wire: Wire;
}

/** The account's own id, not its AppID. */
const ACCOUNT = "gh_10f6c3c3ac5a";
const OUTAGE = "该公众号暂时无法提供服务，请稍后再试";
const BROKEN = "该公众号提供的服务出现故障，请稍后再试";
const UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】";
const LONGEST_TEXT = 2048;

const AFTER_MESSAGE: Allowance = { kind: "message", messages: 5, forMs: 48 * 60 * 60 * 1000 };
const AFTER_TAP: Allowance = { kind: "tap", messages: 3, forMs: 60 * 1000 };
const EVENTS_THAT_ALLOW: ReadonlySet<string> = new Set(["subscribe", "SCAN", "CLICK", "VIEW"]);

export function simulateWechat(set: Settings): Simulated {
  const settings = {
    WECHAT_APP_ID: "wx2c2769f8efd9abc2",
    WECHAT_TOKEN: "simulator",
    WECHAT_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    WECHAT_SECRET: "0123456789abcdef0123456789abcdef",
    WECHAT_MODE: "safe",
    WECHAT_HANDOVER: "platform",
    ...set,
  };
  const account: WechatAccount = {
    appId: settings.WECHAT_APP_ID,
    token: settings.WECHAT_TOKEN,
    aesKey: settings.WECHAT_AES_KEY,
    mode:
      settings.WECHAT_MODE === "plain" || settings.WECHAT_MODE === "compatible"
        ? settings.WECHAT_MODE
        : "safe",
  };
  return {
    settings,
    apiSetting: "WECHAT_API_URL",
    open: (address, wire) => createWechatPlatform({ account, address, wire }),
  };
}

export function createWechatPlatform({ account, address, wire }: WechatOptions): Platform {
  const { now } = wire.clock;
  const callbacks = createCallbacks(account, address, now);
  const phones = new Map<string, Phone>();
  const ledger = createLedger(now);
  /** Owners with a person of the account: their words do not come to the bot. */
  const attended = new Set<string>();
  let lastId = 6_054_768_590_064_713_728n;

  const show = (owner: string, from: "bot" | "platform", text: string, taps: readonly Tap[] = []) =>
    phones.get(owner)?.show({ from, text, taps });
  const say = (owner: string, text: string) => show(owner, "bot", readable(text), tapsIn(text, owner));

  const push = async (owner: string, fields: XmlFields) => {
    const message = {
      ToUserName: ACCOUNT,
      FromUserName: owner,
      CreateTime: Math.floor(now() / 1000),
      ...fields,
    };
    const delivered = await deliver(() => callbacks.post(owner, message), wire);
    if (delivered.kind === "failed") show(owner, "platform", OUTAGE);
    else receive(owner, delivered.body);
  };
  const pushMessage = async (owner: string, type: string, fields: XmlFields) => {
    if (attended.has(owner)) return show(owner, "platform", "（客服接待中，消息没有推给公众号的服务器）");
    ledger.allow(owner, AFTER_MESSAGE);
    lastId += 1n;
    await push(owner, { MsgType: type, ...fields, MsgId: lastId.toString() });
  };
  const pushEvent = async (owner: string, event: string, fields: XmlFields = {}) => {
    if (EVENTS_THAT_ALLOW.has(event)) ledger.allow(owner, AFTER_TAP);
    await push(owner, { MsgType: "event", Event: event, ...fields });
  };

  const receive = (owner: string, body: string) => {
    if (body === "" || body === "success") return;
    try {
      const reply = readXml(callbacks.read(body));
      if (textOf(reply, "ToUserName") !== owner) throw new Error("The answer is for somebody else.");
      if (textOf(reply, "FromUserName") !== ACCOUNT) throw new Error("The answer is not from this account.");
      const type = textOf(reply, "MsgType");
      if (type === "transfer_customer_service")
        show(owner, "platform", "（已转到公众号的客服，/accept 由客服接入）");
      else if (type === "text") say(owner, fitting(textOf(reply, "Content") ?? ""));
      else throw new Error(`The simulator does not show answers of type ${type}.`);
    } catch (error) {
      wire.log(`not an answer: ${(error as Error).message}`);
      show(owner, "platform", BROKEN);
    }
  };

  const tapsIn = (text: string, owner: string): Tap[] =>
    [...text.matchAll(LINK)].map(({ groups: { href = "", label = "" } = {} }) => ({
      label,
      run: async () => {
        const menu = MENU_LINK.exec(href)?.groups;
        if (!menu) return show(owner, "platform", `（打开网页 ${href}）`);
        const { content = "", id } = menu;
        phones.get(owner)?.show({ from: "owner", text: content, taps: [] });
        await pushMessage(owner, "text", { Content: content, bizmsgmenuid: id });
      },
    }));

  return {
    api: createWechatApi({
      appId: account.appId,
      tokens: createAccessTokens(now),
      log: wire.log,
      isFollower: (owner) => phones.has(owner),
      send: (owner, text) => {
        const spent = ledger.spend(owner);
        if (spent === "sent") say(owner, text);
        return spent;
      },
    }),
    connect: async () => {
      const echo = "5837397576500011341";
      const answer = await wire.fetch(callbacks.handshake(echo));
      const body = await answer.text();
      if (answer.status !== 200 || body !== echo)
        throw new Error(
          `Token验证失败: GET ${address} answered ${answer.status} “${body.slice(0, 80)}”, not the echostr.`,
        );
    },
    join: (owner, phone): Owner => {
      phones.set(owner, phone);
      const message = (help: string, type: string, fields: (argument: string) => XmlFields): Act => ({
        help,
        run: (argument) => pushMessage(owner, type, fields(argument)),
      });
      const event = (
        help: string,
        name: string,
        fields: (argument: string) => XmlFields = () => ({}),
      ): Act => ({
        help,
        run: (argument) => pushEvent(owner, name, fields(argument)),
      });
      const media = { MediaId: "simulated-media" };
      const place = { Latitude: "39.916527", Longitude: "116.397128", Precision: "65.0" };
      return {
        write: (text) => pushMessage(owner, "text", { Content: text }),
        acts: {
          subscribe: event("关注 [二维码场景值]", "subscribe", (scene) => ({
            EventKey: scene === "" ? "" : `qrscene_${scene}`,
          })),
          unsubscribe: {
            help: "取消关注",
            run: async () => {
              ledger.withdraw(owner);
              await pushEvent(owner, "unsubscribe", { EventKey: "" });
            },
          },
          click: event("点菜单 KEY", "CLICK", (key) => ({ EventKey: key })),
          view: event("点跳网页的菜单 URL", "VIEW", (url) => ({ EventKey: url })),
          scan: event("已关注时扫二维码 场景值", "SCAN", (scene) => ({ EventKey: scene })),
          report: event("自动上报位置", "LOCATION", () => place),
          voice: message("发语音 [识别出的文字]", "voice", (words) => ({
            ...media,
            Format: "amr",
            Recognition: words || undefined,
          })),
          image: message("发图片", "image", () => ({ ...media, PicUrl: "http://mmbiz.qpic.cn/simulated" })),
          video: message("发视频", "video", () => ({ ...media, ThumbMediaId: "simulated-thumb" })),
          shortvideo: message("发小视频", "shortvideo", () => ({
            ...media,
            ThumbMediaId: "simulated-thumb",
          })),
          location: message("发位置 [地名]", "location", (label) => ({
            Location_X: "23.134521",
            Location_Y: "113.358803",
            Scale: 20,
            Label: label || "广州市政府",
          })),
          link: message("发链接", "link", () => ({
            Title: "通知全文",
            Description: "转发的文章",
            Url: "https://mp.weixin.qq.com/s/simulated",
          })),
          file: message("发文件", "file", () => ({ Title: "营业执照.pdf", FileTotalLen: "20480" })),
          sticker: message("发表情", "text", () => ({ Content: UNSUPPORTED })),
          accept: {
            help: "客服接入：此后消息不再推给服务器",
            run: async () => void attended.add(owner),
          },
          close: {
            help: "客服结束会话",
            run: async () => void attended.delete(owner),
          },
        },
      };
    },
  };
}

const LINK = /<a href="(?<href>[^"]*)">(?<label>[^<]*)<\/a>/gu;
const MENU_LINK = /^weixin:\/\/bizmsgmenu\?msgmenucontent=(?<content>[^&]*)(?:&msgmenuid=(?<id>.*))?$/u;

function readable(text: string): string {
  return text.replaceAll(LINK, "$<label>");
}

/** @throws Error beyond what WeChat shows */
function fitting(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (text === "" || bytes > LONGEST_TEXT)
    throw new Error(`The text has ${bytes} bytes; WeChat shows 1 to ${LONGEST_TEXT}.`);
  return text;
}
