/** 企业微信智能机器人的配置 */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

const RECEIVING = "管理后台 → 安全与管理 → 管理工具 → 智能机器人 → API模式 → 使用URL回调";

export const aibotSettings = z
  .object({
    AIBOT_TOKEN: z.string({ error: `is missing: copy Token, ${RECEIVING}` }).regex(/^[\da-zA-Z]{3,32}$/u, {
      error: `must be 3 to 32 letters and digits: copy Token, ${RECEIVING}`,
    }),
    AIBOT_AES_KEY: z
      .string({ error: `is missing: copy EncodingAESKey, ${RECEIVING}` })
      .regex(AES_KEY, { error: "must be the 43 characters of EncodingAESKey" }),
    /** Later answers are sent nowhere else. */
    AIBOT_API_URL: z.url().default("https://qyapi.weixin.qq.com"),
  })
  .transform((set) => ({
    token: set.AIBOT_TOKEN,
    aesKey: set.AIBOT_AES_KEY,
    apiUrl: set.AIBOT_API_URL,
  }));

export type AibotSettings = Readonly<z.infer<typeof aibotSettings>>;
