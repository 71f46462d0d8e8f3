/** The widget in pages of others, and what page and widget weigh. */
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { Hono } from "hono";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import type { Desk } from "../../bot/handle-turn.ts";
import { defaultWebSettings } from "../../bot/web-settings.ts";
import { wording } from "../../bot/wording.ts";
import { describeInBrowser, launchBrowser, type Served, serveApp } from "../support/browser.ts";
import { openChat, PHONE } from "../support/chat-page.ts";
import { testDesk } from "../support/desk.ts";

const say = wording.page;

/** What careless and hostile sites do to whatever stands in their pages. */
const HOSTILE = `
  html { font-size: 6px; filter: grayscale(0); }
  body { transform: scale(0.5); font: italic 60px/3 cursive; letter-spacing: 1em; text-transform: uppercase; color: red; }
  * { all: unset !important; display: inline !important; font-size: 99px !important; color: red !important; --ink: red !important;
    --card: lime !important; z-index: 0 !important; opacity: 0.1 !important; visibility: hidden !important; }
  div, p, button, textarea { position: absolute !important; left: -9999px !important; background: lime !important; }
  .bubble, .panel, .launcher, .mingbai { display: none !important; }
`;

describeInBrowser("the widget in a foreign page", () => {
  let desk: Desk;
  let served: Served;
  let browser: Browser;
  const sites: Served[] = [];
  beforeAll(async () => {
    desk = await testDesk();
    served = await serveApp(createApp(desk));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    for (const site of [...sites, served]) await site?.close();
    await desk?.store.close();
  });

  /** A page of another origin; `isOpen` lets the test look into the closed tree. */
  const embedded = async (head: string, script = "", headers: Record<string, string> = {}) => {
    const foreign = new Hono()
      .get("/favicon.ico", (c) => c.body(null, 204))
      .get("/", (c) =>
        c.html(
          `<!doctype html><html><head><title>某区政府</title>${head}</head><body><h1 id="theirs">某区政府</h1>
        <script src="${script === "" ? `${served.origin}/embed.js` : script}" async></script></body></html>`,
          200,
          headers,
        ),
      );
    const site = await serveApp(foreign);
    sites.push(site);
    const context = await browser.newContext({
      viewport: { width: 1024, height: 800 },
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (init) {
        Object.assign(window, { asked: init.mode });
        return attach.call(this, { ...init, mode: "open" });
      };
    });
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(site.origin);
    return { page, errors, context };
  };
  const ask = async (page: Page, text: string) => {
    await page.getByRole("button", { name: say.open }).click();
    await page.locator("mingbai-chat .text").fill(text);
    await page.locator("mingbai-chat .text").press("Enter");
    await page.locator("mingbai-chat .citation").waitFor();
    await page.mouse.move(0, 0);
  };
  /** How it looks, in numbers. */
  const looks = (page: Page) =>
    page.evaluate(() => {
      const root = document.querySelector("mingbai-chat")?.shadowRoot;
      const of = (selector: string) => {
        const part = root?.querySelector(selector);
        if (!part) return undefined;
        const {
          fontSize,
          color,
          backgroundColor,
          letterSpacing,
          fontStyle,
          textTransform,
          display,
          visibility,
          opacity,
        } = getComputedStyle(part);
        const { left, width, height } = part.getBoundingClientRect();
        return {
          fontSize,
          color,
          backgroundColor,
          letterSpacing,
          fontStyle,
          textTransform,
          display,
          visibility,
          opacity,
          place: [left, width, height].map(Math.round),
        };
      };
      return {
        host: getComputedStyle(document.querySelector("mingbai-chat") as Element).position,
        parts: [".panel", ".bubble.bot p", ".text", "blockquote", ".choice", ".send"].map(of),
      };
    });

  it("looks the same under hostile styles as in an empty page", async () => {
    const plain = await embedded("");
    await ask(plain.page, "店里水费欠着会停吗");
    const hostile = await embedded(`<style>${HOSTILE}</style>`);
    await ask(hostile.page, "店里水费欠着会停吗");
    expect(await looks(hostile.page)).toEqual(await looks(plain.page));
    expect(await hostile.page.evaluate(() => (window as unknown as { asked: string }).asked)).toBe("closed");
    expect([...plain.errors, ...hostile.errors]).toEqual([]);
    await plain.context.close();
    await hostile.context.close();
  });

  it("changes nothing of the page: no style, no global, no cookie, no key heard", async () => {
    const { page, context } = await embedded(
      `<style>h1 { color: rgb(1, 2, 3) } button { color: rgb(4, 5, 6) }</style>
       <script>addEventListener("keydown", (event) => (window.heard = (window.heard ?? "") + event.key));
       window.before = Object.keys(window);</script>`,
    );
    await ask(page, "店里水费欠着会停吗");
    await page.locator("mingbai-chat .text").press("/");
    const left = await page.evaluate(() => {
      const { before, heard } = window as unknown as { before: string[]; heard?: string };
      return {
        heading: getComputedStyle(document.getElementById("theirs") as Element).color,
        styles:
          document.querySelectorAll("head style, link[rel=stylesheet]").length +
          document.adoptedStyleSheets.length,
        globals: Object.keys(window).filter(
          (key) => !before.includes(key) && !["before", "asked"].includes(key),
        ),
        heard: heard ?? "",
        children: document.body.querySelectorAll("[class]").length,
      };
    });
    expect(left).toEqual({ heading: "rgb(1, 2, 3)", styles: 1, globals: [], heard: "", children: 0 });
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it("works under a strict policy that allows its script and its server", async () => {
    const { page, errors, context } = await embedded("", "", {
      "content-security-policy": `default-src 'none'; script-src ${served.origin}; connect-src ${served.origin}; require-trusted-types-for 'script'`,
    });
    await ask(page, "店里水费欠着会停吗");
    expect(errors).toEqual([]);
    await context.close();
  });

  it("opens, closes by Escape and gives the focus back; is there again after a refresh", async () => {
    const { page, context } = await embedded("");
    await ask(page, "店里水费欠着会停吗");
    await page.evaluate(axe.source);
    const faults = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: typeof import("axe-core") };
      const { violations } = await axe.run({ include: [["mingbai-chat"]] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
    expect(faults).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.locator("mingbai-chat .panel").isVisible()).toBe(false);
    const focused = await page.evaluate(
      () => document.querySelector("mingbai-chat")?.shadowRoot?.activeElement?.textContent,
    );
    expect(focused).toBe(say.open);
    await page.reload();
    await page.getByRole("button", { name: say.open }).click();
    await page.locator("mingbai-chat .citation").waitFor();
    expect(await page.locator("mingbai-chat a.card").getAttribute("href")).toMatch(
      new RegExp(`^${served.origin}/card/\\d{12}$`, "u"),
    );
    await context.close();
  });

  it("stays away from sites that are not named, and says why to whoever embeds it", async () => {
    const strict = await serveApp(
      createApp(desk, undefined, [], { ...defaultWebSettings, widgetSites: ["https://www.example.gov.cn"] }),
    );
    sites.push(strict);
    const { page, errors, context } = await embedded("", `${strict.origin}/embed.js`);
    await expect.poll(() => errors.join()).toContain("WIDGET_ORIGINS");
    expect(await page.locator("mingbai-chat").count()).toBe(0);
    const refused = await page.evaluate(
      (address) =>
        fetch(address, { method: "POST", body: "{}" }).then(
          () => "read",
          () => "refused",
        ),
      `${strict.origin}/api/chat`,
    );
    expect(refused).toBe("refused");
    await context.close();
  });

  describe("weighs little", () => {
    it("the widget, its styles and words included: at most 25 KB", async () => {
      const script = await (await fetch(`${served.origin}/embed.js`)).text();
      expect(script).toContain(".citation");
      expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(25 * 1024);
    });

    it("the page up to its first answer: at most 120 KB, and nothing moves under the reader's eyes", async () => {
      const chat = await openChat(browser, served.origin, PHONE);
      const { page } = chat;
      const session = await page.context().newCDPSession(page);
      await session.send("Network.enable");
      let bytes = 0;
      session.on("Network.loadingFinished", ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await page.addInitScript(() => {
        Object.assign(window, { shifted: 0 });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[])
            if (!entry.hadRecentInput)
              Object.assign(window, {
                shifted: (window as unknown as { shifted: number }).shifted + entry.value,
              });
        }).observe({ type: "layout-shift", buffered: true });
      });
      await page.reload();
      await chat.say("店里水费欠着会停吗");
      await page.waitForTimeout(700);
      await chat.say("我是个体户");
      const shifted = await page.evaluate(() => (window as unknown as { shifted: number }).shifted);
      expect(shifted).toBeLessThanOrEqual(0.01);
      expect(bytes).toBeGreaterThan(1_000);
      expect(bytes).toBeLessThanOrEqual(120 * 1024);
      await chat.close();
    });
  });
});
