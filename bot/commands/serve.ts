/** `mingbai serve`: listens until it is told to stop, then finishes what it is doing. */
import { type ServerType, serve } from "@hono/node-server";
import { createApp } from "../app.ts";
import { createChannels } from "../channels/index.ts";
import type { Config } from "../config.ts";
import type { Desk } from "../handle-turn.ts";
import { createMetrics } from "../metrics.ts";
import { createSingleSignOn } from "../staff/oidc.ts";
import { startRetention } from "../store/index.ts";
import { createWebSocketServer } from "../web-sockets.ts";

export async function runServe(config: Config, opened: Desk): Promise<void> {
  const desk: Desk = { ...opened, metrics: createMetrics() };
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const { store, now, services } = desk;
  const stopRetention = await startRetention(store, { days: config.retentionDays, now, log });
  const channels = createChannels(config.channels, { desk, fetch, log });
  const { staff } = config;
  const sso = staff.oidc && createSingleSignOn(staff.oidc, fetch);
  const server = serve(
    {
      fetch: createApp(desk, log, channels, { ...config.web, staff, ...(sso && { sso }) }).fetch,
      port: config.port,
      hostname: config.host,
      websocket: { server: createWebSocketServer() },
    },
    ({ port }) => {
      log(`明白 is listening on http://localhost:${port} (${services.knowledge.notice.documentNumber})`);
    },
  );
  const start = async () => {
    for (const channel of channels) await channel.start?.();
  };
  try {
    await Promise.all([untilStopped(server, config.port), start()]);
  } finally {
    // First what channels hold open, or the server would wait for it.
    await Promise.all([...channels.map((channel) => channel.stop?.()), closed(server)]);
    stopRetention();
    await store.close();
  }
}

function untilStopped(server: ServerType, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken. Set PORT to another, or stop what holds it.`
          : error.message;
      reject(new Error(reason));
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
