import { activityZodSchema } from "@microsoft/agents-activity";
import type { Hono } from "hono";
import { SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createApp } from "../../../../bot/app.ts";
import type { Channel } from "../../../../bot/channels/channel.ts";
import { createDirectLine } from "../../../../bot/channels/direct-line/index.ts";
import { directLineSettings } from "../../../../bot/channels/direct-line/settings.ts";
import { NotDelivered } from "../../../../bot/handover.ts";
import { wording } from "../../../../bot/wording.ts";
import { testDesk } from "../../../support/desk.ts";
import { listen } from "../../../support/listen.ts";

const SECRET = "a-secret-of-a-good-many-characters";
const OLD_SECRET = "the-secret-that-we-had-before-that-one";
const SITE = "https://www.example.gov.cn";
const SETTINGS = {
  DIRECT_LINE_SECRET: SECRET,
  DIRECT_LINE_OLD_SECRET: OLD_SECRET,
  DIRECT_LINE_ORIGINS: SITE,
};
/** Slow enough for a client that waits for the processor. */
const PACE = { lookMs: 50, beatMs: 2_000 };

let desk: Awaited<ReturnType<typeof testDesk>>;
let channel: Channel;
let server: { url: string; close: () => Promise<void> };

beforeAll(async () => {
  desk = await testDesk();
  ({ channel, server } = await start());
});
afterAll(async () => {
  await channel.stop?.();
  await server.close();
});

/** One more server on the same store. */
async function start(settings: Record<string, string> = SETTINGS, pace = PACE) {
  const surroundings = { desk, fetch, log: () => {} };
  const made = createDirectLine(directLineSettings.parse(settings), surroundings, pace);
  await made.start?.();
  const app: Hono = createApp(desk, () => {}, [made]);
  return { channel: made, server: await listen(app) };
}

interface Conversation {
  readonly conversationId: string;
  readonly token: string;
  readonly expires_in: number;
  readonly streamUrl: string;
}

interface ActivitySet {
  // biome-ignore lint/suspicious/noExplicitAny: activities as they came over the wire
  readonly activities: any[];
  readonly watermark: string;
}

