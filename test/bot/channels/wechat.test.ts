import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../../bot/app.ts";
import type { Channel } from "../../../bot/channels/channel.ts";
import { createChannels } from "../../../bot/channels/index.ts";
import { readChannelSettings } from "../../../bot/channels/settings.ts";
import { signatureOf } from "../../../bot/channels/wx-crypto.ts";
import { readXml, textOf, writeXml } from "../../../bot/channels/wx-xml.ts";
import type { Desk } from "../../../bot/handle-turn.ts";
import { createReception } from "../../../bot/handover.ts";
import { systemClock } from "../../../bot/simulator/clock.ts";
import { createPhone, type Phone } from "../../../bot/simulator/phone.ts";
import type { Owner, Platform, Settings } from "../../../bot/simulator/platform.ts";
import { simulateWechat } from "../../../bot/simulator/wechat.ts";
import { StoreError } from "../../../bot/store/index.ts";
import { wording } from "../../../bot/wording.ts";
import { TEST_MOMENT, testDesk } from "../../support/desk.ts";
import { knowledge } from "../../support/services.ts";

const ADDRESS = "http://localhost/channels/wechat";
const OUTAGE = /暂时无法提供服务|出现故障/u;
const hours = (count: number) => count * 60 * 60 * 1000;

interface Account {
  readonly desk: Desk;
  readonly channel: Channel;
  readonly platform: Platform;
  readonly phone: Phone;
  readonly owner: Owner;
  /** To the server, whatever it is. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Paths of WeChat's that were called. */
  readonly called: readonly string[];
  readonly log: readonly string[];
  readonly settings: Settings;
}

/** An account, its server and a follower; time stands until it is let pass. */
async function account(set: Settings = {}, change: (desk: Desk) => Desk = (desk) => desk): Promise<Account> {
  const simulated = simulateWechat(set);
  const { settings, problems } = readChannelSettings(
    without(simulated.settings, set["WECHAT_MODE"] === "plain"),
  );
  expect(problems).toEqual([]);
  const desk = change({ ...(await testDesk()), now: () => Date.now() });
  const log: string[] = [];
  const called: string[] = [];
  const fetchApp = async (request: Request) => app.fetch(request);
  const platform = simulated.open(ADDRESS, { clock: systemClock, fetch: fetchApp, log: () => {} });
  const outside: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    called.push(new URL(request.url).pathname);
    return platform.api.fetch(request);
  };
  const channels = createChannels(settings, { desk, fetch: outside, log: (line) => log.push(line) });
  const app = createApp(desk, (line) => log.push(line), channels);
  const [channel] = channels;
  if (!channel) throw new Error("no channel");
  const phone = createPhone();
  const owner = platform.join("oyORnuP8q7ou2gfYjqLzSIWZf0rs", phone);
  return {
    desk,
    channel,
    platform,
    phone,
    owner,
    fetch: fetchApp,
    called,
    log,
    settings: simulated.settings,
  };
}

/** As the environment is read: what is empty is not set. */
function without(settings: Settings, isPlain: boolean): Settings {
  const set = Object.entries(settings).filter(
    ([name, value]) => value !== "" && !(isPlain && name === "WECHAT_AES_KEY"),
  );
  return Object.fromEntries(set);
}

const last = ({ bubbles }: Phone) => bubbles.at(-1)?.text ?? "";
const turns = async ({ store }: Desk) => (await store.counts()).turns;

const realTimeout = globalThis.setTimeout;

