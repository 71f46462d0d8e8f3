/** 微信客服 as it goes wrong: over HTTP, against a platform that keeps messages, states and quotas. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Desk } from "../../../bot/handle-turn.ts";
import { NotDelivered } from "../../../bot/handover.ts";
import { createKfPlatform, type KfPlatform, simulateKf } from "../../../bot/simulator/kf.ts";
import { createPhone, type Phone } from "../../../bot/simulator/phone.ts";
import type { Owner } from "../../../bot/simulator/platform.ts";
import { wording } from "../../../bot/wording.ts";
import { type BotServer, botServer, type Served, served } from "../../support/bot-server.ts";
import { wireTo } from "../../support/bot-wire.ts";
import { testDesk } from "../../support/desk.ts";

const ADDRESS = "http://localhost/channels/kf";
const HOUR_MS = 60 * 60 * 1000;
const SET = {
  KF_CORP_ID: "ww1f2e3d4c5b6a7988",
  KF_SECRET: "secret",
  KF_TOKEN: "simulator",
  KF_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
};

interface Street {
  readonly platform: KfPlatform;
  /** Where callbacks go; another server may take over. */
  readonly servers: BotServer[];
  readonly open: (handover?: string, over?: Desk) => Promise<BotServer>;
  readonly close: () => Promise<void>;
}

/** The platform over HTTP, and the servers of ours it calls: the newest first. */
async function openStreet(desk: Desk, pageSize?: number): Promise<Street> {
  const servers: BotServer[] = [];
  const wire = wireTo(servers, ADDRESS, desk.now);
  const platform = createKfPlatform(SET, ADDRESS, wire, pageSize);
  const qyapi: Served = await served(platform.api);
  return {
    platform,
    servers,
    open: async (handover = "telephone", over = desk) => {
      const { settings } = simulateKf({ ...SET, KF_HANDOVER: handover });
      const server = await botServer(over, { ...settings, KF_API_URL: qyapi.url });
      servers.push(server);
      return server;
    },
    close: async () => {
      for (const server of servers) await server.close();
      await qyapi.close();
    },
  };
}

let desk: Awaited<ReturnType<typeof testDesk>>;
let street: Street;

beforeEach(async () => {
  desk = await testDesk();
  street = await openStreet(desk);
});
afterEach(async () => {
  await street.close();
  await desk.store.close();
});

function customer(name: string, of = street): { readonly phone: Phone; readonly owner: Owner } {
  const phone = createPhone();
  return { phone, owner: of.platform.join(name, phone) };
}

const said = (phone: Phone) => phone.bubbles.filter(({ from }) => from === "bot").map(({ text }) => text);
const words = (name: string, content: string, more: Readonly<Record<string, unknown>> = {}) => ({
  open_kfid: street.platform.account,
  external_userid: name,
  origin: 3,
  msgtype: "text",
  text: { content },
  ...more,
});
const turns = async () => (await desk.store.counts()).turns;

it("lets the address be saved", async () => {
  await street.open();
  await street.platform.connect();
});

it("answers once, however often it is told and however often the message is listed", async () => {
  await street.open();
  const { phone, owner } = customer("wang");
  await owner.write("店里欠了水费会停吗");
  const once = said(phone).length;
  expect(once).toBeGreaterThan(0);
  await Promise.all([1, 2, 3].map(() => street.platform.notify()));
  expect(said(phone)).toHaveLength(once);
  const again = words("wang", "宽带费降没降", { msgid: "twice" });
  street.platform.keep(again);
  street.platform.keep(again);
  await street.platform.notify();
  expect(await turns()).toBe(2);
});

it("answers in the order things were said, not in which they are listed", async () => {
  await street.open();
  const { phone } = customer("wang");
  const second = Math.floor(desk.now() / 1000);
  street.platform.keep(words("wang", "谢谢", { send_time: second + 9 }));
  street.platform.keep(words("wang", "你好", { send_time: second }));
  await street.platform.notify();
  expect(said(phone)).toEqual([wording.smalltalk, wording.thanks]);
});

it("fetches all there is, page by page, also what came while it was away", async () => {
  const pages = await openStreet(desk, 2);
  await (await pages.open()).close();
  pages.servers.pop();
  const { phone } = customer("wang", pages);
  const second = Math.floor(desk.now() / 1000);
  for (let count = 0; count < 7; count++)
    pages.platform.keep(words("wang", `第${count + 1}条`, { send_time: second + count }));
  const { owner } = customer("li", pages);
  const server = await pages.open();
  await owner.write("你好");
  expect(await turns()).toBe(8);
  expect(said(phone)[0]).toContain("第一条");
  await server.close();
  pages.servers.pop();
  pages.platform.keep(words("wang", "第八条", { send_time: second + 8 }));
  const before = said(phone).length;
  await pages.open();
  await pages.platform.notify();
  expect(said(phone).length).toBeGreaterThan(before);
  await pages.close();
});

it("answers nothing said before its first start", async () => {
  const { phone } = customer("wang");
  street.platform.keep(words("wang", "房租有补助吗", { send_time: Math.floor(desk.now() / 1000) - 3600 }));
  await street.open();
  await street.platform.notify();
  expect(said(phone)).toEqual([]);
  expect(await turns()).toBe(0);
});

