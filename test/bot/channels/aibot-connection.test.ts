/** 智能机器人 on a line of its own to 企业微信, alone with it and in a group. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createByConnection } from "../../../bot/channels/aibot/connection.ts";
import type { Channel } from "../../../bot/channels/channel.ts";
import { readChannelSettings } from "../../../bot/channels/settings.ts";
import { ConfigError } from "../../../bot/config.ts";
import { NotDelivered } from "../../../bot/handover.ts";
import {
  type ConnectionPlatform,
  createConnectionPlatform,
} from "../../../bot/simulator/aibot-connection.ts";
import { systemClock } from "../../../bot/simulator/clock.ts";
import { wording } from "../../../bot/wording.ts";
import { expectAllKindsAnswered, joinAibot } from "../../support/aibot-owner.ts";
import { type Served, served } from "../../support/bot-server.ts";
import { testDesk } from "../../support/desk.ts";

const KEYS = { AIBOT_BOT_ID: "aibTest", AIBOT_SECRET: "a secret of the test" };
const REST_MS = 40;

let desk: Awaited<ReturnType<typeof testDesk>>;
let platform: ConnectionPlatform;
let openws: Served;
let log: string[];
let channels: Channel[];

/** @param set in place of what is right */
function bot(set: Record<string, string> = {}): Channel {
  const all = { ...KEYS, AIBOT_WS_URL: openws.url.replace("http", "ws"), ...set };
  const { aibot } = readChannelSettings(all).settings;
  if (aibot?.way !== "connection") throw new Error("not settings of a connection");
  const surroundings = { desk, fetch, log: (line: string) => void log.push(line) };
  const channel = createByConnection(aibot, surroundings, [REST_MS]);
  channels.push(channel);
  return channel;
}

beforeEach(async () => {
  desk = await testDesk();
  log = [];
  channels = [];
  platform = createConnectionPlatform(KEYS, { clock: systemClock, log: () => {}, fetch });
  openws = await served(platform.api, platform.upgrade);
});
afterEach(async () => {
  await Promise.all(channels.map((channel) => channel.stop?.()));
  await openws.close();
  await desk.store.close();
});

const owner = (name?: string) => joinAibot(platform, name);
const turns = async () => (await desk.store.counts()).turns;