/** Lets time pass, and everything that waits for it or for the disk. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 250) {
    await vi.advanceTimersByTimeAsync(Math.min(250, ms - passed));
    await new Promise((resolve) => void realTimeout(resolve, 2));
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: TEST_MOMENT });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the address", () => {
  it("is recognised by the platform in every mode", async () => {
    for (const mode of ["plain", "compatible", "safe"])
      await (await account({ WECHAT_MODE: mode })).platform.connect();
  });

  it("is not given away to who does not know the token", async () => {
    const { fetch } = await account();
    const time = String(TEST_MOMENT / 1000);
    const signature = signatureOf(["another", time, "1"]);
    for (const query of ["", "?echostr=1", `?signature=${signature}&timestamp=${time}&nonce=1&echostr=1`]) {
      const answer = await fetch(new Request(ADDRESS + query));
      expect([answer.status, await answer.text()]).toEqual([403, ""]);
    }
  });

  it("gives back an echo with a plus in it, escaped or not", async () => {
    const { fetch, settings } = await account();
    const time = String(TEST_MOMENT / 1000);
    const signature = signatureOf([settings["WECHAT_TOKEN"] ?? "", time, "1"]);
    for (const echo of ["a+b/c=", "a%2Bb%2Fc%3D"]) {
      const query = `?signature=${signature}&timestamp=${time}&nonce=1&echostr=${echo}`;
      expect(await (await fetch(new Request(ADDRESS + query))).text()).toBe("a+b/c=");
    }
  });
});

describe("each kind of message", () => {
  const folder = join(import.meta.dirname, "payloads", "wechat");
  const payload = (name: string) => readFileSync(join(folder, `${name}.xml`), "utf8");
  const answer = /不停供/u;
  const expected: Record<string, RegExp | "success"> = {
    text: answer,
    "text-menu-tapped": answer,
    "text-unsupported": /看不了这类消息/u,
    "voice-recognised": answer,
    voice: /语音没有转成文字/u,
    image: /看不了图片/u,
    video: /看不了视频/u,
    shortvideo: /看不了视频/u,
    location: /看不了位置/u,
    link: /看不了链接/u,
    file: /看不了文件/u,
    "event-subscribe": /您好.*bizmsgmenu/su,
    "event-subscribe-by-code": /您好/u,
    "event-scan": /您好/u,
    "event-unsubscribe": "success",
    "event-location": "success",
    "event-click": answer,
    "event-view": "success",
    "event-scancode-push": "success",
    "event-template-sent": "success",
    "event-customer-service": "success",
  };

  it("that is recorded has its answer", () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      Object.keys(expected)
        .map((name) => `${name}.xml`)
        .toSorted(),
    );
  });

  it.each(Object.entries(expected))("%s", async (name, wanted) => {
    const { fetch, settings, log } = await account({ WECHAT_MODE: "plain" });
    const time = String(TEST_MOMENT / 1000);
    const signature = signatureOf([settings["WECHAT_TOKEN"] ?? "", time, "1320562132"]);
    const url = `${ADDRESS}?signature=${signature}&timestamp=${time}&nonce=1320562132&openid=o`;
    const body = await (await fetch(new Request(url, { method: "POST", body: payload(name) }))).text();
    expect(log.filter((line) => line.startsWith("error"))).toEqual([]);
    if (wanted === "success") expect(body).toBe("success");
    else {
      const reply = readXml(body);
      expect(textOf(reply, "ToUserName")).toBe("oyORnuP8q7ou2gfYjqLzSIWZf0rs");
      expect(textOf(reply, "FromUserName")).toBe("gh_10f6c3c3ac5a");
      expect(textOf(reply, "Content")).toMatch(wanted);
    }
  });

  it("is refused in plain text where a key is set, unless the account is compatible", async () => {
    const time = String(TEST_MOMENT / 1000);
    for (const [mode, status] of [
      ["safe", 403],
      ["compatible", 200],
    ] as const) {
      const { fetch, settings, desk } = await account({ WECHAT_MODE: mode });
      const signature = signatureOf([settings["WECHAT_TOKEN"] ?? "", time, "1"]);
      const url = `${ADDRESS}?signature=${signature}&timestamp=${time}&nonce=1`;
      expect((await fetch(new Request(url, { method: "POST", body: payload("text") }))).status).toBe(status);
      expect(await turns(desk)).toBe(status === 200 ? 1 : 0);
    }
  });

  it("that is harmful XML, or too large, is refused though it is signed", async () => {
    const { fetch, settings, desk } = await account({ WECHAT_MODE: "plain" });
    const time = String(TEST_MOMENT / 1000);
    const text = payload("text");
    const bodies: readonly [string, number][] = [
      [
        text
          .replace("<xml>", '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml>')
          .replace("电费", "&e;"),
        400,
      ],
      [`${"<a>".repeat(5000)}${"</a>".repeat(5000)}`, 400],
      [text.replace("</xml>", ""), 400],
      [text.replace("电费交不上会停电吗", "电".repeat(300_000)), 413],
      [text.replace(/<MsgId>.*<\/MsgId>/u, ""), 400],
      [text.replace(/<FromUserName>.*<\/FromUserName>/u, "$&$&"), 400],
      [text.replace("1655265600", "1e400"), 400],
      ["", 400],
    ];
    for (const [index, [body, status]] of bodies.entries()) {
      const signature = signatureOf([settings["WECHAT_TOKEN"] ?? "", time, String(index)]);
      const url = `${ADDRESS}?signature=${signature}&timestamp=${time}&nonce=${index}`;
      expect((await fetch(new Request(url, { method: "POST", body }))).status).toBe(status);
    }
    expect(await turns(desk)).toBe(0);
  });
});

describe("a follower", () => {
  it("is greeted with things to tap, and goes on by tapping or by number", async () => {
    const { owner, phone } = await account();
    await owner.acts["subscribe"]?.run("");
    expect(last(phone)).toContain(wording.greeting);
    await phone.tap("店租太贵政府能补点吗");
    expect(last(phone)).toContain("租金");
    await owner.write("欠了电费会断电吗");
    await phone.tap("是，有困难");
    const tapped = last(phone);
    expect(tapped).toContain("受疫情影响暂时困难：是");
    await owner.write("返回");
    await owner.write("1");
    expect(last(phone)).toContain("受疫情影响暂时困难：是");
    expect(phone.bubbles.some(({ text }) => OUTAGE.test(text))).toBe(false);
  });

  it("uses the menu and a voice as if he wrote", async () => {
    const { owner, phone } = await account();
    await owner.acts["click"]?.run("我能享受哪些政策");
    expect(last(phone)).toContain("各条过一遍");
    await owner.acts["voice"]?.run("个体工商户。");
    expect(last(phone)).toContain("个体工商户");
  });

  it("gets his answer once, whole, in messages WeChat shows, and never an outage", async () => {
    const { owner, phone } = await account();
    const ask = [
      "有哪些措施",
      "第六条",
      "我能享受哪些政策",
      "企业",
      "零售",
      "8个人",
      "看结果",
      "为什么",
      "税".repeat(2000),
    ];
    for (const text of ask) {
      await owner.write(text);
      while (last(phone).endsWith(wording.nextPage)) await owner.write("0");
    }
    expect(phone.bubbles.some(({ text }) => OUTAGE.test(text))).toBe(false);
    expect(phone.bubbles.map(({ text }) => text).join("\n")).toContain(
      knowledge.notice.measures[5]?.text ?? "?",
    );
  });
});

describe("WeChat's five seconds", () => {
  /** A database that needs so long to give the conversation. */
  const slow =
    (ms: number) =>
    (desk: Desk): Desk => {
      const load: typeof desk.store.load = async (conversation) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return desk.store.load(conversation);
      };
      return { ...desk, store: { ...desk.store, load } };
    };

  it.each([3000, 4500, 7000, 12_000])(
    "an answer that takes %d ms is made once and heard once",
    async (ms) => {
      const { owner, phone, desk } = await account({}, slow(ms));
      const written = owner.write("电费欠着会停电吗");
      await pass(16_000);
      await written;
      expect(phone.bubbles).toHaveLength(1);
      expect(last(phone)).toContain("不停供");
      expect(await turns(desk)).toBe(1);
    },
  );

  it("and after the third time the answer comes as a message of its own", async () => {
    const { owner, phone, desk } = await account({}, slow(20_000));
    const written = owner.write("电费欠着会停电吗");
    await pass(50_000);
    await written;
    expect(phone.bubbles.map(({ text }) => text).join()).toContain("不停供");
    expect(phone.bubbles).toHaveLength(1);
    expect(await turns(desk)).toBe(1);
  });

  it("and an account that can send nothing says honestly that it is not sure", async () => {
    const { owner, phone } = await account({ WECHAT_SECRET: "", WECHAT_HANDOVER: "telephone" }, slow(20_000));
    const written = owner.write("电费欠着会停电吗");
    await pass(50_000);
    await written;
    expect(phone.bubbles.map(({ text }) => text)).toEqual([wording.store.unsure]);
  });

  it("what cannot be kept is said, not left to an outage", async () => {
    const full = (desk: Desk): Desk => ({
      ...desk,
      store: {
        ...desk.store,
        save: async () => {
          throw new StoreError("full", "no space");
        },
      },
    });
    const { owner, phone } = await account({}, full);
    await owner.write("电费欠着会停电吗");
    expect(last(phone)).toBe(wording.store.full);
  });
});

