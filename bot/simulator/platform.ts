/** 平台：a Tencent product as a bot and an owner meet it. One file each implements it. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Hono } from "hono";
import type { Wire } from "./delivery.ts";
import type { Phone } from "./phone.ts";

export interface Simulated {
  /** Those that switch Mingbai's own channel on, by their names; another bot is given the same values. */
  readonly settings: Settings;
  /** The setting that holds the address of the platform's interfaces. */
  readonly apiSetting: string;
  /** @param address where the bot takes callbacks */
  readonly open: (address: string, wire: Wire) => Platform;
}

export type Settings = Readonly<Record<string, string>>;

export interface Platform {
  /** What the bot calls. */
  readonly api: Hono;
  /** Takes a bot that calls by WebSocket and stays on the line, where bots do so. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Checks the bot's address, as when it is saved in the platform, or waits for the bot to call. @throws Error saying what is wrong */
  readonly connect: () => Promise<void>;
  readonly join: (owner: string, phone: Phone) => Owner;
}

/** Everything he does ends when his phone shows what it will show. */
export interface Owner {
  readonly write: (text: string) => Promise<void>;
  /** What else he, or the platform for him, can do; by name. */
  readonly acts: Readonly<Record<string, Act>>;
}

export interface Act {
  /** What it is, and what its argument is, for the list in the terminal. */
  readonly help: string;
  readonly run: (argument: string) => Promise<void>;
}
