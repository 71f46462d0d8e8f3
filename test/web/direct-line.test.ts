/** Microsoft's own Direct Line client, in a browser, on a page of another site. */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import type { Channel } from "../../bot/channels/channel.ts";
import { createDirectLine } from "../../bot/channels/direct-line/index.ts";
import { directLineSettings } from "../../bot/channels/direct-line/settings.ts";
import { wording } from "../../bot/wording.ts";
import { packageRoot } from "../../knowledge/index.ts";
import { testDesk } from "../support/desk.ts";
import { listen } from "../support/listen.ts";
import type {} from "./direct-line-page.ts";

const executable = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-sync",
];
const SECRET = "a-secret-of-a-good-many-characters";

describe.skipIf(!existsSync(executable))(
  `botframework-directlinejs in ${executable} (skipped where it is not there)`,
  () => {
    let site: Server;
    let browser: Browser;
    let server: { url: string; close: () => Promise<void> };
    let channel: Channel;
    let origin: string;

    beforeAll(async () => {
      const bundled = await build({
        entryPoints: [join(packageRoot(), "test", "web", "direct-line-page.ts")],
        bundle: true,
        write: false,
        format: "iife",
        define: { global: "window" },
      });
      const page = `<!doctype html><meta charset="utf-8"><script>${bundled.outputFiles[0]?.text.replaceAll("</script", "<\\/script")}</script>`;
      site = createServer((_, response) =>
        response.writeHead(200, { "content-type": "text/html" }).end(page),
      );
      await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
      origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
      const desk = await testDesk();
      const settings = directLineSettings.parse({ DIRECT_LINE_SECRET: SECRET, DIRECT_LINE_ORIGINS: origin });
      channel = createDirectLine(settings, { desk, fetch, log: () => {} });
      await channel.start?.();
      server = await listen(createApp(desk, () => {}, [channel]));
      browser = await chromium.launch({ executablePath: executable, args: FLAGS });
    });
    afterAll(async () => {
      await browser?.close();
      await channel?.stop?.();
      await server?.close();
      site?.close();
    });

    const domain = () => `${server.url}/channels/direct-line/v3/directline`;
    const tokenFor = async (): Promise<{ token: string; conversationId: string }> => {
      const response = await fetch(`${domain()}/tokens/generate`, {
        method: "POST",
        headers: { authorization: `Bearer ${SECRET}` },
      });
      return (await response.json()) as { token: string; conversationId: string };
    };
    const connected = async (options: object): Promise<Page> => {
      const page = await browser.newPage();
      await page.goto(origin);
      await page.evaluate((all) => window.client.connect(all), {
        domain: domain(),
        ...options,
      });
      return page;
    };
    const say = (page: Page, text: string) => page.evaluate((words) => window.client.say(words), text);
    const heard = (page: Page) => page.evaluate(() => [...window.client.heard]);
    const until = async (page: Page, words: string) => {
      await page.waitForFunction((sought) => JSON.stringify(window.client.heard).includes(sought), words);
      return heard(page);
    };

    it.each([
      ["polling", { webSocket: false, pollingInterval: 200 }],
      ["a WebSocket", { webSocket: true }],
    ])("converses over %s", async (_way, options) => {
      const { token, conversationId } = await tokenFor();
      const page = await connected({ token, ...options });
      await until(page, wording.greeting);
      const id = await say(page, "店里电费欠着会停电吗");
      expect(id).toMatch(new RegExp(`^${conversationId}\\|\\d{7}$`, "u"));
      const all = await until(page, "欠费不停供");
      expect(all.map(({ from }) => from.role)).toEqual(["bot", "user", ...all.slice(2).map(() => "bot")]);
      await channel.send?.(conversationId, "我是坐席小李，请讲。");
      await until(page, "我是坐席小李");
      await page.close();
    });

    it("comes back to its conversation by the watermark", async () => {
      const { token, conversationId } = await tokenFor();
      const first = await connected({ token });
      await until(first, wording.greeting);
      await say(first, "房租能减吗");
      await until(first, "房租能减吗");
      await first.close();
      const again = await connected({ token, conversationId, watermark: "1" });
      const [back] = await until(again, "房租能减吗");
      expect(back).toMatchObject({ text: "房租能减吗" });
      await again.close();
    });

    it("is told where its token is no good", async () => {
      const page = await connected({ token: "none" });
      await expect(say(page, "你好")).rejects.toThrow();
      await page.close();
    });
  },
);
