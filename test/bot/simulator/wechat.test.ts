import { PassThrough } from "node:stream";
import { text as textFrom } from "node:stream/consumers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { createEnvelope, signatureOf } from "../../../bot/channels/wx-crypto.ts";
import { readXml, textOf, writeXml } from "../../../bot/channels/wx-xml.ts";
import type { Clock } from "../../../bot/simulator/clock.ts";
import { createPhone } from "../../../bot/simulator/phone.ts";
import type { Settings } from "../../../bot/simulator/platform.ts";
import { printed, runTerminal } from "../../../bot/simulator/terminal.ts";
import { simulateWechat } from "../../../bot/simulator/wechat.ts";

const ADDRESS = "http://bot.example/wx";
const OWNER = "oFollower";
const DAY = 24 * 60 * 60 * 1000;

/** Sleeps end at once, and the clock has moved on. */
function movingClock(): Clock & { pass: (ms: number) => void } {
  let now = Date.UTC(2022, 5, 15);
  const pass = (ms: number) => {
    now += ms;
  };
  return {
    now: () => now,
    pass,
    sleep: async (ms) => {
      // What answers without waiting is quicker than any sleep.
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
      pass(ms);
    },
  };
}

type Bot = (message: Request) => Promise<Response> | Response;

function follower(bot: Bot, set: Settings = { WECHAT_MODE: "plain" }) {
  const clock = movingClock();
  const log: string[] = [];
  const { open, settings } = simulateWechat(set);
  const platform = open(ADDRESS, {
    clock,
    fetch: async (request) => bot(request),
    log: (line) => log.push(line),
  });
  const phone = createPhone();
  return { clock, log, platform, phone, settings, owner: platform.join(OWNER, phone) };
}

const reply = (fields: Record<string, string | number>) =>
  new Response(
    writeXml({
      ToUserName: OWNER,
      FromUserName: "gh_10f6c3c3ac5a",
      CreateTime: 1,
      MsgType: "text",
      ...fields,
    }),
  );
const never = () => new Promise<never>(() => {});
const texts = ({ bubbles }: ReturnType<typeof createPhone>) => bubbles.map(({ text }) => text);

describe("a bot that is called", () => {
  it("is checked first, and told what is wrong with it", async () => {
    const echo = new Hono().get("/wx", (c) => c.text(c.req.query("echostr") ?? ""));
    await follower((request) => echo.fetch(request)).platform.connect();
    const deaf = follower(() => new Response("<html>", { status: 404 }));
    await expect(deaf.platform.connect()).rejects.toThrow(/Token验证失败.*404/u);
  });

  it("that does not answer is asked three times, five seconds apart, the same message signed anew", async () => {
    const asked: { at: number; id?: string | undefined; nonce: string | null }[] = [];
    const { owner, phone, clock, log } = follower(async (request) => {
      const id = textOf(readXml(await request.text()), "MsgId");
      asked.push({ at: clock.now(), id, nonce: new URL(request.url).searchParams.get("nonce") });
      return never();
    });
    const begun = clock.now();
    await owner.write("在吗");
    expect(asked.map(({ at }) => at - begun)).toEqual([0, 5000, 10_000]);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(new Set(asked.map(({ nonce }) => nonce)).size).toBe(3);
    expect(texts(phone)).toEqual(["该公众号暂时无法提供服务，请稍后再试"]);
    expect(log).toHaveLength(3);
  });

  it("that answers the second time is heard", async () => {
    let count = 0;
    const { owner, phone } = follower(() => (++count === 1 ? never() : reply({ Content: "在的" })));
    await owner.write("在吗");
    expect(texts(phone)).toEqual(["在的"]);
    expect(count).toBe(2);
  });

  it("that says it has received is not shown and not asked again", async () => {
    for (const received of ["", "success"]) {
      let count = 0;
      const { owner, phone } = follower(() => {
        count += 1;
        return new Response(received);
      });
      await owner.write("在吗");
      expect([texts(phone), count]).toEqual([[], 1]);
    }
  });

  it.each([
    ["JSON", '{"errcode":0}'],
    ["a page", "<html><body>hello</body></html>"],
    [
      "an answer to somebody else",
      writeXml({ ToUserName: "o", FromUserName: "gh_10f6c3c3ac5a", MsgType: "text", Content: "1" }),
    ],
    [
      "an answer from another account",
      writeXml({ ToUserName: OWNER, FromUserName: "gh_1", MsgType: "text", Content: "1" }),
    ],
    [
      "nothing in a text",
      writeXml({ ToUserName: OWNER, FromUserName: "gh_10f6c3c3ac5a", MsgType: "text", Content: "" }),
    ],
    [
      "2049 bytes",
      writeXml({
        ToUserName: OWNER,
        FromUserName: "gh_10f6c3c3ac5a",
        MsgType: "text",
        Content: "a".repeat(2049),
      }),
    ],
  ])("with %s is shown to be broken", async (_what, body) => {
    const { owner, phone } = follower(() => new Response(body));
    await owner.write("在吗");
    expect(texts(phone)).toEqual(["该公众号提供的服务出现故障，请稍后再试"]);
  });

  it("in the safe mode must seal its answer, and sign it", async () => {
    const envelope = (settings: Settings) =>
      createEnvelope({ aesKey: settings["WECHAT_AES_KEY"] ?? "", receiver: settings["WECHAT_APP_ID"] ?? "" });
    const { settings } = simulateWechat({});
    const answer = (token: string) => {
      const Encrypt = envelope(settings).seal(
        writeXml({
          ToUserName: OWNER,
          FromUserName: "gh_10f6c3c3ac5a",
          CreateTime: 1,
          MsgType: "text",
          Content: "密",
        }),
      );
      const MsgSignature = signatureOf([token, "1", "2", Encrypt]);
      return new Response(writeXml({ Encrypt, MsgSignature, TimeStamp: 1, Nonce: "2" }));
    };
    const good = follower(() => answer(settings["WECHAT_TOKEN"] ?? ""), {});
    await good.owner.write("在吗");
    expect(texts(good.phone)).toEqual(["密"]);
    for (const bad of [() => answer("another"), () => reply({ Content: "明" })]) {
      const { owner, phone } = follower(bad, {});
      await owner.write("在吗");
      expect(texts(phone)).toEqual(["该公众号提供的服务出现故障，请稍后再试"]);
    }
  });
});

