/** 企业微信智能机器人的配置: by callbacks, or over a connection that needs no address of ours. */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

export const aibotSettings = z
  .object({
    /** API模式 > 使用URL回调 */
    AIBOT_TOKEN: z
      .string()
      .regex(/^[A-Za-z0-9]{3,32}$/u, "AIBOT_TOKEN must be 3 to 32 letters and digits, as 企业微信 takes them.")
      .optional(),
    AIBOT_AES_KEY: z
      .string()
      .regex(AES_KEY, "AIBOT_AES_KEY must be the 43 letters and digits shown as EncodingAESKey.")
      .optional(),
    /** API模式 > 使用长连接 */
    AIBOT_ID: z.string().min(1).optional(),
    AIBOT_SECRET: z.string().min(1).optional(),
    /** Where 企业微信 takes later answers; the simulator's address for tests. */
    AIBOT_API: z.url({ protocol: /^https?$/u }).default("https://qyapi.weixin.qq.com"),
    /** Where 企业微信 takes connections. */
    AIBOT_SOCKET: z.url({ protocol: /^wss?$/u }).default("wss://openws.work.weixin.qq.com"),
  })
  .check(({ value, issues }) => {
    const { AIBOT_TOKEN: token, AIBOT_AES_KEY: key, AIBOT_ID: id, AIBOT_SECRET: secret } = value;
    const problem = (message: string) => void issues.push({ code: "custom", message, input: value });
    const hasCallback = token !== undefined || key !== undefined;
    const hasConnection = id !== undefined || secret !== undefined;
    if (hasCallback && hasConnection)
      problem("AIBOT_TOKEN and AIBOT_AES_KEY are for callbacks, AIBOT_ID and AIBOT_SECRET for 长连接: keep one pair.");
    else if (hasConnection) {
      if (id === undefined) problem("AIBOT_ID is missing: 智能机器人 > API模式 > 使用长连接 > Bot ID.");
      if (secret === undefined) problem("AIBOT_SECRET is missing: 智能机器人 > API模式 > 使用长连接 > Secret.");
    } else {
      if (token === undefined) problem("AIBOT_TOKEN is missing: 智能机器人 > API模式 > 使用URL回调 > Token.");
      if (key === undefined)
        problem("AIBOT_AES_KEY is missing: 智能机器人 > API模式 > 使用URL回调 > EncodingAESKey.");
    }
  });

export type AibotSettings = z.infer<typeof aibotSettings>;
