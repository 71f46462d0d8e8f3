/** 智能机器人 over HTTP, alone with it and in a group. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { readChannelSettings } from "../../../bot/channels/settings.ts";
import { NotDelivered } from "../../../bot/handover.ts";
import { createAibotPlatform } from "../../../bot/simulator/aibot.ts";
import type { Platform } from "../../../bot/simulator/platform.ts";
import { wording } from "../../../bot/wording.ts";
import { expectAllKindsAnswered, joinAibot } from "../../support/aibot-owner.ts";
import { type BotServer, botServer, type Served, served } from "../../support/bot-server.ts";
import { wireTo } from "../../support/bot-wire.ts";
import { testDesk } from "../../support/desk.ts";

const ADDRESS = "http://localhost/channels/aibot";
const HOUR_MS = 60 * 60 * 1000;
const KEYS = {
  AIBOT_TOKEN: "simulator",
  AIBOT_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
};

let desk: Awaited<ReturnType<typeof testDesk>>;
let platform: Platform;
let qyapi: Served;
let bot: BotServer;

beforeEach(async () => {
  desk = await testDesk();
  const servers: BotServer[] = [];
  qyapi = await served({ fetch: (request) => platform.api.fetch(request) });
  const set = { ...KEYS, AIBOT_API_URL: qyapi.url };
  platform = createAibotPlatform(set, ADDRESS, wireTo(servers, ADDRESS, desk.now));
  bot = await botServer(desk, set);
  servers.push(bot);
});
afterEach(async () => {
  await bot.close();
  await qyapi.close();
  await desk.store.close();
});

const owner = (name?: string) => joinAibot(platform, name);

it("lets the address be saved", () => platform.connect());

it("welcomes, understands words in pictures and in speech, and says what it cannot read", () =>
  expectAllKindsAnswered(owner()));

it("asks with a card; who presses it is answered, and cannot press again", async () => {
  const { phone, write, texts } = owner();
  await write("店里欠了水费会停吗");
  const card = phone.bubbles.at(-1);
  expect(card?.taps).toHaveLength(3);
  await card?.taps[0]?.run();
  expect(phone.bubbles.at(-1)?.text).toContain(wording.wecom.chosen);
  expect(texts().at(-1)).toContain("您登记的是企业");
  const answered = texts().length;
  await card?.taps[1]?.run();
  expect(texts()).toHaveLength(answered);
});

it("a card from before what was said last is over", async () => {
  const { phone, write, texts } = owner();
  await write("店里欠了水费会停吗");
  const card = phone.bubbles.at(-1);
  await write("谢谢");
  const answered = texts().length;
  await card?.taps[0]?.run();
  expect(phone.bubbles.at(-1)?.text).toContain(wording.wecom.expired);
  expect(texts()).toHaveLength(answered);
});

it("in a group hears what is said to it, each member apart", async () => {
  const [li, wang] = [owner("lixiao"), owner("wangning")];
  await li.acts["group"]?.run("我们欠了水费，会停吗");
  await wang.acts["group"]?.run("我的情况");
  expect(li.texts()[0]).toContain("水电气欠费不停供");
  expect(wang.texts()).toEqual([wording.noFactsYet]);
});

it("brings one word of a person for each of the owner's, within an hour", async () => {
  const { write, texts } = owner();
  const say = (text: string) => bot.channel.send?.("lixiao", text);
  const refused = new NotDelivered(wording.wecom.undelivered.noMore);
  await expect(say("您好")).rejects.toThrow(refused);
  await write("你好");
  await write("谢谢");
  await say("第一句");
  await say("第二句");
  expect(texts().slice(-2)).toEqual(["第一句", "第二句"]);
  await expect(say("第三句")).rejects.toThrow(refused);
  await write("你好");
  desk.clock.now += HOUR_MS;
  await expect(say("太晚了")).rejects.toThrow(refused);
});

it("keeps what owners think of an answer, by who had asked", async () => {
  const li = owner();
  await li.acts["group"]?.run("宽带费降没降");
  await li.acts["dislike"]?.run("没说怎么办");
  const [feedback] = await desk.store.feedback.list();
  expect(feedback).toMatchObject({ useful: false, reason: "内容不完整", text: "没说怎么办" });
  expect(feedback?.conversation).toMatch(/^aibot:.+\/lixiao$/u);
  const kept = await desk.store.replyTo(feedback?.conversation ?? "", feedback?.message ?? "");
  expect(kept?.outcome).toBe("answer");
});

it.each(Object.keys(KEYS))("names %s where it is missing, and where to find it", (name) => {
  const { problems } = readChannelSettings({ ...KEYS, [name]: undefined });
  expect(problems.join()).toContain(name);
  expect(problems.join()).toContain("→");
});
