/** `mingbai simulate`: talks to a bot as an owner in WeChat would, by way of a Tencent that is not there. */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { createApp } from "../app.ts";
import { createChannels } from "../channels/index.ts";
import type { ChannelSettings } from "../channels/settings.ts";
import { ConfigError, readConfig } from "../config.ts";
import { createServices } from "../services.ts";
import { systemClock } from "../simulator/clock.ts";
import type { Wire } from "../simulator/delivery.ts";
import { PLATFORMS } from "../simulator/index.ts";
import { createPhone } from "../simulator/phone.ts";
import type { Platform, Settings, Simulated } from "../simulator/platform.ts";
import { printed, runTerminal } from "../simulator/terminal.ts";
import { openStore } from "../store/index.ts";

export interface SimulateOptions {
  /** Where a bot takes callbacks; a Mingbai of its own where it is absent. */
  readonly url?: string;
  /** Where the platform's interfaces are served for that bot. */
  readonly apiPort: number;
  /** Values in place of those of the environment. */
  readonly set: Settings;
  /** Whether each request is told. */
  readonly verbose?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const OUT = process.stdout;

/** @throws ConfigError where there is no such platform */
export async function runSimulate(
  name: string,
  options: SimulateOptions,
  environment: Environment,
): Promise<void> {
  const simulate = PLATFORMS[name];
  if (!simulate)
    throw new ConfigError(`There is no platform ${name}. Known are: ${Object.keys(PLATFORMS).join(", ")}.`);
  const simulated = simulate({ ...setOf(name, environment), ...options.set });
  const log = (line: string) => void (options.verbose && OUT.write(`  · ${line}\n`));
  const opened =
    options.url === undefined
      ? await ownBot(name, simulated, withoutOf(name, environment), options.apiPort, log)
      : await otherBot(options.url, options.apiPort, simulated, log);
  try {
    await talk(opened.platform);
  } finally {
    await opened.close();
  }
}

async function talk(platform: Platform): Promise<void> {
  await platform.connect().catch((error: Error) => {
    throw new ConfigError(error.message, { cause: error });
  });
  const phone = createPhone((bubble) => void OUT.write(printed(bubble)));
  const owner = platform.join(`o${randomUUID().replaceAll("-", "")}`.slice(0, 28), phone);
  OUT.write("/help 看能做什么，Ctrl-D 结束\n");
  await (owner.acts["enter"] ?? owner.acts["subscribe"])?.run("");
  await runTerminal(owner, phone, process.stdin, OUT);
}

interface Opened {
  readonly platform: Platform;
  readonly close: () => Promise<void>;
}

/** In this process, over a store that is thrown away, with this channel alone. */
async function ownBot(
  name: string,
  simulated: Simulated,
  others: Environment,
  port: number,
  log: Wire["log"],
): Promise<Opened> {
  const address = `http://localhost/channels/${name}`;
  const wire: Wire = { clock: systemClock, log, fetch: async (request) => app.fetch(request) };
  const platform = simulated.open(address, wire);
  const server = platform.upgrade && (await listening(platform, port));
  const told = server ? toldTo(simulated, platform, port) : simulated.settings;
  const config = readConfig({ ...others, ...told });
  const store = await openStore({ dataDir: mkdtempSync(join(tmpdir(), "mingbai-simulated-")) });
  const desk = { services: await createServices(config), store, now: Date.now };
  const toPlatform: typeof fetch = async (input, init) => platform.api.fetch(new Request(input, init));
  const only = { [name]: config.channels[name as keyof ChannelSettings] } as ChannelSettings;
  const channels = createChannels(only, { desk, fetch: toPlatform, log });
  const app = createApp(desk, log, channels);
  for (const channel of channels) await channel.start?.();
  const close = async () => {
    for (const channel of channels) await channel.stop?.();
    server?.close();
    await store.close();
  };
  return { platform, close };
}

async function otherBot(url: string, port: number, simulated: Simulated, log: Wire["log"]): Promise<Opened> {
  const platform = simulated.open(url, { clock: systemClock, log, fetch });
  const server = await listening(platform, port);
  for (const [key, value] of Object.entries(toldTo(simulated, platform, port)))
    OUT.write(`${key}=${value}\n`);
  return { platform, close: async () => void server.close() };
}

/** @throws ConfigError where the port is taken */
async function listening({ api, upgrade }: Platform, port: number): Promise<ServerType> {
  const server = serve({ fetch: api.fetch, port, hostname: "127.0.0.1" });
  if (upgrade) server.on("upgrade", upgrade);
  await once(server, "listening").catch(() => {
    throw new ConfigError(`Port ${port} is taken. Choose another with --api-port.`);
  });
  return server;
}

/** What the bot has to be told, with where the platform is. */
function toldTo({ settings, apiSetting }: Simulated, { upgrade }: Platform, port: number): Settings {
  return { ...settings, [apiSetting]: `${upgrade ? "ws" : "http"}://127.0.0.1:${port}` };
}

function setOf(name: string, environment: Environment): Settings {
  const prefix = `${name.toUpperCase()}_`;
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) =>
      key.startsWith(prefix) && value ? [[key, value]] : [],
    ),
  );
}

/** What is set for other channels and for no channel. */
function withoutOf(name: string, environment: Environment): Environment {
  const own = setOf(name, environment);
  return Object.fromEntries(Object.entries(environment).filter(([key]) => !(key in own)));
}
