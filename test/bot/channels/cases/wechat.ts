import { createApp } from "../../../../bot/app.ts";
import { createChannels } from "../../../../bot/channels/index.ts";
import { readChannelSettings } from "../../../../bot/channels/settings.ts";
import { readXml, textOf, type XmlFields } from "../../../../bot/channels/wx-xml.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { simulateWechat } from "../../../../bot/simulator/wechat.ts";
import { createCallbacks, type WechatAccount } from "../../../../bot/simulator/wechat-callback.ts";
import { type Captured, type ChannelCase, captured, type Line, type Said } from "./case.ts";

const ADDRESS = "http://localhost/channels/wechat";
const ACCOUNT = "gh_10f6c3c3ac5a";
const LINK = /<a href="weixin:[^"]*">([^<]*)<\/a>/gu;

export const wechatCases: readonly ChannelCase[] = (["safe", "compatible", "plain"] as const).map((mode) => ({
  name: `wechat (${mode})`,
  connect: (desk) => connect(desk, mode),
}));

async function connect(desk: Desk, mode: WechatAccount["mode"]): Promise<Line> {
  const { settings: all } = simulateWechat({ WECHAT_MODE: mode, WECHAT_HANDOVER: "telephone" });
  const { WECHAT_AES_KEY: aesKey = "", ...others } = all;
  const { settings } = readChannelSettings(mode === "plain" ? others : all);
  const account = { appId: all["WECHAT_APP_ID"] ?? "", token: all["WECHAT_TOKEN"] ?? "", aesKey, mode };
  const callbacks = createCallbacks(account, ADDRESS, desk.now);
  const stranger = createCallbacks({ ...account, token: "stranger" }, ADDRESS, desk.now);
  const early = createCallbacks(account, ADDRESS, () => desk.now() - 6 * 60 * 1000);
  let calls = 0;
  const log: string[] = [];
  const outside: typeof fetch = async () => {
    calls += 1;
    return Response.json({ errcode: 0, access_token: "token", expires_in: 7200 });
  };
  const channels = createChannels(settings, { desk, fetch: outside, log: (line) => log.push(line) });
  const app = createApp(desk, (line) => log.push(line), channels);
  const fetchApp = async (request: Request) => app.fetch(request);

  const fields = ({ owner }: Pick<Said, "owner">, more: XmlFields): XmlFields => ({
    ToUserName: ACCOUNT,
    FromUserName: owner,
    CreateTime: Math.floor(desk.now() / 1000),
    ...more,
  });
  const words = (said: Said) => fields(said, { MsgType: "text", Content: said.text, MsgId: said.id });
  const send = async (owner: string, message: XmlFields): Promise<readonly string[]> => {
    const body = await (await fetchApp(callbacks.post(owner, message))).text();
    if (body === "success") return [];
    const reply = readXml(callbacks.read(body));
    return [(textOf(reply, "Content") ?? textOf(reply, "MsgType") ?? "").replaceAll(LINK, "$1")];
  };
  const kind =
    (type: string, more: XmlFields = {}) =>
    (said: Omit<Said, "text">) =>
      send(said.owner, fields(said, { MsgType: type, MediaId: "media", ...more, MsgId: said.id }));
  const event =
    (name: string, key = "") =>
    (said: Omit<Said, "text">) =>
      send(said.owner, fields(said, { MsgType: "event", Event: name, EventKey: key }));
  const post = (by: typeof callbacks) => (said: Said) => captured(by.post(said.owner, words(said)));
  const changed =
    (change: (url: URL) => void) =>
    async (said: Said): Promise<Captured> => {
      const { url, ...rest } = await post(callbacks)(said);
      const address = new URL(url);
      change(address);
      return { url: address.href, ...rest };
    };
  return {
    say: (said) => send(said.owner, words(said)),
    answered: {
      voice: kind("voice", { Format: "amr" }),
      image: kind("image", { PicUrl: "http://mmbiz.qpic.cn/x" }),
      video: kind("video", { ThumbMediaId: "thumb" }),
      location: kind("location", { Location_X: "23.1", Location_Y: "113.3", Scale: 20, Label: "广州" }),
      link: kind("link", { Title: "标题", Url: "https://mp.weixin.qq.com/s/x" }),
      file: kind("file", { Title: "a.pdf" }),
      "a kind yet to come": kind("hologram"),
      subscribe: event("subscribe", "qrscene_12"),
    },
    silent: {
      unsubscribe: event("unsubscribe"),
      "a page of the menu": event("VIEW", "https://example.com"),
      "where he is": event("LOCATION"),
      "an event yet to come": event("SOMETHING"),
    },
    capture: post(callbacks),
    forged: {
      "with another token": post(stranger),
      "six minutes old": post(early),
      unsigned: changed(({ searchParams }) => {
        searchParams.delete("signature");
        searchParams.delete("msg_signature");
      }),
      "with another nonce": changed(({ searchParams }) => searchParams.set("nonce", "1")),
      "with another time": changed(({ searchParams }) =>
        searchParams.set("timestamp", String(Number(searchParams.get("timestamp")) + 1)),
      ),
      "with a signature of zeros": changed(({ searchParams }) => {
        for (const name of ["signature", "msg_signature"])
          if (searchParams.has(name)) searchParams.set(name, "0".repeat(40));
      }),
    },
    fetch: fetchApp,
    calls: () => calls,
    errors: () => log.filter((line) => line.startsWith("error")),
    close: () => desk.store.close(),
  };
}
