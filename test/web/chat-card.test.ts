/** 明白卡 in a real browser: read, printed, saved. */
import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { wording } from "../../bot/wording.ts";
import { describeInBrowser, launchBrowser, type Served, serveApp } from "../support/browser.ts";
import { openChat, PHONE } from "../support/chat-page.ts";
import { testDesk } from "../support/desk.ts";

const say = wording.card;

describeInBrowser("the card", () => {
  let desk: Desk;
  let served: Served;
  let browser: Browser;
  let address: string;
  beforeAll(async () => {
    desk = await testDesk();
    served = await serveApp(createApp(desk));
    browser = await launchBrowser();
    const tell = (text: string) => handleTurn({ channel: "web", conversation: "card", text }, desk);
    await tell("我是个体户，饭馆的电费欠着会不会断");
    const { receipt } = await tell("是，有困难");
    address = `${served.origin}/card/${receipt}`;
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    await desk?.store.close();
  });

  it("prints on one sheet of A4, light even where the screen is dark, without its buttons", async () => {
    const { page, close } = await openChat(browser, address, { ...PHONE, colorScheme: "dark" });
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/gu)).toHaveLength(1);
    await page.emulateMedia({ media: "print" });
    const printed = await page.evaluate(() => ({
      ink: getComputedStyle(document.querySelector("h1") as Element).color,
      paper: getComputedStyle(document.querySelector("article") as Element).backgroundColor,
      buttons: getComputedStyle(document.querySelector(".actions") as Element).display,
    }));
    expect(printed).toEqual({ ink: "rgb(27, 38, 46)", paper: "rgb(255, 255, 255)", buttons: "none" });
    await close();
  });

  it("is saved as a picture of the card: its size, its colours, its text, its code", async () => {
    const { page, troubles, close } = await openChat(browser, address, { ...PHONE, colorScheme: "dark" });
    await page.getByRole("button", { name: say.save }).click();
    await page.locator("dialog[open] img").waitFor();
    const drawn = await page.evaluate(async () => {
      const image = document.querySelector("dialog img") as HTMLImageElement;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.naturalWidth;
      canvas.height = image.naturalHeight;
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      pen.drawImage(image, 0, 0);
      const frame = (document.getElementById("card") as Element).getBoundingClientRect();
      const inkIn = (selector: string) => {
        const box = (document.querySelector(selector) as Element).getBoundingClientRect();
        const at = [box.left - frame.left, box.top - frame.top, box.width, box.height].map((n) =>
          Math.round(n * 3),
        );
        const [x = 0, y = 0, width = 0, height = 0] = at;
        const { data } = pen.getImageData(x, y, width, height);
        let dark = 0;
        for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 100) dark++;
        return dark / (data.length / 4);
      };
      return {
        scale: Math.round((image.naturalWidth / frame.width) * 10) / 10,
        corner: [...pen.getImageData(30, 60, 1, 1).data],
        title: inkIn("h1"),
        quote: inkIn("blockquote"),
        code: inkIn(".qr svg"),
      };
    });
    expect(drawn.scale).toBe(3);
    expect(drawn.corner).toEqual([255, 255, 255, 255]);
    expect(drawn.title).toBeGreaterThan(0.03);
    expect(drawn.quote).toBeGreaterThan(0.02);
    expect(drawn.code).toBeGreaterThan(0.2);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: say.download }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^政策明白卡-\d{4}-\d{4}-\d{4}\.png$/u);
    expect(
      readFileSync(await download.path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    expect(troubles).toEqual([]);
    await close();
  });
});
