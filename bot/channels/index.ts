/** 渠道: those that the settings switch on. */
import { createBotFramework } from "./bot-framework/index.ts";
import type { Channel, Surroundings } from "./channel.ts";
import type { ChannelSettings } from "./settings.ts";

export function createChannels(settings: ChannelSettings, surroundings: Surroundings): readonly Channel[] {
  const botFramework = settings["bot-framework"];
  return [...(botFramework ? [createBotFramework(botFramework, surroundings)] : [])];
}
