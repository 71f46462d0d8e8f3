import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Hono } from "hono";
import { createWebSocketServer } from "../../bot/web-sockets.ts";

/** The app on a port of its own, as `mingbai serve` has it. */
export async function listen(
  app: Hono,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const websocket = { server: createWebSocketServer() };
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1", websocket }, () =>
      resolve(started),
    );
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