function call(
  path: string,
  bearer: string | undefined,
  body?: object,
  headers: object = {},
  url = server.url,
) {
  return fetch(`${url}/channels/direct-line/v3/directline${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function begin(): Promise<Conversation> {
  const { token } = (await (await call("/tokens/generate", SECRET, {})).json()) as Conversation;
  return (await (await call("/conversations", token, {})).json()) as Conversation;
}

const message = (text: string, more: object = {}) => ({ type: "message", from: { id: "me" }, text, ...more });
const say = ({ conversationId, token }: Conversation, text: string, more: object = {}) =>
  call(`/conversations/${conversationId}/activities`, token, message(text, more));

async function heard(
  { conversationId, token }: Conversation,
  watermark = "",
  url = server.url,
): Promise<ActivitySet> {
  const path = `/conversations/${conversationId}/activities?watermark=${watermark}`;
  return (await (await call(path, token, undefined, {}, url)).json()) as ActivitySet;
}

describe("tokens", () => {
  it("are made with the secret alone, and begin one conversation", async () => {
    const response = await call("/tokens/generate", SECRET, { user: { id: "dl_owner" } });
    const token = (await response.json()) as Conversation;
    expect(token).toMatchObject({ expires_in: 1800, conversationId: expect.stringMatching(/^[\w-]{24}$/u) });
    expect((await call("/conversations", token.token, {})).status).toBe(201);
    expect((await call("/conversations", token.token, {})).status).toBe(200);
    expect((await call("/tokens/generate", token.token, {})).status).toBe(403);
    expect((await call("/tokens/generate", OLD_SECRET, {})).status).toBe(200);
  });

  it.each([
    ["nothing", undefined, 401],
    ["a wrong secret", `${SECRET}.`, 403],
    ["half a token", "eyJhbGciOiJIUzI1NiJ9.e30", 403],
  ])("are not made with %s", async (_what, bearer, status) => {
    for (const path of ["/tokens/generate", "/tokens/refresh", "/conversations"])
      expect((await call(path, bearer, {})).status).toBe(status);
  });

  it("open no other conversation, in no way", async () => {
    const mine = await begin();
    const yours = await begin();
    const path = `/conversations/${yours.conversationId}`;
    for (const response of await Promise.all([
      call(path, mine.token),
      call(`${path}/activities`, mine.token),
      call(`${path}/activities`, mine.token, message("我的情况")),
      call(`${path}/upload`, mine.token, {}),
    ]))
      expect(response.status).toBe(403);
    expect(await refusalOf(mine.streamUrl.replace(mine.conversationId, yours.conversationId))).toBe(403);
    expect(await refusalOf(mine.streamUrl.replace(/t=.*$/u, `t=${mine.token}`))).toBe(403);
    expect((await call(`/conversations/${mine.conversationId}`, streamToken(mine))).status).toBe(403);
  });

  it("expire, and are refreshed before they do", async () => {
    const conversation = await begin();
    desk.clock.now += 1799_000;
    const response = await call("/tokens/refresh", conversation.token, {});
    const { token, conversationId } = (await response.json()) as Conversation;
    expect(conversationId).toBe(conversation.conversationId);
    desk.clock.now += 2_000;
    expect((await say(conversation, "你好")).status).toBe(403);
    expect(await (await call("/tokens/refresh", conversation.token, {})).json()).toMatchObject({
      error: { code: "TokenExpired" },
    });
    expect(await refusalOf(conversation.streamUrl)).toBe(403);
    expect((await say({ ...conversation, token }, "你好")).status).toBe(200);
  });

  it("are not taken with another signature or none", async () => {
    const { conversationId, token } = await begin();
    const [header, claims] = token.split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const forged = await new SignJWT({ conv: conversationId, use: "conversation" })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(SECRET));
    for (const bearer of [`${header}.${claims}.AAAA`, `${none}.${claims}.`, `${header}.${claims}.`, forged])
      expect((await call(`/conversations/${conversationId}`, bearer)).status).toBe(403);
  });

  it("keep the name they were made for", async () => {
    const response = await call("/tokens/generate", SECRET, { user: { id: "dl_owner" } });
    const { token } = (await response.json()) as Conversation;
    const conversation = (await (await call("/conversations", token, {})).json()) as Conversation;
    await say(conversation, "你好");
    const { activities } = await heard(conversation);
    expect(activities[1].from).toEqual({ id: "dl_owner", role: "user" });
  });
});

describe("a conversation", () => {
  it("begins with the greeting, shows what was said and answered, and goes on from a watermark", async () => {
    const conversation = await begin();
    const { id } = (await (await say(conversation, "店里电费欠着会停电吗")).json()) as { id: string };
    const { activities, watermark } = await heard(conversation);
    expect(activities[0]).toMatchObject({ text: wording.greeting, from: { role: "bot" } });
    expect(activities[1]).toMatchObject({
      id,
      text: "店里电费欠着会停电吗",
      from: { id: "me", role: "user" },
    });
    expect(activities[2]).toMatchObject({ replyToId: id, from: { role: "bot" } });
    expect(JSON.stringify(activities.slice(2))).toContain("欠费不停供");
    for (const activity of activities) expect(activityZodSchema.safeParse(activity).success).toBe(true);
    expect(await heard(conversation, watermark)).toEqual({ activities: [], watermark });
    await say(conversation, "1");
    expect((await heard(conversation, watermark)).activities[0].text).toBe("1");
  });

  it("is on every server, and after a restart", async () => {
    const conversation = await begin();
    await say(conversation, "房租能减吗");
    const other = await start();
    const { activities } = await heard(conversation, "1", other.server.url);
    expect(activities[0].text).toBe("房租能减吗");
    await other.channel.stop?.();
    await other.server.close();
  });

  it("takes the same message once, by the client's own id", async () => {
    const conversation = await begin();
    const again = { channelData: { clientActivityID: "c-1" } };
    const [first, second] = await Promise.all([1, 2].map(() => say(conversation, "宽带费能降吗", again)));
    expect(await first?.json()).toEqual(await second?.json());
    const said = (await heard(conversation)).activities;
    expect(said.filter(({ from }) => from.role === "user")).toHaveLength(1);
    expect(said.filter(({ replyToId }) => replyToId !== undefined).length).toBeLessThanOrEqual(2);
    expect(said[1].channelData).toEqual({ clientActivityID: "c-1" });
  });

  it("keeps no personal number, and nothing of a client's activity that it does not need", async () => {
    const conversation = await begin();
    await say(conversation, "我电话13800138000，贷款能缓吗", {
      value: { mine: true },
      from: { id: "me", name: "王某" },
    });
    const [, mine] = (await heard(conversation)).activities;
    expect(JSON.stringify(mine)).not.toMatch(/13800138000|王某|mine/u);
  });

  it("says that files cannot be read", async () => {
    const conversation = await begin();
    const response = await call(
      `/conversations/${conversation.conversationId}/upload?userId=me`,
      conversation.token,
      {},
    );
    expect(response.status).toBe(415);
    expect((await heard(conversation, "1")).activities[0].text).toBe(wording.activity.unreadable);
  });

  it("that is not there is not found, also for the secret", async () => {
    for (const path of ["/conversations/none", "/conversations/none/activities"])
      expect((await call(path, SECRET)).status).toBe(404);
    expect((await call("/conversations/none/activities", SECRET, message("你好"))).status).toBe(404);
  });

  it("takes thirty messages a minute", async () => {
    const conversation = await begin();
    const statuses: number[] = [];
    for (let count = 0; count < 32; count++)
      statuses.push((await say(conversation, "", { type: "typing" })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.at(-1)).toBe(429);
    desk.clock.now += 61_000;
    expect((await say(conversation, "你好")).status).toBe(200);
  });

  it.each([{}, { type: 1 }, [], "x", null, { type: "message", text: {} }])("refuses %j", async (body) => {
    const conversation = await begin();
    const path = `/conversations/${conversation.conversationId}/activities`;
    expect((await call(path, conversation.token, body as object)).status).toBe(400);
  });

  it("refuses what is too large", async () => {
    const other = await start();
    const { conversationId, token } = await begin();
    const path = `/conversations/${conversationId}/activities`;
    const response = await call(path, token, message("电".repeat(300_000)), {}, other.server.url);
    expect(response.status).toBe(413);
    await other.channel.stop?.();
    await other.server.close();
  });

  it("carries a person's words", async () => {
    const conversation = await begin();
    await channel.send?.(conversation.conversationId, "我是坐席小李，请讲。");
    expect((await heard(conversation, "1")).activities[0].text).toBe("我是坐席小李，请讲。");
    await expect(channel.send?.("none", "在吗")).rejects.toThrow(NotDelivered);
  });

  it("says everything in the text where cards are switched off", async () => {
    const other = await start({ ...SETTINGS, DIRECT_LINE_CARDS: "false" });
    const conversation = await begin();
    const path = `/conversations/${conversation.conversationId}/activities`;
    await call(path, conversation.token, message("店里电费欠着会停电吗"), {}, other.server.url);
    const answer = (await heard(conversation, "2")).activities[0];
    expect(answer.attachments).toBeUndefined();
    expect(answer.text).toContain("欠费不停供");
    await other.channel.stop?.();
    await other.server.close();
  });
});

describe("the stream", () => {
  it("tells what was said, then what is said, here and on another server, and keeps saying that it lives", async () => {
    const conversation = await begin();
    const stream = await listenTo(conversation.streamUrl);
    expect((await stream.next()).activities[0].text).toBe(wording.greeting);
    await say(conversation, "房租能减吗");
    const said = await stream.until("2022");
    expect(said[0].text).toBe("房租能减吗");
    const other = await start();
    await other.channel.send?.(conversation.conversationId, "别处说的");
    expect((await stream.until("别处说的")).at(-1).text).toBe("别处说的");
    await stream.beaten();
    expect(stream.socket.readyState).toBe(WebSocket.OPEN);
    await other.channel.stop?.();
    await other.server.close();
    stream.socket.close();
  });

  it("is resumed by the watermark without a gap and without anything twice", async () => {
    const conversation = await begin();
    const first = await listenTo(conversation.streamUrl);
    const { watermark } = await first.next();
    first.socket.close();
    await say(conversation, "贷款年底到期还不上");
    const path = `/conversations/${conversation.conversationId}?watermark=${watermark}`;
    const again = (await (await call(path, conversation.token)).json()) as Conversation;
    const second = await listenTo(again.streamUrl);
    expect((await second.next()).activities[0]).toMatchObject({ text: "贷款年底到期还不上" });
    second.socket.close();
  });

  it("opens for our sites and our own pages, for no others, and not often", async () => {
    const { streamUrl } = await begin();
    expect(await refusalOf(streamUrl, "https://evil.example")).toBe(403);
    expect(await refusalOf(streamUrl, "null")).toBe(403);
    const opened = await Promise.all(
      [SITE, server.url, SITE, SITE].map((origin) => listenTo(streamUrl, origin)),
    );
    expect(await refusalOf(streamUrl, SITE)).toBe(429);
    for (const { socket } of opened) socket.close();
  });

  it("lets go of clients that do not answer, and of those that talk", async () => {
    const { streamUrl } = await begin();
    const other = await start(SETTINGS, { ...PACE, beatMs: 50 });
    const silent = await listenTo(streamUrl.replace(hostOf(server), hostOf(other.server)), SITE, {
      autoPong: false,
    });
    expect(await silent.closed()).toBe(1006);
    await other.channel.stop?.();
    await other.server.close();
    const loud = await listenTo(streamUrl);
    loud.socket.send("x".repeat(5_000));
    expect(await loud.closed()).toBe(1009);
  });

  it("is closed when the server stops", async () => {
    const other = await start();
    const { conversationId, token } = await begin();
    const response = await call(`/conversations/${conversationId}`, token, undefined, {}, other.server.url);
    const stream = await listenTo(((await response.json()) as Conversation).streamUrl);
    await stream.next();
    await other.channel.stop?.();
    expect(await stream.closed()).toBe(1001);
    await other.server.close();
  });

  it("has the address that clients see", async () => {
    const other = await start({ ...SETTINGS, DIRECT_LINE_PUBLIC_URL: "https://bot.example.gov.cn" });
    const response = await call("/conversations", SECRET, {}, {}, other.server.url);
    expect(((await response.json()) as Conversation).streamUrl).toMatch(
      /^wss:\/\/bot\.example\.gov\.cn\/channels\//u,
    );
    await other.channel.stop?.();
    await other.server.close();
  });
});

describe("other sites", () => {
  it("may call where they are named, and nowhere else", async () => {
    const preflight = (origin: string) =>
      fetch(`${server.url}/channels/direct-line/v3/directline/conversations`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          "access-control-request-headers": "authorization",
        },
      });
    expect((await preflight(SITE)).headers.get("access-control-allow-origin")).toBe(SITE);
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    const refused = await call("/conversations", undefined, {}, { origin: SITE });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe(SITE);
  });
});

function hostOf({ url }: { readonly url: string }): string {
  return new URL(url).host;
}

function streamToken({ streamUrl }: Conversation): string {
  return new URL(streamUrl).searchParams.get("t") ?? "";
}

async function listenTo(url: string, origin?: string, options: object = {}) {
  const socket = new WebSocket(url, { ...(origin !== undefined && { origin }), ...options });
  const sets: ActivitySet[] = [];
  let beats = 0;
  socket.on("message", (data) => {
    const text = String(data);
    if (text === "") beats++;
    else sets.push(JSON.parse(text));
  });
  const closing = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  const eventually = async <T>(look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    socket,
    next: () => eventually(() => sets.shift()),
    until: async (words: string) => {
      // biome-ignore lint/suspicious/noExplicitAny: activities as they came over the wire
      const all: any[] = [];
      while (!JSON.stringify(all).includes(words))
        all.push(...(await eventually(() => sets.shift())).activities);
      return all;
    },
    beaten: () => eventually(() => (beats > 0 ? true : undefined)),
    closed: () => closing,
  };
}

/** The status a WebSocket is refused with. */
function refusalOf(url: string, origin?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { ...(origin !== undefined && { origin }) });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
    socket.on("open", () => reject(new Error("It opened.")));
    socket.on("error", () => {});
  });
}