describe("a person", () => {
  it("of the account's own customer service takes over, and it is said", async () => {
    const { owner, phone } = await account({ WECHAT_HANDOVER: "platform" });
    await owner.write("转人工");
    expect(phone.since(0)).toEqual([wording.handover.channel, expect.stringContaining("已转到公众号的客服")]);
    await owner.acts["click"]?.run("转人工");
    expect(last(phone)).toBe(wording.wechat.sayHandover("转人工"));
    await phone.tap("转人工");
    expect(last(phone)).toContain("已转到公众号的客服");
  });

  it("at the console talks in WeChat, and the bot is silent meanwhile", async () => {
    const { owner, phone, desk, channel } = await account({ WECHAT_HANDOVER: "console" });
    const { send } = channel;
    if (!send) throw new Error("the channel cannot send");
    const reception = createReception(desk.store, new Map([["wechat", send]]), desk.now);
    const staff = { id: "s1", name: "小李" };
    await reception.seen(staff);
    await owner.write("转人工");
    expect(last(phone)).toBe(wording.handover.console);
    const [waiting] = await reception.queue();
    if (!waiting) throw new Error("nobody waits");
    await reception.take(waiting.id, staff);
    expect(last(phone)).toBe(wording.person.here("小李"));
    await reception.say(waiting.id, staff, "您好，请讲");
    expect(last(phone)).toBe("您好，请讲");
    const shown = phone.bubbles.length;
    await owner.write("我们欠了电费");
    await owner.acts["image"]?.run("");
    expect(phone.bubbles).toHaveLength(shown);
    const heard = await desk.store.handovers.messages(waiting.id);
    expect(heard.filter(({ from }) => from === "owner").map(({ text }) => text)).toEqual([
      "我们欠了电费",
      wording.wechat.forPerson("图片"),
    ]);
    await reception.giveBack(waiting.id, staff);
    await owner.write("电费欠着会停电吗");
    expect(last(phone)).toContain("不停供");
  });
});

