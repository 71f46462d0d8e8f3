import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { testDesk } from "../support/desk.ts";

/** Debian's Chromium, or another named by CHROMIUM. */
const executable = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describe.skipIf(!existsSync(executable))(
  `the chat page in ${executable} (skipped where it is not there)`,
  () => {
    let server: ServerType;
    let browser: Browser;
    let address: string;
    const troubles: string[] = [];

    beforeAll(async () => {
      const app = createApp(await testDesk());
      server = await new Promise<ServerType>((resolve) => {
        const started: ServerType = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
          resolve(started),
        );
      });
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      browser = await chromium.launch({ executablePath: executable, args: FLAGS });
    });
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    const open = async (width = 360, height = 740): Promise<Page> => {
      const page = await browser.newPage({ viewport: { width, height } });
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
      await page.goto(address);
      return page;
    };
    const ask = async (page: Page, text: string) => {
      await page.fill("#text", text);
      await page.keyboard.press("Enter");
    };

    it("answers on a phone with the clause, by keyboard alone", async () => {
      const page = await open();
      await page.keyboard.type("厂里电费三个月没交了会不会拉闸");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".clause");
      expect(await page.textContent("blockquote")).toContain("允许在6个月内补缴。");
      expect(await page.textContent("figcaption")).toContain("工信部企业函〔2022〕103号");
      expect(await page.inputValue("#text")).toBe("");
      await page.click("summary");
      expect(await page.textContent("details mark")).toContain("“欠费不停供”");
      await page.close();
    });

    it.each([320, 360, 1280])("nothing is wider than a screen of %i pixels", async (width) => {
      const page = await open(width);
      await ask(page, "贷款年底到期还不上怎么办");
      await page.waitForSelector(".clause");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.close();
    });

    it("keeps what was typed when the network is gone, and says so", async () => {
      const page = await open();
      await page.context().setOffline(true);
      await ask(page, "水费欠着会停吗");
      await page.waitForFunction(() =>
        document.querySelector("#status")?.textContent?.includes("连不上网络"),
      );
      expect(await page.inputValue("#text")).toBe("水费欠着会停吗");
      await page.context().setOffline(false);
      troubles.length = 0;
      await page.keyboard.press("Enter");
      await page.waitForSelector(".clause");
      await page.close();
    });

    it("shows what is typed as text", async () => {
      const page = await open();
      await ask(page, "<img src=x onerror=document.title='stolen'>水费欠着会停吗");
      await page.waitForSelector(".bubble.bot .clause, .bubble.bot p");
      await page.waitForSelector(".bubble.owner");
      expect(await page.textContent(".bubble.owner")).toContain("<img src=x");
      expect(await page.title()).not.toBe("stolen");
      await page.close();
    });

    it("an example is one touch", async () => {
      const page = await open();
      await page.click(".example");
      await page.waitForSelector(".clause");
      await page.close();
    });

    it("nothing went wrong meanwhile", () => expect(troubles).toEqual([]));
  },
);
