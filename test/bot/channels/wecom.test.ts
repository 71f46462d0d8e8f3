/** 自建应用 over HTTP, against a platform with members, cards and access tokens. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readChannelSettings } from "../../../bot/channels/settings.ts";
import { NotDelivered } from "../../../bot/handover.ts";
import { createPhone } from "../../../bot/simulator/phone.ts";
import { createWecomPlatform, type WecomPlatform } from "../../../bot/simulator/wecom.ts";
import { wording } from "../../../bot/wording.ts";
import { type BotServer, botServer, type Served, served } from "../../support/bot-server.ts";
import { wireTo } from "../../support/bot-wire.ts";
import { testDesk } from "../../support/desk.ts";

const ADDRESS = "http://localhost/channels/wecom";
const SET = {
  WECOM_CORP_ID: "ww1f2e3d4c5b6a7988",
  WECOM_AGENT_ID: "1000002",
  WECOM_SECRET: "secret",
  WECOM_TOKEN: "simulator",
  WECOM_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
};

let desk: Awaited<ReturnType<typeof testDesk>>;
let platform: WecomPlatform;
let qyapi: Served;
let bot: BotServer;

beforeEach(async () => {
  desk = await testDesk();
  const servers: BotServer[] = [];
  platform = createWecomPlatform(SET, ADDRESS, wireTo(servers, ADDRESS, desk.now));
  qyapi = await served(platform.api);
  bot = await botServer(desk, { ...SET, WECOM_API_URL: qyapi.url });
  servers.push(bot);
});
afterEach(async () => {
  await bot.close();
  await qyapi.close();
  await desk.store.close();
});

function member(name = "lixiao") {
  const phone = createPhone();
  const owner = platform.join(name, phone);
  return { phone, owner, texts: () => phone.since(0) };
}

it("lets the address be saved", () => platform.connect());

describe("a question with few answers", () => {
  it("comes as a card after the answer, and is picked by its buttons, once", async () => {
    const { phone, owner, texts } = member();
    await owner.write("店里欠了水费会停吗");
    expect(phone.bubbles.map(({ taps }) => taps.length)).toEqual([0, 3]);
    const card = phone.bubbles.at(-1);
    const label = card?.taps[0]?.label ?? "";
    await phone.tap(label);
    expect(texts().at(-1)).toContain("您登记的是企业，还是个体工商户？");
    const shown = phone.bubbles.length;
    await card?.taps[1]?.run();
    expect(texts().slice(shown - 1)).toEqual([`（按钮已变成“${label}”，点不动）`]);
    await phone.tap("个体工商户");
    expect(texts().at(-1)).toContain("您符合“水电气欠费不停供”所列条件");
  });

  it("can be answered by its number or in words all the same; then its buttons are over", async () => {
    const { phone, owner, texts } = member();
    await owner.write("店里欠了水费会停吗");
    const card = phone.bubbles.at(-1);
    await owner.write("1");
    expect(texts().at(-1)).toContain("企业");
    await card?.taps[1]?.run();
    expect(texts().at(-1)).toBe(wording.stale);
  });

  it("comes in words with numbers where the application may not send", async () => {
    await qyapi.close();
    const { phone, owner, texts } = member();
    await owner.write("店里欠了水费会停吗");
    expect(phone.bubbles.flatMap(({ taps }) => taps)).toEqual([]);
    expect(texts().at(-1)).toContain("1. 是，有困难");
    expect(bot.log.join()).toContain("not reachable");
    expect(bot.log.join()).not.toContain(SET.WECOM_SECRET);
    qyapi = await served(platform.api);
  });

  it("comes as a card also when the access token was taken back", async () => {
    const { phone, owner } = member();
    await owner.write("店里欠了水费会停吗");
    platform.revokeToken();
    await owner.write("重新开始");
    await owner.write("店里欠了电费会停吗");
    expect(phone.bubbles.at(-1)?.taps).toHaveLength(3);
  });
});

it("greets whoever comes in once a day", async () => {
  const { owner, texts } = member();
  for (let times = 0; times < 3; times++) {
    await owner.acts["enter"]?.run("");
    desk.clock.now += 60_000;
  }
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toContain(wording.greeting);
});

it("takes a menu's key and recognised speech for words", async () => {
  const { owner, texts } = member();
  await owner.acts["click"]?.run("帮助");
  expect(texts().at(-1)).toContain(wording.help);
  await owner.acts["voice"]?.run("你好");
  expect(texts().at(-1)).toBe(wording.smalltalk);
  await owner.acts["voice"]?.run("");
  expect(texts().at(-1)).toBe(wording.wechat.notHeard);
});

it("brings a person's words, however long, and says where they cannot be brought", async () => {
  const { texts } = member();
  await bot.channel.send?.("1000002/lixiao", "请带上营业执照。".repeat(200));
  expect(texts().join("")).toBe("请带上营业执照。".repeat(200));
  const gone = bot.channel.send?.("1000002/gone", "您好");
  await expect(gone).rejects.toThrow(NotDelivered);
  await qyapi.close();
  await expect(bot.channel.send?.("1000002/lixiao", "您好")).rejects.toThrow(NotDelivered);
  qyapi = await served(platform.api);
});

it("hands what is said to the person who has the conversation, pictures too", async () => {
  const { owner, texts } = member();
  await desk.store.handovers.seen("li", desk.now());
  await owner.write("转人工");
  expect(texts().at(-1)).toBe(wording.handover.console);
  const [waiting] = await desk.store.handovers.queue();
  await desk.store.handovers.take(waiting?.id ?? "", "li", "李晓", desk.now());
  const shown = texts().length;
  await owner.write("我们是开面馆的");
  await owner.acts["image"]?.run("");
  expect(texts()).toHaveLength(shown);
  const heard = await desk.store.handovers.messages(waiting?.id ?? "");
  expect(heard.map(({ text }) => text)).toEqual(["我们是开面馆的", wording.wecom.forPerson("图片")]);
});

describe("Tencent's published examples", () => {
  const sample = {
    ...SET,
    WECOM_CORP_ID: "wx5823bf96d3bd56c7",
    WECOM_AGENT_ID: "218",
    WECOM_TOKEN: "QDG6eK",
    WECOM_AES_KEY: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
  };

  it("the echo is given back bare", async () => {
    desk.clock.now = 1_409_659_589_000;
    const server = await botServer(desk, sample);
    const echo = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    const signed =
      "msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780";
    for (const echostr of [encodeURIComponent(echo), echo]) {
      const response = await fetch(`${server.url}?${signed}&echostr=${echostr}`);
      expect(Buffer.from(await response.arrayBuffer()).toString("hex")).toBe(
        Buffer.from("1616140317555161061").toString("hex"),
      );
    }
    await server.close();
  });
});

it.each(Object.keys(SET))("names %s where it is missing, and where to find it", (name) => {
  const { problems } = readChannelSettings({ ...SET, [name]: undefined });
  expect(problems.join()).toContain(name);
  expect(problems.join()).toContain("→");
});
