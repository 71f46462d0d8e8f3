/** 渠道: those that the settings switch on. */
import type { Channel, Surroundings } from "./channel.ts";
import type { ChannelSettings } from "./settings.ts";
import { createWechat } from "./wechat/index.ts";

export function createChannels(settings: ChannelSettings, surroundings: Surroundings): readonly Channel[] {
  return [...(settings.wechat ? [createWechat(settings.wechat, surroundings)] : [])];
}
