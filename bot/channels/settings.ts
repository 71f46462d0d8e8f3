/** 渠道配置：which channels are on. A channel is on as soon as one of its settings is there; then those it needs must be too. */
import { z } from "zod";
import { aibotSettings } from "./aibot/settings.ts";
import { botFrameworkSettings } from "./bot-framework/settings.ts";
import { directLineSettings } from "./direct-line/settings.ts";
import { kfSettings } from "./kf/settings.ts";
import { wechatSettings } from "./wechat/settings.ts";
import { wechatySettings } from "./wechaty/settings.ts";
import { wecomSettings } from "./wecom/settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

interface Entry {
  /** The beginning of its settings' names. */
  readonly prefix: string;
  /** What else its schema looks at; switches nothing on. */
  readonly also?: readonly string[];
  readonly schema: z.ZodType;
}

/** One entry a channel. */
const CHANNELS = {
  wechat: { prefix: "WECHAT_", schema: wechatSettings },
  wecom: { prefix: "WECOM_", schema: wecomSettings },
  kf: { prefix: "KF_", schema: kfSettings },
  aibot: { prefix: "AIBOT_", schema: aibotSettings },
  "bot-framework": { prefix: "BOT_FRAMEWORK_", also: ["HOST"], schema: botFrameworkSettings },
  "direct-line": { prefix: "DIRECT_LINE_", schema: directLineSettings },
  wechaty: { prefix: "WECHATY_", schema: wechatySettings },
} as const satisfies Record<string, Entry>;

type Channels = typeof CHANNELS;

export type ChannelSettings = {
  readonly [Name in keyof Channels]?: Channels[Name] extends { schema: z.ZodType<infer Settings> }
    ? Settings
    : never;
};

/** @returns what is on, and a line for each setting that is wrong, with its name and what to do */
export function readChannelSettings(environment: Environment): {
  readonly settings: ChannelSettings;
  readonly problems: readonly string[];
} {
  const read = Object.entries<Entry>(CHANNELS).flatMap(([name, { prefix, also = [], schema }]) => {
    const set = Object.entries(environment).filter(([key]) => key.startsWith(prefix));
    if (set.length === 0) return [];
    const seen = [...set, ...also.map((key) => [key, environment[key]] as const)];
    return [{ name, checked: schema.safeParse(Object.fromEntries(seen)) }];
  });
  return {
    settings: Object.fromEntries(
      read.flatMap(({ name, checked }) => (checked.success ? [[name, checked.data]] : [])),
    ),
    problems: read.flatMap(({ checked }) => (checked.success ? [] : [z.prettifyError(checked.error)])),
  };
}
