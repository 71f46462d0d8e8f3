import type { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../../bot/app.ts";
import { DEFAULT_STAFF_SETTINGS } from "../../../bot/staff/settings.ts";
import type { Site } from "../../../bot/staff/site.ts";
import { wording } from "../../../bot/wording.ts";
import { testDesk } from "../../support/desk.ts";
import { addStaff, cookieOf, signInAs, signInRequest } from "../../support/staff.ts";

const MINUTE = 60_000;

let desk: Awaited<ReturnType<typeof testDesk>>;
let app: Hono;
const logged: string[] = [];
const appWith = (site: Partial<Site> = {}) =>
  createApp(desk, (line) => logged.push(line), [], { staff: DEFAULT_STAFF_SETTINGS, ...site });
beforeEach(async () => {
  desk = await testDesk();
  await addStaff(desk.store, desk.now());
  app = appWith();
});

const whoIs = (cookie: string) => app.request("/api/console/session", { headers: { cookie } });
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code;

describe("signing in", () => {
  it("says who signed in and what he may see, and keeps him signed in", async () => {
    const { session, cookie } = await signInAs(app, "operator");
    expect(session).toMatchObject({ login: "operator", name: "王坐席", areas: ["call", "queue"] });
    expect(await (await whoIs(cookie)).json()).toEqual(session);
  });

  it("takes a login as people type it", async () => {
    expect((await signInRequest(app, " Operator ")).status).toBe(200);
  });

  it("answers an unknown login as it answers a wrong password", async () => {
    const wrong = await signInRequest(app, "operator", "not the password");
    const unknown = await signInRequest(app, "nobody", "not the password");
    expect(wrong.status).toBe(403);
    expect(unknown.status).toBe(403);
    expect(await wrong.text()).toBe(await unknown.text());
    expect([wrong, unknown].map((response) => response.headers.get("set-cookie"))).toEqual([null, null]);
  });

  it("locks a login after five failures, known or not, for longer each time, and not for ever", async () => {
    for (const login of ["operator", "nobody"]) {
      const statuses = [];
      for (let i = 0; i < 5; i++) statuses.push((await signInRequest(app, login, "no no no no no")).status);
      expect(statuses).toEqual([403, 403, 403, 403, 429]);
    }
    const refusal = await signInRequest(app, "operator");
    expect(refusal.status).toBe(429);
    expect(await refusal.text()).toContain("请过1分钟再试");
    desk.clock.now += MINUTE + 1;
    expect(await (await signInRequest(app, "operator", "no no no no no")).text()).toContain("请过2分钟");
    desk.clock.now += MINUTE + 1;
    expect((await signInRequest(app, "operator")).status).toBe(429);
    desk.clock.now += MINUTE;
    expect((await signInRequest(app, "operator")).status).toBe(200);
    expect((await signInRequest(app, "operator", "no no no no no")).status).toBe(403);
  });

  it("lets no more guesses through when they come at once", async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signInRequest(app, "operator", `guess number ${i}`)),
    );
    const log = await desk.store.staff.actions();
    expect(responses.every(({ status }) => status === 403 || status === 429)).toBe(true);
    expect(log.filter(({ action }) => action === "sign_in_failed")).toHaveLength(5);
  });

  it("allows so many attempts from one address", async () => {
    const statuses = [];
    for (let i = 0; i < 31; i++) statuses.push((await signInRequest(app, `somebody${i}`)).status);
    expect(statuses.slice(0, 30).every((status) => status === 403)).toBe(true);
    expect(statuses[30]).toBe(429);
    desk.clock.now += 6 * MINUTE;
    expect((await signInRequest(app, "operator")).status).toBe(200);
  });

  it.each([
    ["another site's page", { origin: "https://evil.example" }],
    ["a page that says it is another site", { "sec-fetch-site": "cross-site" }],
    ["no page", { origin: "" }],
  ])("%s is refused", async (_, headers) => {
    const response = await signInRequest(app, "operator", undefined, headers);
    expect(response.status).toBe(403);
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it("gives a new token whatever the browser held, and ends what it held", async () => {
    const planted = await signInRequest(app, "editor");
    const again = await signInRequest(app, "operator", undefined, { cookie: cookieOf(planted) });
    expect(cookieOf(again)).not.toBe(cookieOf(planted));
    expect((await whoIs(cookieOf(planted))).status).toBe(401);
    const made = await signInRequest(app, "operator", undefined, { cookie: "mingbai-staff=planted" });
    expect(cookieOf(made)).not.toContain("planted");
    expect((await whoIs("mingbai-staff=planted")).status).toBe(401);
  });
});

