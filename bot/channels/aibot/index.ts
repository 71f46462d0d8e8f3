/** 企业微信智能机器人：asked alone or by @ in a group; it is called, or stays on the line. */
import type { Channel, Surroundings } from "../channel.ts";
import { createByCallback } from "./callback.ts";
import { createByConnection } from "./connection.ts";
import type { AibotSettings } from "./settings.ts";

export function createAibot(settings: AibotSettings, surroundings: Surroundings): Channel {
  return settings.way === "callback"
    ? createByCallback(settings, surroundings)
    : createByConnection(settings, surroundings);
}
