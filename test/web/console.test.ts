import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { handleTurn } from "../../bot/handle-turn.ts";
import { createSingleSignOn } from "../../bot/staff/oidc.ts";
import { DEFAULT_STAFF_SETTINGS } from "../../bot/staff/settings.ts";
import { describeInBrowser, launchBrowser, type Served, serveApp } from "../support/browser.ts";
import { testDesk } from "../support/desk.ts";
import { OIDC_CLIENT, type OidcServer, startOidcServer } from "../support/oidc-server.ts";
import { addStaff, STAFF_PASSWORD } from "../support/staff.ts";

const HOUR = 60 * 60 * 1000;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describeInBrowser("the console", () => {
  let desk: Awaited<ReturnType<typeof testDesk>>;
  let served: Served;
  let oidc: OidcServer;
  let browser: Browser;
  const troubles: string[] = [];

  beforeAll(async () => {
    desk = await testDesk();
    await addStaff(desk.store, desk.now());
    const said = [
      "个体户社保能晚点交吗",
      "<img src=x onerror=document.title='stolen'>能退税吗",
      "今晚看什么电影",
    ];
    for (const [index, text] of said.entries())
      await handleTurn({ channel: "web", conversation: `${index}`, message: "m", text }, desk);
    const about = { conversation: "web:0", message: "m", at: desk.now() };
    await desk.store.feedback.give({ ...about, useful: false, reason: "unclear", text: "<i>看不懂</i>" });
    // The port is known first, since the issuer must be told where to send people back to.
    const probe = await serveApp(createApp(desk));
    const { port } = new URL(probe.origin);
    await probe.close();
    oidc = await startOidcServer(`http://127.0.0.1:${port}/api/console/sso/callback`);
    const settings = { issuer: oidc.issuer, ...OIDC_CLIENT, roleClaim: "mingbai_role" };
    const app = createApp(desk, () => {}, [], {
      staff: DEFAULT_STAFF_SETTINGS,
      sso: createSingleSignOn(settings, fetch),
    });
    served = await serveApp(app, Number(port));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await oidc?.close();
  });

  const open = async (context?: BrowserContext, hash = ""): Promise<Page> => {
    const own =
      context ?? (await browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 800 } }));
    const page = await own.newPage();
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => {
      // That a refusal is a 4xx is meant; a broken policy is not.
      if (message.type() === "error" && !/status of 4\d\d/u.test(message.text()))
        troubles.push(message.text());
    });
    await page.goto(`${served.origin}/console${hash}`);
    return page;
  };
  const type = async (page: Page, login: string, password = STAFF_PASSWORD) => {
    await page.fill("input[name=login]", login);
    await page.fill("input[name=password]", password);
    await page.keyboard.press("Enter");
  };
  const signedIn = async (login: string, hash = "") => {
    const page = await open(undefined, hash);
    await type(page, login);
    await page.waitForSelector(".me");
    return page;
  };
  const accessible = async (page: Page) => {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() =>
      (
        window as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe.run(),
    );
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(" ")
          .slice(0, 300)}`,
    );
  };

  it("is entered by keyboard alone; the tabs are those of the role", async () => {
    const page = await open();
    await page.waitForSelector("input[name=login]:focus");
    await page.keyboard.type("editor");
    await page.keyboard.press("Tab");
    await page.keyboard.type(STAFF_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".rows tbody tr");
    expect(await page.locator("nav a").allTextContents()).toEqual(["未答", "检索试验"]);
    await page.context().close();
  });

  it("a wrong password is said to be, the login stays typed; five lock", async () => {
    const page = await open();
    for (let i = 0; i < 4; i++) {
      await type(page, "operator", `wrong number ${i}`);
      await page.waitForFunction(
        () => document.querySelector(".trouble")?.textContent === "账号或密码不对。",
      );
    }
    expect(await page.inputValue("input[name=login]")).toBe("operator");
    await type(page, "operator", "wrong number 5");
    await page.waitForFunction(() =>
      document.querySelector(".trouble")?.textContent?.includes("请过1分钟再试"),
    );
    await desk.store.staff.forgive("operator");
    await page.context().close();
  });

  it("a session that expires keeps what is typed, and the same act goes on after signing in again", async () => {
    const page = await signedIn("editor", "#review");
    await page.locator("tr", { hasText: "电影" }).locator("text=处理").click();
    await page.fill(".note textarea", "补了两句说法，<b>下周</b>再看");
    desk.clock.now += HOUR;
    await page.click(".note button[type=submit]");
    await page.waitForSelector("dialog[open] input[type=password]:focus");
    expect(await page.inputValue(".note textarea")).toBe("补了两句说法，<b>下周</b>再看");
    expect(await page.inputValue("dialog input[name=login]")).toBe("editor");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.type("not the right one");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("dialog .trouble")?.textContent !== "");
    await page.keyboard.type(STAFF_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog", { state: "detached" });
    await page.waitForFunction(() => document.querySelector(".toast")?.textContent === "已标为已处理。");
    const [handled] = await desk.store.review.questions({ handled: true });
    expect(handled?.handled?.note).toBe("补了两句说法，<b>下周</b>再看");
    await page.context().close();
  });

  it("somebody else signing in over it opens the page anew, as his", async () => {
    const page = await signedIn("supervisor", "#figures");
    await page.waitForSelector(".number");
    desk.clock.now += HOUR;
    await page.click(".ranges button");
    await page.waitForSelector("dialog[open]");
    await page.fill("dialog input[name=login]", "editor");
    await page.fill("dialog input[name=password]", STAFF_PASSWORD);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("nav a").length === 2);
    expect(await page.textContent(".me summary")).toContain("陈编辑");
    await page.context().close();
  });

  it("signing in anew in another window does not stop this one", async () => {
    const page = await signedIn("editor", "#playground");
    await page.waitForSelector(".wordings");
    const other = await page.context().newPage();
    await other.goto(`${served.origin}/console`);
    await other.waitForSelector(".me");
    await other.click(".me summary");
    await other.click(".menu button:first-of-type");
    await other.waitForSelector("input[name=login]");
    await type(other, "editor");
    await other.waitForSelector(".me");
    await page.fill(".wordings textarea", "水费拖着会停水吗");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".trial");
    await page.context().close();
  });

  it("signing out leaves nothing to go back to", async () => {
    const page = await signedIn("editor");
    await page.waitForSelector(".rows tbody tr");
    await page.click("nav a:last-child");
    await page.waitForSelector(".wordings");
    await page.click(".me summary");
    await page.click(".menu button:first-of-type");
    await page.waitForSelector("input[name=login]");
    await page.goBack();
    await page.waitForSelector("input[name=login]");
    expect(await page.locator(".rows").count()).toBe(0);
    await page.context().close();
  });

  it("comes back from the organisation's sign-in on another site, signed in", async () => {
    oidc.person = { sub: "b-1", name: "冯督导", mingbai_role: "supervisor" };
    const page = await open();
    await page.click("text=用单位账号登录");
    await page.waitForSelector(".me");
    expect(await page.textContent(".me summary")).toContain("冯督导");
    const cookies = await page.context().cookies(served.origin);
    expect(cookies).toMatchObject([{ name: "mingbai-staff", httpOnly: true, sameSite: "Strict" }]);
    await page.context().close();
  });

  it("says why the organisation's sign-in let nobody in", async () => {
    oidc.person = { sub: "b-2", name: "某人" };
    const page = await open();
    await page.click("text=用单位账号登录");
    await page.waitForFunction(() =>
      document.querySelector(".trouble")?.textContent?.includes("没有坐席台的权限"),
    );
    await page.context().close();
  });

  it("what owners typed is shown as text", async () => {
    const page = await signedIn("editor");
    await page.waitForSelector(".rows tbody tr");
    expect(await page.textContent(".rows tbody")).toContain("<img src=x onerror");
    expect(await page.locator(".rows img").count()).toBe(0);
    await page.locator("tr", { hasText: "<img" }).locator("text=去试验").click();
    await page.waitForSelector(".trial");
    expect(await page.textContent(".trial h2")).toContain("<img src=x");
    expect(await page.title()).not.toBe("stolen");
    await page.goBack();
    await page.waitForSelector(".rows:visible");
    await page.context().close();
  });

  it("chosen rows are saved as a file", async () => {
    const page = await signedIn("supervisor", "#review");
    await page.locator(".rows tbody input[type=checkbox]").first().check();
    const saving = page.waitForEvent("download");
    await page.click("text=导出所选（1条）");
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(/^unanswered-\d{4}-\d\d-\d\d\.csv$/u);
    const text = readFileSync(await file.path(), "utf8");
    expect(text.startsWith("\uFEFF")).toBe(true);
    expect(text.trim().split("\r\n")).toHaveLength(2);
    await page.context().close();
  });

  it("a trial says plainly what was hit and what was not, side by side", async () => {
    const page = await signedIn("editor", "#playground");
    await page.locator(".wordings textarea").nth(0).fill("今晚看什么电影");
    await page.locator(".wordings textarea").nth(1).fill("作坊电费拖几天会断电吗");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".trials.two");
    const [missed = "", hit = ""] = await page.locator(".finding").allTextContents();
    expect(missed).toContain("未命中");
    expect(hit).toContain("命中：M06.4");
    await page.context().close();
  });

  it.each(["light", "dark"] as const)("axe finds nothing (%s)", async (colorScheme) => {
    const context = await browser.newContext({ locale: "zh-CN", colorScheme });
    const page = await open(context, "#review");
    await page.waitForSelector("form");
    expect(await accessible(page)).toEqual([]);
    await type(page, "supervisor");
    await page.waitForSelector(".rows tbody tr");
    await page.locator(".acts button").first().click();
    expect(await accessible(page)).toEqual([]);
    await page.goto(`${served.origin}/console#figures`);
    await page.waitForSelector(".number");
    await page.click(".block summary");
    expect(await accessible(page)).toEqual([]);
    for (const view of ["评价", "操作记录"]) {
      await page.click(`.views >> text=${view}`);
      await page.waitForSelector(".view:not([hidden]) tbody tr");
      expect(await accessible(page)).toEqual([]);
    }
    expect(await accessible(page)).toEqual([]);
    await page.goto(`${served.origin}/console#playground`);
    await page.fill(".wordings textarea", "水费拖着会停水吗");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".trial");
    expect(await accessible(page)).toEqual([]);
    await context.close();
  });

  it.each([390, 1024, 1280])("nothing is wider than a screen of %i pixels", async (width) => {
    const context = await browser.newContext({ viewport: { width, height: 800 } });
    const page = await open(context);
    await type(page, "supervisor");
    for (const [hash, ready] of [
      ["#review", ".rows tbody tr"],
      ["#figures", ".number"],
      ["#playground", ".wordings"],
    ] as const) {
      await page.waitForSelector(".me");
      await page.goto(`${served.origin}/console${hash}`);
      await page.waitForSelector(ready);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.locator(".wordings textarea").nth(0).fill("水费拖着会停水吗");
    await page.locator(".wordings textarea").nth(1).fill("今晚看什么电影");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".trials.two");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  });

  it("nothing went wrong meanwhile", () => expect(troubles).toEqual([]));
});
