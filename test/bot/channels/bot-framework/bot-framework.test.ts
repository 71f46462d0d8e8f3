import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { activityZodSchema } from "@microsoft/agents-activity";
import Database from "better-sqlite3";
import type { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../../../bot/app.ts";
import { createBotFramework } from "../../../../bot/channels/bot-framework/index.ts";
import { botFrameworkSettings } from "../../../../bot/channels/bot-framework/settings.ts";
import type { Channel } from "../../../../bot/channels/channel.ts";
import type { Desk } from "../../../../bot/handle-turn.ts";
import { NotDelivered } from "../../../../bot/handover.ts";
import { openStore } from "../../../../bot/store/index.ts";
import { wording } from "../../../../bot/wording.ts";
import {
  APP_ID,
  type BotConnector,
  PASSWORD,
  SERVICE_URL,
  startBotConnector,
} from "../../../support/bot-connector.ts";
import { testDesk } from "../../../support/desk.ts";

const SETTINGS = { BOT_FRAMEWORK_APP_ID: APP_ID, BOT_FRAMEWORK_APP_PASSWORD: PASSWORD };

let desk: Awaited<ReturnType<typeof testDesk>>;
let microsoft: BotConnector;
let channel: Channel;
let app: Hono;
const lines: string[] = [];

function start(
  settings: Record<string, string> = SETTINGS,
  at: Desk = desk,
  outside = microsoft.fetch,
): void {
  const waits = async () => {};
  const log = (line: string) => void lines.push(line);
  channel = createBotFramework(
    botFrameworkSettings.parse(settings),
    { desk: at, fetch: outside, log },
    waits,
  );
  app = createApp(at, log, [channel]);
}

beforeAll(async () => {
  desk = await testDesk();
  microsoft = await startBotConnector(desk.now);
});
afterAll(() => microsoft.close());
beforeEach(() => {
  microsoft.delivered.length = 0;
  lines.length = 0;
  start();
});

let count = 0;
function activity(change: object = {}): object {
  count++;
  return {
    type: "message",
    id: `activity-${count}`,
    channelId: "msteams",
    serviceUrl: SERVICE_URL,
    from: { id: "29:owner", name: "王老板" },
    recipient: { id: `28:${APP_ID}`, name: "明白" },
    conversation: { id: `a:${count}`, conversationType: "personal", tenantId: "t" },
    ...change,
  };
}

async function post(body: object | string, token?: string, path = "/api/messages"): Promise<Response> {
  return app.request(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function say(change: object): Promise<Response> {
  return post(activity(change), await microsoft.sign());
}

describe("who is let in", () => {
  const nothingHappened = async () => {
    expect(microsoft.delivered).toEqual([]);
    expect((await desk.store.counts()).turns).toBe(0);
  };

  it.each([
    ["no token", undefined],
    ["an empty one", ""],
    ["no token at all", "abc"],
    ["three parts of nothing", "a.b.c"],
  ])("not with %s", async (_what, token) => {
    expect((await post(activity({ text: "电费" }), token)).status).toBe(401);
    await nothingHappened();
  });

  it.each([
    ["another signature", { forged: true }],
    ["another bot's token", { audience: "00000000-0000-4000-8000-000000000000" }],
    ["another issuer", { issuer: "https://api.botframework.example" }],
    [
      "the Emulator's token, unless it is let in",
      { issuer: "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" },
    ],
    ["an expired token", { from: -7200, until: -301 }],
    ["a token of the future", { from: 301 }],
    ["a key nobody has published", { kid: "key-2" }],
    ["a token for no service", { claims: { serviceurl: undefined } }],
  ] as const)("not with %s", async (_what, token) => {
    expect((await post(activity({ text: "电费" }), await microsoft.sign(token))).status).toBe(401);
    await nothingHappened();
  });

  it("not with a token that says it needs no signature", async () => {
    const [, claims = ""] = (await microsoft.sign()).split(".");
    for (const alg of ["none", "HS256"]) {
      const header = Buffer.from(JSON.stringify({ alg, kid: "key-1" })).toString("base64url");
      for (const signature of ["", "AAAA"]) {
        const response = await post(activity({ text: "电费" }), `${header}.${claims}.${signature}`);
        expect(response.status).toBe(401);
      }
    }
    await nothingHappened();
  });

  it("not from another service than the token is for, nor for a channel its key is not endorsed for", async () => {
    const token = await microsoft.sign();
    expect((await post(activity({ text: "电费", serviceUrl: "https://evil.example/" }), token)).status).toBe(
      403,
    );
    expect((await post(activity({ text: "电费", channelId: "telegram" }), token)).status).toBe(403);
    await nothingHappened();
  });

  it("with five minutes between the clocks", async () => {
    for (const token of [{ from: 299 }, { until: -299 }])
      expect((await post(activity({ type: "typing" }), await microsoft.sign(token))).status).toBe(200);
  });

  it("asks for the keys once, and not again for every key made up", async () => {
    const before = microsoft.asked.get("/keys") ?? 0;
    await say({ type: "typing" });
    for (const kid of ["x", "y", "z"]) await post(activity(), await microsoft.sign({ kid }));
    expect((microsoft.asked.get("/keys") ?? 0) - before).toBe(1);
  });

  it("the Emulator where it is let in, with the bot's own token, on this machine", async () => {
    start({ ...SETTINGS, BOT_FRAMEWORK_EMULATOR: "true" });
    const issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/";
    const local = { channelId: "emulator", serviceUrl: "http://localhost:9000", text: "电费交不上会停电吗" };
    const own = await microsoft.sign({ issuer, claims: { appid: APP_ID } });
    expect((await post(activity(local), own)).status).toBe(200);
    expect(microsoft.delivered.length).toBeGreaterThan(0);
    expect((await post(activity({ ...local, serviceUrl: SERVICE_URL }), own)).status).toBe(403);
    const others = await microsoft.sign({ issuer, claims: { appid: "another" } });
    expect((await post(activity(local), others)).status).toBe(403);
  });

  it("unsigned ones only where they are allowed, and then only from this machine", async () => {
    start({ BOT_FRAMEWORK_ALLOW_ANONYMOUS: "true", HOST: "127.0.0.1" });
    const local = { channelId: "emulator", serviceUrl: "http://127.0.0.1:9000", text: "电费交不上会停电吗" };
    expect((await post(activity(local))).status).toBe(200);
    expect(microsoft.delivered.at(-1)?.authorization).toBeUndefined();
    expect((await post(activity({ text: "电费" }))).status).toBe(403);
    const headers = { "content-type": "application/json", host: "rebound.example" };
    const rebound = await app.request("/api/messages", {
      method: "POST",
      headers,
      body: JSON.stringify(activity(local)),
    });
    expect(rebound.status).toBe(403);
  });

  it("without filling the log with whoever knocks", async () => {
    desk.clock.now += 61_000;
    for (let count = 0; count < 5; count++) await post(activity(), "a.b.c");
    expect(lines).toHaveLength(1);
  });

  it("again as soon as the authority is back, and meanwhile with the keys it knows", async () => {
    let isAway = true;
    const { fetch: outside } = microsoft;
    const away: typeof fetch = (input, init) =>
      isAway ? Promise.reject(new Error("The authority is away.")) : outside(input, init);
    start(SETTINGS, desk, away);
    const quiet = activity({ type: "typing" });
    expect((await post(quiet, await microsoft.sign())).status).toBe(500);
    isAway = false;
    desk.clock.now += 6_000;
    expect((await post(quiet, await microsoft.sign())).status).toBe(200);
    isAway = true;
    desk.clock.now += 25 * 60 * 60 * 1000;
    expect((await post(quiet, await microsoft.sign())).status).toBe(200);
  });
});

describe("what is answered", () => {
  it("a question with the clause on a card, cited, not labelled as generated, buttons for what can be picked", async () => {
    await say({ text: "疫情期间店里电费欠着会被停电吗" });
    const all = microsoft.delivered.map(({ activity: sent }) => sent);
    for (const sent of all) expect(activityZodSchema.safeParse(sent).success).toBe(true);
    const card = all.flatMap(({ attachments = [] }) => attachments)[0]?.content;
    expect(card.version).toBe("1.5");
    expect(JSON.stringify(card.body)).toContain("欠费不停供");
    expect(card.fallbackText).toContain("欠费不停供");
    const [claims] = all.flatMap(({ entities = [] }) => entities);
    expect(claims.citation[0]).toMatchObject({ "@type": "Claim", position: 1 });
    expect(JSON.stringify(all)).not.toContain("AIGeneratedContent");
    const asked = all.at(-1);
    expect(asked.suggestedActions.actions[0]).toMatchObject({ type: "imBack", value: "1" });
    expect(asked.text).toContain(asked.suggestedActions.actions[0].title.slice(3));
  });

  it("to the activity it answers, with the bot's own token", async () => {
    await say({ id: "1:abc", conversation: { id: "19:a/b;messageid=1" }, text: "房租能减吗" });
    expect(microsoft.delivered[0]?.path).toBe(
      `/apac/v3/conversations/${encodeURIComponent("19:a/b;messageid=1")}/activities/${encodeURIComponent("1:abc")}`,
    );
    expect(microsoft.delivered[0]?.authorization).toMatch(/^Bearer bot-token-/u);
    expect(microsoft.delivered[0]?.activity).toMatchObject({
      from: { id: `28:${APP_ID}` },
      recipient: { id: "29:owner" },
      channelId: "msteams",
    });
  });

  it("the same activity once, however often it comes", async () => {
    const question = activity({ text: "宽带费能降吗" });
    const token = await microsoft.sign();
    const before = (await desk.store.counts()).turns;
    const answers = await Promise.all([1, 2, 3].map(() => post(question, token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const sent = microsoft.delivered.length;
    expect((await post(question, token, "/channels/bot-framework/messages")).status).toBe(200);
    expect(microsoft.delivered.length).toBe(sent);
    expect((await desk.store.counts()).turns).toBe(before + 1);
  });

  it("the same activity again where the answer could not be delivered", async () => {
    const question = activity({ text: "宽带费能降吗" });
    microsoft.answerWith(403);
    expect((await post(question, await microsoft.sign())).status).toBe(502);
    expect(microsoft.delivered).toEqual([]);
    const before = (await desk.store.counts()).turns;
    expect((await post(question, await microsoft.sign())).status).toBe(200);
    expect(microsoft.delivered.length).toBeGreaterThan(0);
    expect((await desk.store.counts()).turns).toBe(before);
  });

  it("tries again where the service is busy, and signs in again where the token was refused", async () => {
    microsoft.answerWith(429, 503, 502);
    expect((await say({ text: "你好" })).status).toBe(200);
    microsoft.answerWith(401);
    expect((await say({ text: "你好" })).status).toBe(200);
    expect(microsoft.delivered.length).toBe(2);
    expect(microsoft.delivered[0]?.authorization).not.toBe(microsoft.delivered[1]?.authorization);
  });

  it("greets once, who was added and when the bot was", async () => {
    const conversation = { id: "a:greeted" };
    const added = { type: "conversationUpdate", conversation, membersAdded: [{ id: "29:owner" }] };
    await say(added);
    await say(added);
    await say({ type: "installationUpdate", action: "add", conversation });
    await say({ type: "conversationUpdate", conversation, membersRemoved: [{ id: "29:owner" }] });
    expect(microsoft.delivered.map(({ activity: sent }) => sent.text)).toEqual([wording.greeting]);
  });

  it("says that pictures cannot be read, and takes Teams' HTML copy for no picture", async () => {
    await say({ attachments: [{ contentType: "image/png", contentUrl: "https://x/y.png" }] });
    expect(microsoft.delivered[0]?.activity.text).toBe(wording.activity.unreadable);
    await say({ text: "谢谢", attachments: [{ contentType: "text/html", content: "<p>谢谢</p>" }] });
    expect(microsoft.delivered[1]?.activity.text).toContain("不客气");
  });

  it("hears a question behind its own name, and keeps what each owner of a group says apart", async () => {
    const group = { id: "19:group", conversationType: "groupChat", isGroup: true };
    const mention = { type: "mention", text: "<at>明白</at>", mentioned: { id: `28:${APP_ID}` } };
    const ask = (id: string, text: string) =>
      say({ conversation: group, from: { id }, text: `<at>明白</at> ${text}`, entities: [mention] });
    await ask("29:a", "我是开面馆的，店里三个人");
    await ask("29:a", "我的情况");
    expect(microsoft.delivered.at(-1)?.activity.text).toContain("餐饮");
    await ask("29:b", "我的情况");
    expect(microsoft.delivered.at(-1)?.activity.text).toContain(wording.noFactsYet);
  });

  it("a button on the card, as Teams, Web Chat and older clients send it", async () => {
    const conversation = { id: "a:button" };
    await say({ conversation, text: "疫情期间店里电费欠着会被停电吗" });
    const sent = microsoft.delivered.flatMap(({ activity: one }) => one.attachments ?? []);
    const [{ data }] = sent[0].content.actions;
    await say({ conversation, value: data });
    const byValue = microsoft.delivered.at(-1)?.activity.text;
    const invoke = { type: "invoke", name: "adaptiveCard/action", conversation, value: { action: { data } } };
    const response = await say(invoke);
    expect(await response.json()).toMatchObject({ statusCode: 200 });
    expect(microsoft.delivered.at(-1)?.activity.text).toBe(byValue);
    const stale = await say({ ...invoke, value: { action: { data: { verb: "old" } } } });
    expect(await stale.json()).toMatchObject({
      statusCode: 400,
      value: { message: wording.activity.staleButton },
    });
    expect((await say({ type: "invoke", name: "task/fetch" })).status).toBe(501);
  });

  it("keeps what owners think of an answer, the later counting", async () => {
    const conversation = { id: "a:feedback" };
    await say({ id: "asked", conversation, text: "房租能减吗" });
    const replyToId = `sent-${microsoft.delivered.length}`;
    const react = (type: string, id = replyToId) =>
      say({ type: "messageReaction", conversation, replyToId: id, reactionsAdded: [{ type }] });
    await react("like");
    await react("like", "another");
    expect(await desk.store.feedback.list()).toMatchObject([
      { message: "asked", useful: true, question: "房租能减吗" },
    ]);
    await react("sad");
    expect(await desk.store.feedback.list()).toMatchObject([{ message: "asked", useful: false }]);
  });

  it("leaves edits, deletions, typing and what it does not know alone", async () => {
    for (const type of [
      "messageUpdate",
      "messageDelete",
      "typing",
      "endOfConversation",
      "event",
      "trace",
      "新",
    ])
      expect((await say({ type, text: "电费" })).status).toBe(200);
    expect(microsoft.delivered).toEqual([]);
  });

  it("in the response, where the sender asks for that", async () => {
    const response = await say({ text: "你好", deliveryMode: "expectReplies" });
    const { activities } = (await response.json()) as { activities: { text: string; channelId: string }[] };
    expect(activities[0]).toMatchObject({ text: expect.stringContaining("您好"), channelId: "msteams" });
    expect(microsoft.delivered).toEqual([]);
  });

  it("shows that it is typing where the answer takes long", async () => {
    const { store } = desk;
    const load: typeof store.load = async (conversation) => {
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      return store.load(conversation);
    };
    start(SETTINGS, { ...desk, store: { ...store, load } });
    const before = microsoft.asked.get("typing") ?? 0;
    await say({ text: "你好" });
    expect((microsoft.asked.get("typing") ?? 0) - before).toBe(1);
    expect(microsoft.delivered).toHaveLength(1);
  });

  it("is told when the store is away, instead of silence", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "mingbai-locked-"));
    const store = await openStore({ dataDir }, { patience: 50 });
    const other = new Database(join(dataDir, "mingbai.db"));
    other.exec("begin exclusive");
    start(SETTINGS, { ...desk, store });
    expect((await say({ text: "电费" })).status).toBe(200);
    expect(microsoft.delivered[0]?.activity.text).toBe(wording.store.locked);
    other.close();
    await store.close();
  });
});

describe("a person's words", () => {
  it("reach the conversation outside a reply", async () => {
    await say({ conversation: { id: "a:person" }, text: "你好" });
    microsoft.delivered.length = 0;
    await channel.send?.("msteams/a%3Aperson", "我是坐席小李，请讲。");
    expect(microsoft.delivered[0]).toMatchObject({
      path: "/apac/v3/conversations/a%3Aperson/activities",
      activity: { text: "我是坐席小李，请讲。", recipient: { id: "29:owner" } },
    });
  });

  it("are reported as not delivered where nobody is there", async () => {
    await expect(channel.send?.("msteams/nobody", "在吗")).rejects.toThrow(NotDelivered);
    await say({ conversation: { id: "a:left" }, text: "你好" });
    microsoft.answerWith(404);
    await expect(channel.send?.("msteams/a%3Aleft", "在吗")).rejects.toThrow(NotDelivered);
  });
});

describe("what is no activity", () => {
  it.each(["", "{", "[]", "null", "1", '"a"', "{}", '{"type":"message"}'])("%s is refused", async (body) => {
    expect((await post(body, await microsoft.sign())).status).toBe(400);
  });

  it("is refused before it is read where it is too large, or no JSON", async () => {
    expect((await post(activity({ text: "电".repeat(300_000) }), await microsoft.sign())).status).toBe(413);
    const body = JSON.stringify(activity({ text: "电费" }));
    const authorization = `Bearer ${await microsoft.sign()}`;
    const form = { method: "POST", headers: { authorization, "content-type": "text/plain" }, body };
    expect((await app.request("/api/messages", form)).status).toBe(415);
    expect(microsoft.delivered).toEqual([]);
  });
});
