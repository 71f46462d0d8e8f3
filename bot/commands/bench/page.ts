/** The chat page on a cheap phone far from the server: until one can ask, until the first answer is there, and its weight. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { createApp } from "../../app.ts";
import type { Services } from "../../respond.ts";
import { openStore } from "../../store/index.ts";
import { type Distribution, distributionOf } from "./timing.ts";

export interface PageResult {
  /** From the address typed to a page that can be written in. */
  readonly readyMs: Distribution;
  /** From the address typed to the first answer shown, asked for as soon as one can. */
  readonly answerMs: Distribution;
  readonly kilobytes: number;
}

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";
const ROUNDS = 7;
/** Lighthouse's phone: slow 4G, a processor four times slower. */
const LINE = {
  offline: false,
  latency: 150,
  downloadThroughput: (1_638.4 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
} as const;
const SLOWER = 4;

/** Absent where there is no browser to measure with. */
export async function measurePage(services: Services): Promise<PageResult | undefined> {
  if (!existsSync(CHROMIUM)) return undefined;
  const { chromium } = await import("playwright-core");
  const folder = mkdtempSync(join(tmpdir(), "mingbai-bench-"));
  const store = await openStore({ dataDir: folder });
  const app = createApp({ services, store, now: Date.now });
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
      resolve(started),
    );
  });
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const visits: Visit[] = [];
  for (let round = 0; round < ROUNDS; round++) visits.push(await visit(browser, `http://127.0.0.1:${port}/`));
  await browser.close();
  server.close();
  await store.close();
  rmSync(folder, { recursive: true });
  return {
    readyMs: distributionOf(visits.map(({ readyMs }) => readyMs)),
    answerMs: distributionOf(visits.map(({ answerMs }) => answerMs)),
    kilobytes: Math.round(Math.max(...visits.map(({ bytes }) => bytes)) / 102.4) / 10,
  };
}

interface Visit {
  readonly readyMs: number;
  readonly answerMs: number;
  readonly bytes: number;
}

async function visit(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, isMobile: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", LINE);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  let bytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const start = performance.now();
  await page.goto(address, { waitUntil: "commit" });
  await page.locator(".example").first().waitFor();
  const readyMs = performance.now() - start;
  await page.locator(".example").first().click();
  await page.locator(".citation").waitFor();
  const answerMs = performance.now() - start;
  await context.close();
  return { readyMs, answerMs, bytes };
}