describe("messages of ours", () => {
  const sending = async (set: Settings = {}) => {
    const all = await account({ WECHAT_HANDOVER: "console", ...set });
    const { send } = all.channel;
    if (!send) throw new Error("the channel cannot send");
    return { ...all, send: (text: string) => send("oyORnuP8q7ou2gfYjqLzSIWZf0rs", text) };
  };

  it("are five after his message, within two days; then it is said why not", async () => {
    const { owner, send, called } = await sending();
    await expect(send("他还没有说过话")).rejects.toThrow(wording.wechat.undelivered.quota);
    await owner.write("你好");
    for (let count = 0; count < 5; count++) await send(`第${count + 1}句`);
    const calls = called.length;
    await expect(send("第6句")).rejects.toThrow(wording.wechat.undelivered.quota);
    expect(called).toHaveLength(calls);
    vi.setSystemTime(Date.now() + 1000);
    await owner.write("在的");
    await send("又能说了");
    vi.setSystemTime(Date.now() + hours(49));
    await expect(send("太晚了")).rejects.toThrow(wording.wechat.undelivered.quota);
  });

  it("are three within a minute after he follows, scans or presses the menu", async () => {
    const { owner, send } = await sending();
    await owner.acts["subscribe"]?.run("");
    for (let count = 0; count < 3; count++) await send("欢迎");
    await expect(send("还有")).rejects.toThrow(wording.wechat.undelivered.quota);
    await owner.acts["click"]?.run("帮助");
    vi.setSystemTime(Date.now() + 61_000);
    await expect(send("太晚了")).rejects.toThrow(wording.wechat.undelivered.quota);
  });

  it("that are long go in several, none cut inside a word", async () => {
    const { owner, phone, send } = await sending();
    await owner.write("你好");
    const shown = phone.bubbles.length;
    const words = "这件事请您带上营业执照和近三个月的账单到窗口来办。".repeat(50);
    await send(words);
    expect(phone.since(shown).length).toBeGreaterThan(1);
    expect(phone.since(shown).join("")).toBe(words);
  });

  it("need one access token, whichever server sends, and another where it is refused", async () => {
    const { owner, send, called, platform, desk, settings } = await sending();
    await owner.write("你好");
    const outside: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      if (request.url.includes("token?") || request.url.endsWith("stable_token")) tokens += 1;
      return platform.api.fetch(request);
    };
    let tokens = 0;
    const read = readChannelSettings(settings).settings;
    const [other] = createChannels(read, { desk, fetch: outside, log: () => {} });
    await send("一");
    await other?.send?.("oyORnuP8q7ou2gfYjqLzSIWZf0rs", "二");
    expect(called.filter((path) => path.endsWith("stable_token"))).toHaveLength(1);
    expect(tokens).toBe(0);
    // Somebody asked for a token by the old interface, which ends ours.
    await platform.api.request(`/cgi-bin/token?appid=${settings["WECHAT_APP_ID"]}`);
    await send("三");
    expect(called.filter((path) => path.endsWith("stable_token"))).toHaveLength(2);
    vi.setSystemTime(Date.now() + hours(2));
    await send("四");
    expect(called.filter((path) => path.endsWith("stable_token"))).toHaveLength(3);
  });

  it("that WeChat refuses tell the operator why, and nobody else anything secret", async () => {
    const { owner, desk, settings, log } = await sending();
    await owner.write("你好");
    const codes: Record<number, string> = {
      45015: wording.wechat.undelivered.quota,
      45047: wording.wechat.undelivered.quota,
      43004: wording.wechat.undelivered.unfollowed,
      48001: wording.wechat.undelivered.noRight,
      45002: wording.wechat.undelivered.other(45002),
    };
    const read = readChannelSettings(settings).settings;
    for (const [code, reason] of Object.entries(codes)) {
      const outside: typeof fetch = async (input) =>
        String(input).includes("stable_token")
          ? Response.json({ access_token: "token", expires_in: 7200 })
          : Response.json({ errcode: Number(code), errmsg: "refused" });
      const [channel] = createChannels(read, { desk, fetch: outside, log: () => {} });
      await expect(channel?.send?.("oyORnuP8q7ou2gfYjqLzSIWZf0rs", "您好")).rejects.toThrow(reason);
    }
    const broken: typeof fetch = async () => {
      throw new TypeError(`fetch failed: ${settings["WECHAT_SECRET"]}`);
    };
    await desk.store.channelState.set(`wechat:token:${settings["WECHAT_APP_ID"]}`, undefined);
    const [channel] = createChannels(read, { desk, fetch: broken, log: () => {} });
    await owner.write("在吗");
    await expect(channel?.send?.("oyORnuP8q7ou2gfYjqLzSIWZf0rs", "您好")).rejects.toThrow(/没有送达/u);
    expect(log.join()).not.toContain(settings["WECHAT_SECRET"]);
  });
});

