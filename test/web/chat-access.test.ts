/** The chat page and the card for everybody: keyboard, screen reader, contrast, large text. */
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import type { Desk } from "../../bot/handle-turn.ts";
import { wording } from "../../bot/wording.ts";
import { describeInBrowser, launchBrowser, type Served, serveApp } from "../support/browser.ts";
import { DESKTOP, openChat, PHONE } from "../support/chat-page.ts";
import { testDesk } from "../support/desk.ts";

const say = wording.page;

describeInBrowser("the chat page for everybody", () => {
  let desk: Desk;
  let served: Served;
  let browser: Browser;
  beforeAll(async () => {
    desk = await testDesk();
    served = await serveApp(createApp(desk));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await desk?.store.close();
  });
  const open = (options: BrowserContextOptions) => openChat(browser, served.origin, options);

  describe.each([
    ["phone, light", { ...PHONE, colorScheme: "light" }],
    ["phone, dark", { ...PHONE, colorScheme: "dark" }],
    ["desktop, light", { ...DESKTOP, colorScheme: "light" }],
    ["desktop, dark", { ...DESKTOP, colorScheme: "dark" }],
  ] as const)("on a %s", (_, options) => {
    it("axe finds nothing, whatever is shown", async () => {
      const chat = await open(options);
      const { page } = chat;
      const found: Record<string, readonly string[]> = { opening: await faultsOn(page) };
      await chat.say("我是个体户，饭馆的电费欠着会不会断");
      found["question"] = await faultsOn(page);
      await chat.pick("是，有困难");
      await page.getByText(say.blocks.whole).last().click();
      await page.getByRole("button", { name: say.feedback.useless }).last().click();
      found["answer, measure and feedback open"] = await faultsOn(page);
      const card = await page.getByRole("link", { name: say.blocks.card }).last().getAttribute("href");
      await chat.say("我能享受哪些政策");
      await chat.say("看结果");
      await page.context().setOffline(true);
      await page.locator(".text").fill("宽带费降了没有");
      await page.locator(".text").press("Enter");
      await page.locator(".failed").waitFor();
      found["list, offline, not sent"] = await faultsOn(page);
      await page.context().setOffline(false);
      await page.goto(`${served.origin}${card}`);
      found["card"] = await faultsOn(page);
      await page.locator("#save").click();
      await page.locator("dialog[open] img").waitFor();
      found["picture"] = await faultsOn(page);
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
      await chat.close();
    });
  });

  it("a whole conversation by keyboard alone; the focus is never lost and always seen", async () => {
    const chat = await open(DESKTOP);
    const { page } = chat;
    const { keyboard } = page;
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = document;
        if (!activeElement || activeElement === document.body) return "nothing";
        const isSeen = getComputedStyle(activeElement).outlineStyle !== "none";
        return `${activeElement.getAttribute("aria-label") ?? activeElement.textContent}${isSeen ? "" : " (not seen)"}`;
      });
    const tabTo = async (name: string, key = "Tab") => {
      for (let steps = 0; steps < 60; steps++) {
        const now = await focused();
        expect(now).not.toContain("not seen");
        if (now.startsWith(name)) return;
        await keyboard.press(key);
      }
      throw new Error(`${name} is not reached by ${key}.`);
    };
    expect(await focused()).toBe(say.placeholder);
    await keyboard.type("我是个体户，饭馆的电费欠着会不会断");
    await keyboard.press("Enter");
    await page.locator(".choice").first().waitFor();
    expect(await focused()).toBe(say.placeholder);
    await tabTo("1是，有困难", "Shift+Tab");
    await keyboard.press("Enter");
    await page.locator(".conclusion.eligible").waitFor();
    expect(await focused()).not.toBe("nothing");
    await tabTo(say.blocks.whole);
    await keyboard.press("Enter");
    await page.locator("details[open]").waitFor();
    await tabTo(say.blocks.copyQuote);
    await keyboard.press("Enter");
    await tabTo(say.orders.why.label);
    await keyboard.press("Enter");
    await expect.poll(() => page.locator(".bubble.bot").count()).toBe(4);
    expect(await focused()).not.toBe("nothing");
    await tabTo(say.feedback.useless);
    await keyboard.press("Enter");
    await keyboard.press("Space");
    await tabTo(say.feedback.submit);
    await keyboard.press("Enter");
    await page.locator(".thanks").waitFor();
    expect(await focused()).toBe(say.feedback.thanks);
    await tabTo(say.restart, "Shift+Tab");
    await keyboard.press("Enter");
    expect(await focused()).toBe(say.restartYes);
    await keyboard.press("Enter");
    expect(await focused()).toBe(say.placeholder);
    await chat.close();
  });

  it("a screen reader hears each answer once, and nothing besides", async () => {
    const chat = await open(PHONE);
    const { page } = chat;
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const isLive = (node: Node) =>
        (node instanceof Element ? node : node.parentElement)
          ?.closest("[aria-live], [role=log], [role=alert], [role=status]")
          ?.matches("[aria-live=polite], [aria-live=assertive]") === true;
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes)
          if (isLive(target)) for (const node of addedNodes) heard.push(node.textContent ?? "");
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    await chat.say("我是个体户，饭馆的电费欠着会不会断");
    await chat.pick("是，有困难");
    await page.getByText(say.blocks.whole).last().click();
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard).toHaveLength(2);
    expect(heard[0]).toContain("还差几个情况才能判断");
    expect(heard[1]).toContain("可以按这一条主张");
    await chat.close();
  });

  it("no keyboard pops up on a phone: nothing is focused by itself", async () => {
    const chat = await open(PHONE);
    const isWriting = () => chat.page.evaluate(() => document.activeElement instanceof HTMLTextAreaElement);
    expect(await isWriting()).toBe(false);
    await chat.say("店里水费欠着会停吗");
    expect(await isWriting()).toBe(false);
    await chat.close();
  });

  it.each([PHONE, DESKTOP])("text twice as large still fits", async (device) => {
    const chat = await open(device);
    const { page } = chat;
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
    await page.reload();
    await chat.say("我们公司电费欠着会不会断");
    await chat.pick("是，有困难");
    expect(
      await page.evaluate(() => ({
        text:
          Number.parseFloat(getComputedStyle(document.querySelector(".bubble p") as Element).fontSize) >= 32,
        fits: document.documentElement.scrollWidth <= window.innerWidth,
        writes: (document.querySelector(".text") as Element).clientWidth >= 100,
      })),
    ).toEqual({ text: true, fits: true, writes: true });
    await chat.close();
  });

  it("nothing moves for those who asked for less motion", async () => {
    const chat = await open({ ...PHONE, reducedMotion: "reduce" });
    await chat.say("店里水费欠着会停吗");
    const moving = await chat.page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
    await chat.close();
  });
});

/** WCAG 2.2 A and AA, and what axe holds for good practice. */
async function faultsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ""}`),
    );
  });
}