describe("the cookie", () => {
  it("is out of reach of scripts and other sites", async () => {
    const cookie = (await signInRequest(app, "operator")).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^mingbai-staff=[\w-]{43}; /u);
    for (const flag of ["HttpOnly", "SameSite=Strict", "Path=/"]) expect(cookie).toContain(flag);
    expect(cookie).not.toMatch(/Secure|Domain|Max-Age|Expires/u);
  });

  it.each([
    ["PUBLIC_URL is https", { publicUrl: "https://ask.example.cn", trustedProxies: 0 }, {}],
    [
      "a proxy says so",
      { trustedProxies: 1 },
      { "x-forwarded-proto": "https", "x-forwarded-host": "ask.example.cn" },
    ],
  ])("is for this host and https alone where %s", async (_, site, headers) => {
    app = appWith(site);
    const response = await signInRequest(app, "operator", undefined, {
      origin: "https://ask.example.cn",
      ...headers,
    });
    const cookie = response.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^__Host-mingbai-staff=/u);
    expect(cookie).toContain("Secure");
  });

  it("is not taken from a proxy nobody trusts", async () => {
    const response = await signInRequest(app, "operator", undefined, { "x-forwarded-proto": "https" });
    expect(response.headers.get("set-cookie")).not.toContain("Secure");
  });
});

describe("a session", () => {
  it("ends half an hour after the last thing done, not before", async () => {
    const { cookie } = await signInAs(app, "operator");
    for (let i = 0; i < 3; i++) {
      desk.clock.now += 29 * MINUTE;
      expect((await whoIs(cookie)).status).toBe(200);
    }
    desk.clock.now += 31 * MINUTE;
    expect((await whoIs(cookie)).status).toBe(401);
    desk.clock.now -= 31 * MINUTE;
    expect((await whoIs(cookie)).status).toBe(401);
  });

  it("is not kept alive by what the page asks by itself", async () => {
    const { ask } = await signInAs(app, "operator");
    const headers = { "x-mingbai-by-itself": "1" };
    for (let i = 0; i < 3; i++) {
      desk.clock.now += 14 * MINUTE;
      expect((await ask("/session", { headers })).status).toBe(i < 2 ? 200 : 401);
    }
  });

  it("ends after twelve hours however busy", async () => {
    const { cookie } = await signInAs(app, "operator");
    for (let i = 0; i < 36; i++) {
      desk.clock.now += 20 * MINUTE;
      expect((await whoIs(cookie)).status).toBe(200);
    }
    desk.clock.now += MINUTE;
    expect((await whoIs(cookie)).status).toBe(401);
  });

  it("ends when he signs out", async () => {
    const { cookie, send } = await signInAs(app, "operator");
    const other = await signInAs(app, "operator");
    expect((await send("DELETE", "/session")).status).toBe(204);
    expect((await whoIs(cookie)).status).toBe(401);
    expect((await whoIs(other.cookie)).status).toBe(200);
  });

  it("ends everywhere when he says so", async () => {
    const here = await signInAs(app, "operator");
    const there = await signInAs(app, "operator");
    const editor = await signInAs(app, "editor");
    expect((await here.send("DELETE", "/sessions")).status).toBe(204);
    for (const { cookie } of [here, there]) expect((await whoIs(cookie)).status).toBe(401);
    expect((await whoIs(editor.cookie)).status).toBe(200);
  });

  it.each([{ role: "editor" }, { password: "$argon2id$another" }, { disabled: true }])(
    "ends everywhere at %o",
    async (change) => {
      const { cookie } = await signInAs(app, "operator");
      await desk.store.staff.change("operator", change);
      expect((await whoIs(cookie)).status).toBe(401);
    },
  );

  it("is not opened for a disabled account, and nothing says why", async () => {
    await desk.store.staff.change("operator", { disabled: true });
    const response = await signInRequest(app, "operator");
    expect(await codeOf(response)).toBe("wrong");
  });
});

describe("what changes something", () => {
  it.each([
    ["without the page's token", {}],
    ["with another session's token", { "x-mingbai-csrf": "A".repeat(43) }],
  ])("is refused %s", async (_, headers) => {
    const { cookie, ask } = await signInAs(app, "operator");
    const response = await ask("/session", {
      method: "DELETE",
      headers: { origin: "http://localhost", ...headers },
    });
    expect(response.status).toBe(403);
    expect(await codeOf(response)).toBe("stale_page");
    expect((await whoIs(cookie)).status).toBe(200);
  });

  it("is refused from another site, whatever it knows", async () => {
    const { session, ask } = await signInAs(app, "operator");
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"]) {
      const headers = { origin, "x-mingbai-csrf": session.csrf };
      expect((await ask("/session", { method: "DELETE", headers })).status).toBe(403);
    }
  });
});

it("nothing kept or logged holds a password or a token", async () => {
  const { cookie } = await signInAs(app, "operator");
  await signInRequest(app, "operator", "a wrong password");
  await signInRequest(app, "a password typed as login", "x");
  const kept = JSON.stringify([await desk.store.staff.actions(), logged]);
  for (const secret of [cookie.split("=")[1] ?? "", "a wrong password", "a password typed as login"])
    expect(kept).not.toContain(secret);
  expect(kept).toContain('"sign_in"');
});

describe("the page", () => {
  it("is framed by nobody, loads nothing from elsewhere, runs nothing inline", async () => {
    const response = await app.request("/console");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    const page = await response.text();
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).not.toMatch(/\{\{|<!--| style=|<script(?![^>]*(?:src=|type="application\/json"))/u);
    expect(page).toContain(wording.console.signIn.title);
  });

  it("is not kept", async () => {
    const response = await app.request("/api/console/session");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await codeOf(response)).toBe("signed_out");
  });
});
