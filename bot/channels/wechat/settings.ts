/** 公众号配置 */
import { z } from "zod";
import { AES_KEY } from "../wx-crypto.ts";

const WHERE = "公众平台 → 设置与开发 → 开发接口管理 → 基本配置";

export const wechatSettings = z
  .object({
    WECHAT_APP_ID: z
      .string({ error: `is missing: copy 开发者ID(AppID), ${WHERE}` })
      .regex(/^wx[\da-zA-Z]{16}$/u, {
        error: `is not an AppID (wx and 16 characters): copy it from ${WHERE}`,
      }),
    WECHAT_TOKEN: z
      .string({ error: `is missing: invent one and enter the same as 令牌(Token), ${WHERE}` })
      .regex(/^[\da-zA-Z]{3,32}$/u, { error: "must be 3 to 32 letters and digits, the same as 令牌(Token)" }),
    WECHAT_AES_KEY: z
      .string()
      .regex(AES_KEY, { error: "must be the 43 characters of 消息加解密密钥(EncodingAESKey)" })
      .optional(),
    /** As 消息加解密方式 is set; safe where there is an AES key. */
    WECHAT_MODE: z
      .enum(["plain", "compatible", "safe"], {
        error: "must be plain (明文模式), compatible (兼容模式) or safe (安全模式)",
      })
      .optional(),
    WECHAT_SECRET: z
      .string()
      .regex(/^[\da-zA-Z]{32}$/u, { error: `must be the 32 characters of 开发者密码(AppSecret), ${WHERE}` })
      .optional(),
    /** Who takes over: the account's own customer service, this program's console, or 12345. */
    WECHAT_HANDOVER: z
      .enum(["platform", "console", "telephone"], { error: "must be platform, console or telephone" })
      .default("telephone"),
    WECHAT_API_URL: z.url().default("https://api.weixin.qq.com"),
  })
  .superRefine((settings, context) => {
    const wrong = (name: keyof typeof settings, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const { WECHAT_MODE, WECHAT_AES_KEY, WECHAT_HANDOVER, WECHAT_SECRET } = settings;
    if (WECHAT_MODE !== undefined && WECHAT_MODE !== "plain" && WECHAT_AES_KEY === undefined)
      wrong("WECHAT_AES_KEY", `is missing: copy 消息加解密密钥(EncodingAESKey), ${WHERE}`);
    if (WECHAT_MODE === "plain" && WECHAT_AES_KEY !== undefined)
      wrong("WECHAT_MODE", "is plain, so that WECHAT_AES_KEY is not used: set it to safe, or remove the key");
    if (WECHAT_HANDOVER !== "telephone" && WECHAT_SECRET === undefined)
      wrong("WECHAT_SECRET", `is missing: WECHAT_HANDOVER=${WECHAT_HANDOVER} sends messages and needs it`);
  })
  .transform((set) => ({
    appId: set.WECHAT_APP_ID,
    token: set.WECHAT_TOKEN,
    aesKey: set.WECHAT_AES_KEY,
    mode: set.WECHAT_MODE ?? (set.WECHAT_AES_KEY === undefined ? "plain" : "safe"),
    secret: set.WECHAT_SECRET,
    handover: set.WECHAT_HANDOVER,
    apiUrl: set.WECHAT_API_URL,
  }));

export type WechatSettings = Readonly<z.infer<typeof wechatSettings>>;
