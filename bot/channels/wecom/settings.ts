/** 企业微信自建应用的配置 */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

const APPLICATION = "管理后台 → 应用管理 → 自建 → 打开应用";
const RECEIVING = `${APPLICATION} → 接收消息 → 设置API接收`;

export const wecomSettings = z
  .object({
    WECOM_CORP_ID: z.string({ error: "is missing: copy 企业ID, 管理后台 → 我的企业 → 企业信息" }).min(1),
    WECOM_AGENT_ID: z.coerce
      .number({ error: `must be a number: copy AgentId, ${APPLICATION}` })
      .int()
      .positive(),
    WECOM_SECRET: z.string({ error: `is missing: copy Secret, ${APPLICATION}` }).min(1),
    WECOM_TOKEN: z.string({ error: `is missing: copy Token, ${RECEIVING}` }).regex(/^[\da-zA-Z]{3,32}$/u, {
      error: `must be 3 to 32 letters and digits: copy Token, ${RECEIVING}`,
    }),
    WECOM_AES_KEY: z
      .string({ error: `is missing: copy EncodingAESKey, ${RECEIVING}` })
      .regex(AES_KEY, { error: "must be the 43 characters of EncodingAESKey" }),
    /** Members in the 微信插件 do not see cards. */
    WECOM_CARDS: z.enum(["on", "off"], { error: "must be on or off" }).default("on"),
    WECOM_API_URL: z.url().default("https://qyapi.weixin.qq.com"),
  })
  .transform((set) => ({
    corpId: set.WECOM_CORP_ID,
    agent: set.WECOM_AGENT_ID,
    secret: set.WECOM_SECRET,
    token: set.WECOM_TOKEN,
    aesKey: set.WECOM_AES_KEY,
    hasCards: set.WECOM_CARDS === "on",
    apiUrl: set.WECOM_API_URL,
  }));

export type WecomSettings = Readonly<z.infer<typeof wecomSettings>>;
