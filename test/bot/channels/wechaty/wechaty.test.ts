import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { types, WechatyBuilder } from "wechaty";
import { mock, PuppetMock } from "wechaty-puppet-mock";
import type { Channel } from "../../../../bot/channels/channel.ts";
import { createWechaty, type Wechaty } from "../../../../bot/channels/wechaty/index.ts";
import { NotDelivered } from "../../../../bot/handover.ts";
import { wording } from "../../../../bot/wording.ts";
import { testDesk } from "../../../support/desk.ts";

type Contact = ReturnType<mock.Mocker["createContact"]>;

let desk: Awaited<ReturnType<typeof testDesk>>;
let mocker: mock.Mocker;
let bot: Wechaty;
let channel: Channel;
let account: Contact;
let owner: Contact;
let heard: string[];
const lines: string[] = [];

beforeEach(async () => {
  lines.length = 0;
  heard = [];
  desk = await testDesk();
  mocker = new mock.Mocker();
  bot = WechatyBuilder.build({ puppet: new PuppetMock({ mocker }) as never });
  const log = (line: string) => void lines.push(line);
  const load = async () => ({ bot, kinds: types.Message });
  channel = createWechaty({ puppet: "wechaty-puppet-mock" }, { desk, fetch, log }, load);
  await channel.start?.();
  account = mocker.createContact({ name: "明白" });
  owner = mocker.createContact({ name: "王老板" });
  mocker.login(account);
  bot.on("message", (message) => {
    if (message.self()) heard.push(message.text());
  });
});
afterEach(async () => {
  await channel.stop?.();
  await desk.store.close();
});

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function ask(text: string): Promise<string> {
  const before = heard.length;
  owner.say(text).to(account);
  return until(() => heard[before]);
}

/** What was sent before it is dealt with when this is answered. */
const settled = () => ask("谢谢");

let count = 0;
function send(more: object): () => void {
  const id = `message-${++count}`;
  const base = {
    id,
    talkerId: owner.id,
    listenerId: account.id,
    timestamp: Date.now(),
    type: types.Message.Text,
  };
  mocker.MessageMock.create({ ...base, ...more } as never);
  return () => void mocker.puppet.emit("message", { messageId: id });
}

describe("the wechaty bridge", () => {
  it("warns that accounts get banned, and shows the code to scan", async () => {
    expect(lines[0]).toBe(wording.wechaty.warning);
    expect(lines[0]).toContain("封停");
    mocker.scan("https://login.weixin.qq.com/l/abc");
    const shown = await until(() => lines.find((line) => line.startsWith(wording.wechaty.scan)));
    expect(shown).not.toContain("https://");
    expect(lines).toContain(wording.wechaty.login);
  });

  it("answers in words and takes the numbers it offers", async () => {
    expect(await ask("店里电费欠着会停电吗")).toContain("欠费不停供");
    expect(await ask("1")).not.toContain(wording.stale);
    expect(await ask("我的情况")).not.toContain(wording.noFactsYet);
  });

  it("cuts what is long, and goes on when asked", async () => {
    const first = await ask("我能享受哪些政策");
    expect(Buffer.byteLength(first)).toBeLessThanOrEqual(3_000);
    if (first.endsWith(wording.nextPage)) expect(await ask("0")).not.toBe("");
  });

  it("says that pictures and voice cannot be read", async () => {
    for (const type of [types.Message.Image, types.Message.Audio]) {
      const before = heard.length;
      send({ type })();
      expect(await until(() => heard[before])).toBe(wording.activity.unreadable);
    }
    send({ type: types.Message.Recalled, text: "x" })();
    await settled();
    expect(heard).toHaveLength(3);
  });

  it("answers in a room only where it is called, each member for himself", async () => {
    const other = mocker.createContact({ name: "李老板" });
    const room = mocker.createRoom({ topic: "商会", memberIdList: [owner.id, other.id, account.id] });
    owner.say("大家好，电费怎么交").to(room);
    owner.say("@明白 我是开面馆的，店里三个人", [account]).to(room);
    await until(() => heard[0]);
    other.say("@明白 我的情况", [account]).to(room);
    expect(await until(() => heard[1])).toContain(wording.noFactsYet);
    owner.say("@明白 我的情况", [account]).to(room);
    expect(await until(() => heard[2])).toContain("餐饮");
    expect((await desk.store.counts()).turns).toBe(3);
  });

  it("does not answer itself, nor the same message twice, nor what came long ago", async () => {
    account.say("电费").to(owner);
    await until(() => heard.length === 1);
    const again = send({ text: "房租能减吗" });
    again();
    again();
    await until(() => heard.length === 2);
    again();
    send({ text: "水费呢", timestamp: Date.now() - 3_600_000 })();
    await settled();
    expect(heard).toHaveLength(3);
    expect((await desk.store.counts()).turns).toBe(2);
  });

  it("carries a person's words, and says where it cannot", async () => {
    await ask("你好");
    const before = heard.length;
    await channel.send?.(encodeURIComponent(owner.id), "我是坐席小李，请讲。");
    expect(await until(() => heard[before])).toBe("我是坐席小李，请讲。");
    await channel.stop?.();
    await expect(channel.send?.(encodeURIComponent(owner.id), "在吗")).rejects.toThrow(NotDelivered);
  });
});
