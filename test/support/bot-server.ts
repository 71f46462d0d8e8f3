/** A bot with one channel and the platform it talks to, each behind a port of its own. */
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import type { Hono } from "hono";
import { createApp } from "../../bot/app.ts";
import type { Channel } from "../../bot/channels/channel.ts";
import { createChannels } from "../../bot/channels/index.ts";
import { readChannelSettings } from "../../bot/channels/settings.ts";
import type { Desk } from "../../bot/handle-turn.ts";
import type { Platform, Settings } from "../../bot/simulator/platform.ts";

export interface Served {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * @param upgrade takes those who call by WebSocket
 * @param port 0: any that is free
 */
export async function served(
  app: Pick<Hono, "fetch">,
  upgrade?: Platform["upgrade"],
  port = 0,
): Promise<Served> {
  const server = await new Promise<ServerType>((resolve) => {
    const starting = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => resolve(starting));
  });
  if (upgrade) server.on("upgrade", upgrade);
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

export interface BotServer extends Served {
  readonly channel: Channel;
  readonly log: readonly string[];
}

/** Started, and stopped when it is closed. */
export async function botServer(desk: Desk, set: Settings): Promise<BotServer> {
  const log: string[] = [];
  const { settings, problems } = readChannelSettings(set);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const channels = createChannels(settings, { desk, fetch, log: (line) => log.push(line) });
  const [channel] = channels;
  if (!channel) throw new Error("no channel is set");
  const server = await served(createApp(desk, (line) => log.push(line), channels));
  await channel.start?.();
  const close = async () => {
    await server.close();
    await channel.stop?.();
  };
  return { url: `${server.url}/channels/${channel.name}`, channel, log, close };
}
