/** 渠道配置：which channels are on. A channel is on as soon as one of its settings is there; then those it needs must be too. */
import { z } from "zod";
import { aibotSettings } from "./aibot/settings.ts";
import { kfSettings } from "./kf/settings.ts";
import { wechatSettings } from "./wechat/settings.ts";
import { wecomSettings } from "./wecom/settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** One entry a channel: the beginning of its settings' names, and what they must be. */
const CHANNELS = {
  wechat: { prefix: "WECHAT_", schema: wechatSettings },
  wecom: { prefix: "WECOM_", schema: wecomSettings },
  kf: { prefix: "KF_", schema: kfSettings },
  aibot: { prefix: "AIBOT_", schema: aibotSettings },
} as const satisfies Record<string, { prefix: string; schema: z.ZodType }>;

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
  const read = Object.entries<{ prefix: string; schema: z.ZodType }>(CHANNELS).flatMap(
    ([name, { prefix, schema }]) => {
      const set = Object.entries(environment).filter(([key]) => key.startsWith(prefix));
      return set.length === 0 ? [] : [{ name, checked: schema.safeParse(Object.fromEntries(set)) }];
    },
  );
  return {
    settings: Object.fromEntries(
      read.flatMap(({ name, checked }) => (checked.success ? [[name, checked.data]] : [])),
    ),
    problems: read.flatMap(({ checked }) => (checked.success ? [] : [z.prettifyError(checked.error)])),
  };
}
