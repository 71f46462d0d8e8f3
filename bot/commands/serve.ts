/** `mingbai serve`: listens until it is told to stop, then finishes what it is doing. */
import { serve } from "@hono/node-server";
import { createApp } from "../app.ts";
import { createChannels } from "../channels/index.ts";
import type { Config } from "../config.ts";
import type { Desk } from "../handle-turn.ts";
import { createMetrics } from "../metrics.ts";
import { startRetention } from "../store/index.ts";

export async function runServe(config: Config, opened: Desk): Promise<void> {
  const desk: Desk = { ...opened, metrics: createMetrics() };
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const { store, now, services } = desk;
  const stopRetention = await startRetention(store, { days: config.retentionDays, now, log });
  const channels = createChannels(config.channels, { desk, fetch, log });
  const server = serve(
    { fetch: createApp(desk, log, channels, config.web).fetch, port: config.port, hostname: config.host },
    ({ port }) => {
      log(`明白 is listening on http://localhost:${port} (${services.knowledge.notice.documentNumber})`);
    },
  );
  for (const channel of channels) await channel.start?.();
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE"
          ? `Port ${config.port} is taken. Set PORT to another, or stop what holds it.`
          : error.message;
      reject(new Error(reason));
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => server.close(() => resolve()));
    }
  });
  for (const channel of channels) await channel.stop?.();
  stopRetention();
  await store.close();
}
