/** 渠道: those that the settings switch on. */
import { createAibot } from "./aibot/index.ts";
import { createBotFramework } from "./bot-framework/index.ts";
import type { Channel, Surroundings } from "./channel.ts";
import { createDirectLine } from "./direct-line/index.ts";
import { createKf } from "./kf/index.ts";
import type { ChannelSettings } from "./settings.ts";
import { createWechat } from "./wechat/index.ts";
import { createWechaty } from "./wechaty/index.ts";
import { createWecom } from "./wecom/index.ts";

export function createChannels(settings: ChannelSettings, surroundings: Surroundings): readonly Channel[] {
  const { wechat, wecom, kf, aibot, wechaty } = settings;
  const { "bot-framework": botFramework, "direct-line": directLine } = settings;
  return [
    ...(wechat ? [createWechat(wechat, surroundings)] : []),
    ...(wecom ? [createWecom(wecom, surroundings)] : []),
    ...(kf ? [createKf(kf, surroundings)] : []),
    ...(aibot ? [createAibot(aibot, surroundings)] : []),
    ...(botFramework ? [createBotFramework(botFramework, surroundings)] : []),
    ...(directLine ? [createDirectLine(directLine, surroundings)] : []),
    ...(wechaty ? [createWechaty(wechaty, surroundings)] : []),
  ];
}
