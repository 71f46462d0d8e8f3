/** Debian's Chromium, or another named by CHROMIUM, and a server for it to look at. */
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Hono } from "hono";
import { type Browser, chromium } from "playwright-core";
import { describe, it } from "vitest";

const EXECUTABLE = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Debian's build talks through pipes and small shared memory in containers.
  "--disable-dev-shm-usage",
];

/** Skips where there is no Chromium, and says so; where CI is set, there must be one. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (existsSync(EXECUTABLE)) {
    describe(name, tests);
    return;
  }
  const reason = `${name}: no ${EXECUTABLE} (Debian: apt-get install chromium fonts-noto-cjk; or set CHROMIUM)`;
  if (process.env["CI"]) {
    it(reason, () => {
      throw new Error(reason);
    });
    return;
  }
  process.stderr.write(`SKIPPED ${reason}\n`);
  it.skip(reason, () => {});
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

export interface Served {
  /** Without a slash at the end. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** @param port 0: any that is free */
export async function serveApp(app: Pick<Hono, "fetch">, port = 0): Promise<Served> {
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () =>
      resolve(started),
    );
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
