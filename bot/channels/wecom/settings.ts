/** 企业微信自建应用的配置 */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

export const wecomSettings = z.object({
  /** 企业ID */
  WECOM_CORP_ID: z.string({ error: "WECOM_CORP_ID is missing: 我的企业 > 企业信息 > 企业ID." }).min(1),
  /** The application's AgentId. */
  WECOM_AGENT_ID: z.coerce
    .number({ error: "WECOM_AGENT_ID must be the number shown as AgentId on the application's page." })
    .int()
    .positive(),
  /** The application's Secret. */
  WECOM_SECRET: z.string({ error: "WECOM_SECRET is missing: the application's page > Secret." }).min(1),
  /** 接收消息 > Token */
  WECOM_TOKEN: z
    .string({ error: "WECOM_TOKEN is missing: the application's page > 接收消息 > 设置API接收 > Token." })
    .regex(/^[A-Za-z0-9]{3,32}$/u, "WECOM_TOKEN must be 3 to 32 letters and digits, as 企业微信 takes them."),
  /** 接收消息 > EncodingAESKey */
  WECOM_AES_KEY: z
    .string({ error: "WECOM_AES_KEY is missing: 接收消息 > 设置API接收 > EncodingAESKey." })
    .regex(AES_KEY, "WECOM_AES_KEY must be the 43 letters and digits shown as EncodingAESKey."),
  /** Where 企业微信 is; the simulator's address for tests. */
  WECOM_API: z.url({ protocol: /^https?$/u }).default("https://qyapi.weixin.qq.com"),
});

export type WecomSettings = z.infer<typeof wecomSettings>;
