/** 微信客服的配置 */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

export const kfSettings = z.object({
  /** 企业ID */
  KF_CORP_ID: z.string({ error: "KF_CORP_ID is missing: 我的企业 > 企业信息 > 企业ID." }).min(1),
  /** Of the application that may manage the accounts. */
  KF_SECRET: z
    .string({ error: "KF_SECRET is missing: the Secret of the application that manages 微信客服." })
    .min(1),
  /** 微信客服 > API > 接收消息 */
  KF_TOKEN: z
    .string({ error: "KF_TOKEN is missing: 微信客服 > API > 企业内部接入 > Token." })
    .regex(/^[A-Za-z0-9]{3,32}$/u, "KF_TOKEN must be 3 to 32 letters and digits, as 企业微信 takes them."),
  KF_AES_KEY: z
    .string({ error: "KF_AES_KEY is missing: 微信客服 > API > 企业内部接入 > EncodingAESKey." })
    .regex(AES_KEY, "KF_AES_KEY must be the 43 letters and digits shown as EncodingAESKey."),
  /** Who takes over where a person is wanted: the enterprise's servicers, our console, or 12345. */
  KF_HANDOVER: z
    .enum(["platform", "console", "telephone"], {
      error:
        "KF_HANDOVER must be platform (接待人员 in 企业微信), console (Mingbai's own) or telephone (12345).",
    })
    .default("telephone"),
  /** The userid of the one who takes over; who is free where it is not set. */
  KF_SERVICER: z.string().min(1).optional(),
  /** Where 企业微信 is; the simulator's address for tests. */
  KF_API: z.url({ protocol: /^https?$/u }).default("https://qyapi.weixin.qq.com"),
});

export type KfSettings = z.infer<typeof kfSettings>;
