/** 渠道: those that the settings switch on. */
import { createBotFramework } from "./bot-framework/index.ts";
import type { Channel, Surroundings } from "./channel.ts";
import { createDirectLine } from "./direct-line/index.ts";
import type { ChannelSettings } from "./settings.ts";
import { createWechaty } from "./wechaty/index.ts";

export function createChannels(settings: ChannelSettings, surroundings: Surroundings): readonly Channel[] {
  const { "bot-framework": botFramework, "direct-line": directLine, wechaty } = settings;
  return [
    ...(botFramework ? [createBotFramework(botFramework, surroundings)] : []),
    ...(directLine ? [createDirectLine(directLine, surroundings)] : []),
    ...(wechaty ? [createWechaty(wechaty, surroundings)] : []),
  ];
}