describe("the interfaces", () => {
  const opened = async () => {
    const all = follower(() => new Response("success"));
    const appid = all.settings["WECHAT_APP_ID"];
    const call = async (path: string, body: object) =>
      (await (
        await all.platform.api.request(path, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        })
      ).json()) as { errcode?: number; access_token?: string };
    const token = async (force_refresh = false) =>
      (await call("/cgi-bin/stable_token", { appid, force_refresh })).access_token ?? "";
    const say = async (access: string, content = "您好", touser = OWNER) =>
      (
        await call(`/cgi-bin/message/custom/send?access_token=${access}`, {
          touser,
          msgtype: "text",
          text: { content },
        })
      ).errcode;
    return { ...all, call, token, say };
  };

  it("take an access token, one at a time, for two hours", async () => {
    const { token, say, call, owner, clock } = await opened();
    await owner.write("在吗");
    const first = await token();
    expect(await token()).toBe(first);
    expect(await say(first)).toBe(0);
    expect(await say("made up")).toBe(40001);
    const second = await token(true);
    expect(await say(first)).toBe(42001);
    expect(await say(second)).toBe(0);
    clock.pass(2 * 60 * 60 * 1000);
    expect(await say(second)).toBe(42001);
    expect((await call("/cgi-bin/stable_token", { appid: "wx0" })).errcode).toBe(40013);
  });

  it("send five after a message, for two days, and three after a tap, for a minute", async () => {
    const { token, say, owner, clock, phone } = await opened();
    expect(await say(await token())).toBe(45015);
    await owner.write("在吗");
    const answers: (number | undefined)[] = [];
    for (let count = 0; count < 6; count++) answers.push(await say(await token()));
    expect(answers).toEqual([0, 0, 0, 0, 0, 45047]);
    clock.pass(2 * DAY);
    expect(await say(await token())).toBe(45015);
    await owner.acts["click"]?.run("KEY");
    for (let count = 0; count < 3; count++) expect(await say(await token())).toBe(0);
    expect(await say(await token())).toBe(45047);
    clock.pass(61_000);
    expect(await say(await token())).toBe(45015);
    await owner.write("在吗");
    await owner.acts["unsubscribe"]?.run("");
    expect(await say(await token())).toBe(45015);
    expect(texts(phone)).toHaveLength(8);
  });

  it("refuse what WeChat refuses", async () => {
    const { token, say, call, owner } = await opened();
    await owner.write("在吗");
    expect(await say(await token(), "您好", "oNobody")).toBe(43004);
    expect(await say(await token(), "a".repeat(2049))).toBe(45002);
    const menu = async (button: object) =>
      (await call(`/cgi-bin/menu/create?access_token=${await token()}`, { button })).errcode;
    expect(await menu([{ type: "click", name: "帮助", key: "帮助" }])).toBe(0);
    expect(await menu([])).toBe(47001);
    expect(await menu([{ type: "click", name: "帮助" }, {}])).toBe(47001);
  });
});

describe("in the terminal", () => {
  it("lines are written, names are done, numbers are tapped", async () => {
    const heard: string[] = [];
    const { owner, phone } = follower(async (request) => {
      const message = readXml(await request.text());
      heard.push(
        [textOf(message, "MsgType"), textOf(message, "Content"), textOf(message, "bizmsgmenuid")].join(),
      );
      return reply({
        Content: '选一个：<a href="weixin://bizmsgmenu?msgmenucontent=电费&msgmenuid=7">电费</a>',
      });
    });
    const input = new PassThrough();
    const output = new PassThrough();
    const shown = textFrom(output);
    input.end("在吗\n#1\n#9\n/image\n/unknown\n\n");
    await runTerminal(owner, phone, input, output);
    output.end();
    expect(heard).toEqual(["text,在吗,", "text,电费,7", "image,,"]);
    expect(await shown).toMatch(/没有第9个[\s\S]*\/subscribe/u);
    expect(phone.bubbles.map(printed).join("")).toContain("│ 选一个：电费\n│ [#1 电费]");
  });
});