describe("the settings", () => {
  const good = {
    WECHAT_APP_ID: "wx2c2769f8efd9abc2",
    WECHAT_TOKEN: "mingbai",
    WECHAT_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    WECHAT_SECRET: "0123456789abcdef0123456789abcdef",
  };

  it("are the mode's that they mean", () => {
    const { WECHAT_AES_KEY: _, ...plain } = good;
    expect(readChannelSettings(good).settings.wechat?.mode).toBe("safe");
    expect(readChannelSettings(plain).settings.wechat?.mode).toBe("plain");
    expect(readChannelSettings({}).settings.wechat).toBeUndefined();
  });

  it.each([
    ["WECHAT_APP_ID", { ...good, WECHAT_APP_ID: "gh_10f6c3c3ac5a" }],
    ["WECHAT_APP_ID", { WECHAT_TOKEN: "mingbai" }],
    ["WECHAT_TOKEN", { WECHAT_APP_ID: good.WECHAT_APP_ID }],
    ["WECHAT_TOKEN", { ...good, WECHAT_TOKEN: "" }],
    ["WECHAT_AES_KEY", { ...good, WECHAT_AES_KEY: "short" }],
    ["WECHAT_AES_KEY", { WECHAT_APP_ID: good.WECHAT_APP_ID, WECHAT_TOKEN: "mingbai", WECHAT_MODE: "safe" }],
    ["WECHAT_MODE", { ...good, WECHAT_MODE: "明文" }],
    ["WECHAT_MODE", { ...good, WECHAT_MODE: "plain" }],
    ["WECHAT_SECRET", { ...good, WECHAT_SECRET: "x" }],
    [
      "WECHAT_SECRET",
      { WECHAT_APP_ID: good.WECHAT_APP_ID, WECHAT_TOKEN: "mingbai", WECHAT_HANDOVER: "console" },
    ],
    ["WECHAT_HANDOVER", { ...good, WECHAT_HANDOVER: "nobody" }],
    ["WECHAT_API_URL", { ...good, WECHAT_API_URL: "weixin" }],
  ])("name %s where it is wrong", (name, environment) => {
    const { settings, problems } = readChannelSettings(environment);
    expect(settings.wechat).toBeUndefined();
    expect(problems.join("\n")).toContain(name);
    expect(problems.join("\n")).not.toContain(good.WECHAT_SECRET);
  });
});

describe("a reply to words that would end it", () => {
  it("is well-formed and says them as they are", async () => {
    const { owner, phone } = await account();
    for (const text of ["]]>", "</Content></xml>", '<a href="http://example.com">点我</a>', "&lt;"]) {
      await owner.write(text);
      expect(last(phone)).not.toMatch(OUTAGE);
      expect(phone.bubbles.at(-1)?.taps.map(({ label }) => label)).not.toContain("点我");
    }
    expect(readXml(writeXml({ Content: "]]>" })).children[0]?.text).toBe("]]>");
  });
});
