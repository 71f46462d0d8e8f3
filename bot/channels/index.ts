/** 渠道: those that the settings switch on. */
import type { Channel, Surroundings } from "./channel.ts";
import type { ChannelSettings } from "./settings.ts";

export function createChannels(_settings: ChannelSettings, _surroundings: Surroundings): readonly Channel[] {
  return [];
}
