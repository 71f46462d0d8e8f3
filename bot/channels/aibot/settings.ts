/** 企业微信智能机器人的配置：a bot is called at an address of ours, or stays on a line to 企业微信; never both. */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

const API_MODE = "管理后台 → 安全与管理 → 管理工具 → 智能机器人 → API模式";
const CALLBACK = `${API_MODE} → 使用URL回调`;
const CONNECTION = `${API_MODE} → 使用长连接`;

const callbackSettings = z
  .object({
    AIBOT_TOKEN: z
      .string({
        error: `is missing: copy Token, ${CALLBACK}; or set AIBOT_BOT_ID and AIBOT_SECRET, ${CONNECTION}`,
      })
      .regex(/^[\da-zA-Z]{3,32}$/u, { error: `must be 3 to 32 letters and digits: copy Token, ${CALLBACK}` }),
    AIBOT_AES_KEY: z
      .string({ error: `is missing: copy EncodingAESKey, ${CALLBACK}` })
      .regex(AES_KEY, { error: "must be the 43 characters of EncodingAESKey" }),
    /** Later answers are sent nowhere else. */
    AIBOT_API_URL: z.url().default("https://qyapi.weixin.qq.com"),
  })
  .transform((set) => ({
    way: "callback" as const,
    token: set.AIBOT_TOKEN,
    aesKey: set.AIBOT_AES_KEY,
    apiUrl: set.AIBOT_API_URL,
  }));

const notOfConnection = z
  .undefined({
    error: `is of ${CALLBACK}, AIBOT_BOT_ID of ${CONNECTION}: keep those of the one you chose there`,
  })
  .optional();

const connectionSettings = z
  .object({
    AIBOT_BOT_ID: z.string({ error: `is missing: copy Bot ID, ${CONNECTION}` }),
    AIBOT_SECRET: z.string({ error: `is missing: copy Secret, ${CONNECTION}` }),
    /** An enterprise with a 企业微信 of its own has another, which its 管理后台 shows. */
    AIBOT_WS_URL: z
      .url({ protocol: /^wss?$/u, error: "must be an address such as wss://openws.work.weixin.qq.com" })
      .default("wss://openws.work.weixin.qq.com"),
    AIBOT_TOKEN: notOfConnection,
    AIBOT_AES_KEY: notOfConnection,
  })
  .transform((set) => ({
    way: "connection" as const,
    botId: set.AIBOT_BOT_ID,
    secret: set.AIBOT_SECRET,
    wsUrl: set.AIBOT_WS_URL,
  }));

export type CallbackSettings = Readonly<z.infer<typeof callbackSettings>>;
export type ConnectionSettings = Readonly<z.infer<typeof connectionSettings>>;
export type AibotSettings = CallbackSettings | ConnectionSettings;

/** Whichever of these is set, the bot stays on the line. */
const OF_CONNECTION = ["AIBOT_BOT_ID", "AIBOT_SECRET", "AIBOT_WS_URL"] as const;

export const aibotSettings = z.looseObject({}).transform((set, context): AibotSettings => {
  const isConnection = OF_CONNECTION.some((name) => set[name] !== undefined);
  const checked = isConnection ? connectionSettings.safeParse(set) : callbackSettings.safeParse(set);
  if (checked.success) return checked.data;
  for (const { message, path } of checked.error.issues)
    context.issues.push({ code: "custom", message, path, input: set });
  return z.NEVER;
});
