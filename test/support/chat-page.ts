/** 网页 as an owner uses it. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

export const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

export interface ChatPage {
  readonly page: Page;
  /** What the browser complained of, and what was requested elsewhere. */
  readonly troubles: readonly string[];
  /** Types, sends, waits for the reply. */
  readonly say: (text: string) => Promise<void>;
  /** Presses a button of the last reply, waits for the next. */
  readonly pick: (label: string) => Promise<void>;
  readonly lastReply: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openChat(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = PHONE,
): Promise<ChatPage> {
  const context = await browser.newContext({ locale: "zh-CN", reducedMotion: "reduce", ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  const troubles = troublesOf(page, new URL(address).origin);
  await page.goto(address);
  const replies = page.locator(".bubble.bot");
  const untilReplied = async (act: () => Promise<void>) => {
    const before = await replies.count();
    await act();
    await replies.nth(before).waitFor();
  };
  return {
    page,
    troubles,
    say: (text) =>
      untilReplied(async () => {
        await page.locator(".text").fill(text);
        await page.locator(".text").press("Enter");
      }),
    pick: (label) => untilReplied(() => replies.last().getByRole("button", { name: label }).click()),
    lastReply: () => replies.last().innerText(),
    close: () => context.close(),
  };
}

function troublesOf(page: Page, origin: string): string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:blob|data):/u.test(url)) troubles.push(`asks for ${url}`);
  });
  return troubles;
}
