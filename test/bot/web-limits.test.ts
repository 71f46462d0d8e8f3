/** How much one visitor may ask for, who he is taken for, and which sites may ask. */
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import type { Desk } from "../../bot/handle-turn.ts";
import { defaultWebSettings, type WebSettings } from "../../bot/web-settings.ts";
import { wording } from "../../bot/wording.ts";
import { testDesk } from "../support/desk.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await testDesk();
});

const appWith = (settings: Partial<WebSettings>) =>
  createApp(desk, undefined, [], { ...defaultWebSettings, ...settings });
type App = ReturnType<typeof appWith>;
const say = (app: App, conversation: string, from = "", extra: Record<string, string> = {}) =>
  app.request("/api/chat", {
    method: "POST",
    headers: { ...(from !== "" && { "x-forwarded-for": from }), ...extra },
    body: JSON.stringify({ conversation, text: "你好" }),
  });
const statuses = async (count: number, act: (index: number) => Promise<Response> | Response) => {
  const all: number[] = [];
  for (let index = 0; index < count; index++) all.push((await act(index)).status);
  return all;
};
const limits = { perConversation: 3, perAddress: 5, vainReceipts: 2 };

describe("messages", () => {
  it("too many in one conversation are told to wait, kindly and for how long; others go on", async () => {
    const app = appWith({ limits });
    expect(await statuses(4, () => say(app, "hasty"))).toEqual([200, 200, 200, 429]);
    const refused = await say(app, "hasty");
    expect(await refused.json()).toEqual({ error: { code: "too_many", message: wording.tooMany } });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("from one address are counted together, each address for itself", async () => {
    const app = appWith({ limits, trustedProxies: 1 });
    expect(await statuses(6, (index) => say(app, `a${index}`, "10.0.0.1"))).toEqual([
      ...Array(5).fill(200),
      429,
    ]);
    expect((await say(app, "other", "10.0.0.2")).status).toBe(200);
  });

  it("whoever writes X-Forwarded-For himself gains nothing", async () => {
    const behind = appWith({ limits, trustedProxies: 1 });
    const forged = (index: number) => say(behind, `b${index}`, `1.2.3.${index}, 10.0.0.1`);
    expect((await statuses(6, forged)).at(-1)).toBe(429);
    const open = appWith({ limits });
    expect((await statuses(6, (index) => say(open, `c${index}`, `1.2.3.${index}`))).at(-1)).toBe(429);
  });

  it("a network of version 6 is one visitor", async () => {
    const app = appWith({ limits, trustedProxies: 1 });
    const within = (index: number) => say(app, `d${index}`, `2001:db8:1:2:${index}::1`);
    expect((await statuses(6, within)).at(-1)).toBe(429);
    expect((await say(app, "e", "2001:db8:1:3::1")).status).toBe(200);
  });

  it("an office of forty behind one address is not slowed down", async () => {
    const app = appWith({ trustedProxies: 1 });
    const office = await Promise.all(
      Array.from({ length: 400 }, (_, index) => say(app, `desk${index % 40}`, "10.9.9.9")),
    );
    expect(office.every(({ status }) => status === 200)).toBe(true);
  });

  it("are not counted together with what the page asks by itself while somebody waits, which has a limit of its own", async () => {
    const app = appWith({ limits: { ...limits, perAddress: 0 } });
    const look = () => app.request("/api/chat/handover?conversation=patient&after=0");
    expect(await statuses(12, look)).toEqual(Array(12).fill(200));
    const refused = await look();
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({ error: { code: "too_many", message: wording.tooMany } });
    expect((await say(app, "patient")).status).toBe(200);
    const end = await app.request("/api/chat/handover/end", {
      method: "POST",
      body: JSON.stringify({ conversation: "patient" }),
    });
    expect(end.status).toBe(429);
  });

  it("are not counted where the limits are off", async () => {
    const app = appWith({ limits: { perConversation: 0, perAddress: 0, vainReceipts: 0 } });
    expect(new Set(await statuses(40, () => say(app, "many")))).toEqual(new Set([200]));
  });
});

describe("sites", () => {
  const allowed = async (app: App, origin: string) => {
    const preflight = await app.request("/api/chat", {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    return preflight.headers.get("access-control-allow-origin");
  };

  it("any may ask by default, without cookies", async () => {
    const app = appWith({});
    expect(await allowed(app, "https://www.example.gov.cn")).toBe("*");
    const response = await say(app, "f", "", { origin: "https://www.example.gov.cn" });
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("but never from the console", async () => {
    const app = appWith({});
    const headers = { origin: "https://www.example.gov.cn", "access-control-request-method": "POST" };
    const preflight = await app.request("/api/console/session", { method: "OPTIONS", headers });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("only those named may ask where some are", async () => {
    const app = appWith({ widgetSites: ["https://www.example.gov.cn", "https://sme.example.gov.cn"] });
    expect(await allowed(app, "https://sme.example.gov.cn")).toBe("https://sme.example.gov.cn");
    expect(await allowed(app, "https://evil.example")).toBeNull();
  });
});
