/** `mingbai serve`: listens until it is told to stop, then finishes what it is doing. */
import { once } from "node:events";
import { type ServerType, serve } from "@hono/node-server";
import { createApp } from "../app.ts";
import { createChannels } from "../channels/index.ts";
import { type Config, ConfigError } from "../config.ts";
import type { Desk } from "../handle-turn.ts";
import { createMetrics } from "../metrics.ts";
import { rehearse } from "../rehearsal.ts";
import { remembering } from "../remembered.ts";
import type { Services } from "../respond.ts";
import { type Responders, startResponders } from "../responders.ts";
import { createSingleSignOn } from "../staff/oidc.ts";
import { startRetention } from "../store/index.ts";
import { isSupervised, untilToServe } from "../supervisor.ts";
import { createWebSocketServer } from "../web-sockets.ts";

/** @param onServing called when it is to serve, which a server that stands by is some time after it was loaded */
export async function runServe(config: Config, opened: Desk, onServing = () => {}): Promise<void> {
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const { store, now, services } = opened;
  const stop = stopSignal();
  const responders = startResponders({ count: config.responders, settings: config, services, log });
  if (isSupervised() && !(await standBy(responders, services, stop, log))) {
    await responders.stop();
    return store.close();
  }
  onServing();
  const desk: Desk = { ...opened, metrics: createMetrics(), respond: remembering(responders.respond) };
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
  const failure = failureOf(server, config.port);
  try {
    await Promise.race([once(server, "listening"), failure]);
    for (const channel of channels) await channel.start?.();
    await Promise.race([stop, failure]);
  } finally {
    // First what channels hold open, or the server would wait for it.
    await Promise.all([...channels.map((channel) => channel.stop?.()), closed(server)]);
    stopRetention();
    await responders.stop();
    await store.close();
  }
}

/** Loaded, and rehearsing, until it is to serve. @returns false where it is to stop instead */
async function standBy(
  { respond, loaded, lanes }: Responders,
  services: Services,
  stop: Promise<void>,
  log: (line: string) => void,
): Promise<boolean> {
  await loaded;
  const waiting = new AbortController();
  rehearse({ respond, services, lanes, stop: waiting.signal }).catch((error: unknown) =>
    log(`error rehearsal: ${error instanceof Error ? error.stack : error}`),
  );
  const isToServe = await Promise.race([
    untilToServe(waiting.signal).then(() => true),
    stop.then(() => false),
  ]);
  waiting.abort();
  return isToServe;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Never resolves. */
function failureOf(server: ServerType, port: number): Promise<never> {
  const failure = new Promise<never>((_, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      reject(
        isTaken
          ? new ConfigError(`Port ${port} is taken. Set PORT to another, or stop what holds it.`)
          : error,
      );
    });
  });
  // It may come while nobody waits for it.
  failure.catch(() => {});
  return failure;
}

function closed(server: ServerType): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
