import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import type { ChatResponse } from "../../bot/channels/webchat/protocol.ts";
import { openStore } from "../../bot/store/index.ts";
import { defaultWebSettings } from "../../bot/web-settings.ts";
import { wording } from "../../bot/wording.ts";
import { testDesk } from "../support/desk.ts";

let app: Hono;
const logged: string[] = [];
beforeAll(async () => {
  app = createApp(await testDesk(), (line) => logged.push(line));
});

const post = (body: unknown) => {
  return app.request("/api/chat", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
};
const chat = async (body: object) => (await (await post(body)).json()) as ChatResponse;

describe("POST /api/chat", () => {
  it("answers with the clause and where it stands", async () => {
    const answer = await chat({ text: "店里水费欠着会不会停水" });
    expect(answer).toMatchObject({ outcome: "answer", cites: ["M06.4"] });
    expect(answer.text).toContain("“欠费不停供”");
  });

  it("remembers the turn before", async () => {
    const { conversation } = await chat({ text: "店里欠着电费会不会断电" });
    expect(await chat({ conversation, text: "那要是换成水费呢" })).toMatchObject({
      conversation,
      cites: ["M06.4"],
    });
  });

  it("keeps conversations apart", async () => {
    await chat({ conversation: "a", text: "店里欠着电费会不会断电" });
    expect((await chat({ conversation: "b", text: "你好" })).outcome).toBe("smalltalk");
  });

  it("judges for the date it is given", async () => {
    expect((await chat({ text: "宽带费降了没有", asOf: "2023-01-01" })).text).toContain("已经到期");
  });

  it.each([
    ["no JSON", "{"],
    ["no text", {}],
    ["text that is no string", { text: 5 }],
    ["a date that is none", { text: "水费", asOf: "明天" }],
    ["too many characters", { text: "水".repeat(100_001) }],
  ])("%s is refused in words an owner understands", async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: "bad_request", message: expect.stringContaining("消息格式不对") },
    });
  });

  it("a body too large is refused before it is read", async () => {
    const response = await post({ text: "水".repeat(400_000) });
    expect(response.status).toBe(413);
  });

  it("gives back what was typed as text, never as markup", async () => {
    const answer = await chat({ text: "<img src=x onerror=alert(1)>水费欠着会停吗" });
    expect(JSON.stringify(answer)).not.toContain("<img");
  });
});

describe("the page", () => {
  it("is Chinese, carries the greeting and no inline script", async () => {
    const page = await (await app.request("/")).text();
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain("我只用这份通知的原文回答");
    expect(page).not.toMatch(/\{\{|<script(?![^>]*src=)/u);
  });

  it.each([
    "/chat.css",
    "/chat.js",
    "/embed.js",
    "/card.css",
    "/card.js",
    "/icon.svg",
    "/healthz",
    "/readyz",
    "/openapi.json",
  ])("%s is there", async (path) => {
    expect((await app.request(path)).status).toBe(200);
  });

  it("is pressed together, versioned, and not sent twice", async () => {
    const page = await (await app.request("/")).text();
    const [, script = ""] = page.match(/src="([^"]+)"/u) ?? [];
    const headers = { "accept-encoding": "gzip" };
    const first = await app.request(script, { headers });
    expect(first.headers.get("content-encoding")).toBe("gzip");
    expect(first.headers.get("cache-control")).toContain("immutable");
    expect(gunzipSync(await first.arrayBuffer()).toString()).toBe(await (await app.request(script)).text());
    const { headers: plain } = await app.request("/");
    expect(plain.get("cache-control")).toBe("no-cache");
    const again = await app.request("/", { headers: { "if-none-match": plain.get("etag") ?? "" } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
  });

  it("lets other sites load the widget's script, and only that and its styles", async () => {
    const policyOf = async (path: string) =>
      (await app.request(path)).headers.get("cross-origin-resource-policy");
    expect(await policyOf("/embed.js")).toBe("cross-origin");
    expect(await policyOf("/chat.css")).toBe("cross-origin");
    expect(await policyOf("/chat.js")).toBe("same-origin");
  });

  it("allows no scripts from elsewhere", async () => {
    const policy = (await app.request("/")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("unsafe");
  });
});

it("what escapes is logged once and told without internals", async () => {
  const desk = await testDesk();
  const broken = createApp(
    {
      ...desk,
      now: () => {
        throw new Error("the clock is broken");
      },
    },
    (line) => logged.push(line),
  );
  const response = await broken.request("/api/chat", {
    method: "POST",
    body: JSON.stringify({ text: "水费欠着会停吗" }),
  });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("clock");
  expect(logged.filter((line) => line.includes("the clock is broken"))).toHaveLength(1);
});

it("a turn that could not be kept is told as such, and taken again when there is room", async () => {
  const desk = await testDesk();
  const dataDir = mkdtempSync(join(tmpdir(), "mingbai-full-"));
  const store = await openStore({ dataDir }, { maxPages: 80 });
  const limits = { perConversation: 0, perAddress: 0, vainReceipts: 0 };
  const full = createApp({ ...desk, store }, (line) => logged.push(line), [], {
    ...defaultWebSettings,
    limits,
  });
  const say = () =>
    full.request("/api/chat", {
      method: "POST",
      body: JSON.stringify({ conversation: "c", text: "水费欠着会停吗" }),
    });
  let response = await say();
  for (let count = 0; response.status === 200 && count < 1_000; count++) response = await say();
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ error: { code: "full", message: wording.store.full } });
});
