/** 微信客服的配置 */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

const RECEIVING = "管理后台 → 应用管理 → 微信客服 → API → 企业内部接入";

export const kfSettings = z
  .object({
    KF_CORP_ID: z.string({ error: "is missing: copy 企业ID, 管理后台 → 我的企业 → 企业信息" }).min(1),
    /** Of 微信客服, or of the application that may manage its accounts. */
    KF_SECRET: z.string({ error: `is missing: copy Secret, ${RECEIVING}` }).min(1),
    KF_TOKEN: z.string({ error: `is missing: copy Token, ${RECEIVING}` }).regex(/^[\da-zA-Z]{3,32}$/u, {
      error: `must be 3 to 32 letters and digits: copy Token, ${RECEIVING}`,
    }),
    KF_AES_KEY: z
      .string({ error: `is missing: copy EncodingAESKey, ${RECEIVING}` })
      .regex(AES_KEY, { error: "must be the 43 characters of EncodingAESKey" }),
    /** Who takes over: the enterprise's own 接待人员, this program's console, or 12345. */
    KF_HANDOVER: z
      .enum(["platform", "console", "telephone"], { error: "must be platform, console or telephone" })
      .default("telephone"),
    /** The userid of the one who takes over; whoever is free where it is not set. */
    KF_SERVICER: z.string().min(1).optional(),
    KF_API_URL: z.url().default("https://qyapi.weixin.qq.com"),
  })
  .superRefine(({ KF_SERVICER, KF_HANDOVER }, context) => {
    if (KF_SERVICER === undefined || KF_HANDOVER === "platform") return;
    const message = `is not used with KF_HANDOVER=${KF_HANDOVER}: set that to platform, or remove this`;
    context.addIssue({ code: "custom", path: ["KF_SERVICER"], message });
  })
  .transform((set) => ({
    corpId: set.KF_CORP_ID,
    secret: set.KF_SECRET,
    token: set.KF_TOKEN,
    aesKey: set.KF_AES_KEY,
    handover: set.KF_HANDOVER,
    servicer: set.KF_SERVICER,
    apiUrl: set.KF_API_URL,
  }));

export type KfSettings = Readonly<z.infer<typeof kfSettings>>;