describe("on the line", () => {
  let channel: Channel;
  beforeEach(async () => {
    channel = bot();
    await channel.start?.();
    await platform.connect();
  });
  afterEach(() => {
    expect(log.filter((line) => line.startsWith("error"))).toEqual([]);
  });

  it("welcomes, understands words in pictures and in speech, and says what it cannot read", () =>
    expectAllKindsAnswered(owner()));

  it("asks with a card; who presses it is answered, alone and in a group, and cannot press again", async () => {
    for (const say of ["write", "group"] as const) {
      const { phone, texts, write, acts } = owner(say);
      await (say === "write" ? write("店里欠了水费会停吗") : acts["group"]?.run("店里欠了水费会停吗"));
      const card = phone.bubbles.at(-1);
      expect(card?.taps).toHaveLength(3);
      await card?.taps[0]?.run();
      expect(phone.bubbles.at(-1)?.text).toContain(wording.wecom.chosen);
      expect(texts().at(-1)).toContain("您登记的是企业");
      const answered = texts().length;
      await card?.taps[1]?.run();
      expect(texts()).toHaveLength(answered);
    }
  });

  it("brings what a person says, as often as he likes", async () => {
    const { write, texts } = owner();
    await write("你好");
    for (const text of ["第一句", "第二句", "第三句"]) await channel.send?.("lixiao", text);
    expect(texts().slice(-3)).toEqual(["第一句", "第二句", "第三句"]);
  });

  it("keeps what owners think of an answer, by who had asked", async () => {
    const li = owner();
    await li.acts["group"]?.run("宽带费降没降");
    await li.acts["dislike"]?.run("没说怎么办");
    await expect.poll(async () => (await desk.store.feedback.list()).length).toBe(1);
    const [feedback] = await desk.store.feedback.list();
    expect(feedback).toMatchObject({ useful: false, reason: "内容不完整", text: "没说怎么办" });
    const kept = await desk.store.replyTo(feedback?.conversation ?? "", feedback?.message ?? "");
    expect(kept?.outcome).toBe("answer");
  });

  it("goes back on a line that broke", async () => {
    platform.hangUp();
    await expect.poll(() => platform.arrivals(), { timeout: 10_000 }).toBe(2);
    const { write, texts } = owner();
    await write("宽带费降没降");
    expect(texts()[0]).toContain("宽带");
    expect(log.join("\n")).toContain("the line is lost");
  });

  it("says an answer as soon as the line is back, where it broke before that; once", async () => {
    const { load } = desk.store;
    vi.spyOn(desk.store, "load").mockImplementationOnce(async (conversation) => {
      platform.hangUp();
      return load(conversation);
    });
    const { write, texts } = owner();
    await write("宽带费降没降");
    expect(texts()).toEqual([]);
    await expect.poll(() => texts().length, { timeout: 10_000 }).toBe(2);
    expect(texts()[0]).toContain("宽带");
    expect(texts()[1]).toContain("您登记的是企业，还是个体工商户？");
    expect(await turns()).toBe(1);
  });

  it("a person is told where his words cannot be brought", async () => {
    const refused = wording.wecom.undelivered.other(40058);
    await expect(channel.send?.("stranger", "您好")).resolves.toBeUndefined();
    await expect(channel.send?.("stranger", "")).rejects.toThrow(new NotDelivered(refused));
    const closed = openws.close();
    platform.hangUp();
    await closed;
    await expect.poll(() => log.join()).toContain("the line is lost");
    const offline = new NotDelivered(wording.wecom.undelivered.offline);
    await expect(channel.send?.("lixiao", "您好")).rejects.toThrow(offline);
  });

  it("what is no message of the platform is logged, without what it said, and harms nothing", async () => {
    const { write, texts } = owner();
    await write("你好");
    await platform.bring({ msgtype: "text", text: "秘密" });
    await platform.bring({ msgtype: "event" });
    await write("谢谢");
    expect(texts().at(-1)).toBe(wording.thanks);
    const errors = log.splice(0).filter((line) => line.startsWith("error"));
    expect(errors).toHaveLength(2);
    expect(errors.join()).not.toContain("秘密");
  });
});

describe("of two servers", () => {
  it("the newest is on the line; the other says why it is not, and comes back where the newest goes", async () => {
    const [first, second] = [bot(), bot()];
    await first.start?.();
    await second.start?.();
    await expect.poll(() => log.join("\n")).toContain("Another server took the line over");
    await second.stop?.();
    await expect.poll(() => platform.arrivals(), { timeout: 10_000 }).toBeGreaterThan(2);
    const { write, texts } = owner();
    await write("宽带费降没降");
    expect(texts()[0]).toContain("宽带");
  });
});

describe("the start", () => {
  it("is stopped by a wrong secret, which it names, and where to find it", async () => {
    const start = bot({ AIBOT_SECRET: "another" }).start?.();
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow(/AIBOT_SECRET.*管理后台 → /u);
    expect(platform.arrivals()).toBe(0);
  });

  it("is not stopped by a network that is away; the bot comes on the line once it is there", async () => {
    const { url } = openws;
    await openws.close();
    const channel = bot();
    await channel.start?.();
    expect(log.join("\n")).toContain("out of reach");
    openws = await served(platform.api, platform.upgrade, Number(new URL(url).port));
    await expect.poll(() => platform.arrivals(), { timeout: 15_000 }).toBe(1);
  });

  it.each(Object.keys(KEYS))("names %s where it is missing, and where to find it", (name) => {
    const { problems } = readChannelSettings({ ...KEYS, [name]: undefined });
    expect(problems.join()).toContain(name);
    expect(problems.join()).toContain("→");
  });

  it.each([
    [{ AIBOT_TOKEN: "simulator" }, "AIBOT_TOKEN"],
    [{ AIBOT_AES_KEY: "abc" }, "AIBOT_AES_KEY"],
    [{ AIBOT_WS_URL: "https://openws.work.weixin.qq.com" }, "AIBOT_WS_URL"],
  ])("says that %o does not go with a line", (set, name) => {
    const { problems } = readChannelSettings({ ...KEYS, ...set });
    expect(problems.join()).toContain(name);
  });
});