it.each([
  { when: "before the cursor is saved", lost: /^kf:cursor/u },
  { when: "before it is saved that anything was sent", lost: /^kf:(?:cursor|answered|out)/u },
])("says nothing twice when it dies $when", async ({ lost }) => {
  const { channelState } = desk.store;
  const dying: Desk = {
    ...desk,
    store: {
      ...desk.store,
      channelState: {
        ...channelState,
        set: async (key, value, expiresAt) => {
          if (lost.test(key) && value !== "paid") throw new Error("the plug was pulled");
          await channelState.set(key, value, expiresAt);
        },
      },
    },
  };
  const dead = await street.open("telephone", dying);
  const { phone, owner } = customer("wang");
  const sent = owner.write("你好");
  await expect.poll(() => said(phone)).toEqual([wording.smalltalk]);
  await dead.close();
  street.servers.pop();
  await street.open();
  await street.platform.notify();
  await sent;
  expect(said(phone)).toEqual([wording.smalltalk]);
  await owner.write("谢谢");
  expect(said(phone)).toEqual([wording.smalltalk, wording.thanks]);
  expect(await turns()).toBe(2);
});

it("two servers that are told at once answer once", async () => {
  const [one, other] = [await street.open(), await street.open()];
  const { phone } = customer("wang");
  street.platform.keep(words("wang", "你好"));
  await Promise.all(
    [one, other].map((server) => {
      street.servers.push(server);
      return street.platform.notify();
    }),
  );
  street.servers.splice(2);
  expect(said(phone)).toEqual([wording.smalltalk]);
});

it("welcomes with questions that can be tapped, and picks by tapping", async () => {
  await street.open();
  const { phone, owner } = customer("wang");
  await owner.acts["enter"]?.run("");
  expect(said(phone).at(-1)).toContain(wording.greeting);
  await phone.tap("我能享受哪些政策");
  const menu = phone.bubbles.at(-1);
  expect(menu?.taps.length).toBeGreaterThan(1);
  await phone.tap(menu?.taps[0]?.label ?? "");
  const before = said(phone).length;
  // The same menu again, after what was said since.
  await menu?.taps[0]?.run();
  expect(said(phone).slice(before)).toEqual([wording.stale]);
});

it("is silent while a person of the enterprise has the customer, and comes back", async () => {
  await street.open("platform");
  const { phone, owner } = customer("wang");
  await owner.write("转人工");
  expect(street.platform.stateOf("wang")).toBe(2);
  expect(said(phone)).toEqual([wording.handover.channel]);
  await owner.write("房租有补助吗");
  await owner.acts["accept"]?.run("");
  await owner.write("在吗");
  await owner.acts["servicer"]?.run("在的");
  expect(said(phone)).toEqual([wording.handover.channel, "wangning：在的"]);
  await owner.acts["close"]?.run("");
  expect(said(phone).at(-1)).toBe(wording.person.gone);
  await owner.write("你好");
  expect(said(phone).at(-1)).toBe(wording.smalltalk);
});

it("names the telephone where no servicer is there", async () => {
  const server = await street.open("platform");
  street.platform.servicers.clear();
  const { phone, owner } = customer("wang");
  await owner.write("转人工");
  expect(said(phone)).toEqual([wording.handover.telephone]);
  expect(server.log.join()).toContain("95014");
  await owner.write("你好");
  expect(said(phone).at(-1)).toBe(wording.smalltalk);
});

it("delivers a person's words as long as the platform lets it, and says when not", async () => {
  const { channel } = await street.open("console");
  const { phone, owner } = customer("wang");
  await owner.write("你好");
  const conversation = `${street.platform.account}/wang`;
  const say = (text: string) => channel.send?.(conversation, text);
  for (let count = 1; count <= 4; count++) await say(`第${count}句`);
  expect(said(phone)).toHaveLength(5);
  await expect(say("第5句")).rejects.toThrow(new NotDelivered(wording.wecom.undelivered.quota));
  await owner.write("谢谢");
  await say("又可以了");
  expect(said(phone).at(-1)).toBe("又可以了");
  desk.clock.now += 49 * HOUR_MS;
  await expect(say("太晚了")).rejects.toThrow(new NotDelivered(wording.wecom.undelivered.late));
});

it("sends the first part of what is long, and the next when it is asked for", async () => {
  await street.open();
  const { phone, owner } = customer("wang");
  await owner.write("我能享受哪些政策");
  await owner.write("看结果");
  const first = said(phone).at(-1) ?? "";
  if (first.endsWith(wording.nextPage)) {
    await owner.write("0");
    expect(said(phone).at(-1)).not.toBe(first);
  }
  for (const text of said(phone)) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
});

it("asks for a new access token when the old one is taken back", async () => {
  await street.open();
  const { phone, owner } = customer("wang");
  await owner.write("你好");
  street.platform.revokeToken();
  await owner.write("谢谢");
  expect(said(phone)).toEqual([wording.smalltalk, wording.thanks]);
});

it("notes what did not arrive, without saying to whom", async () => {
  const server = await street.open();
  const { owner } = customer("wang");
  await owner.write("你好");
  await owner.acts["fail"]?.run("6");
  expect(server.log.join()).toContain("more than five");
  expect(server.log.join()).not.toContain("wang");
});
