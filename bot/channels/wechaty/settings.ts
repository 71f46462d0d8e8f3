/** wechaty's setting: which puppet plays the account. wechaty reads the puppet's own settings, WECHATY_TOKEN and others, itself. */
import { z } from "zod";

export interface WechatySettings {
  /** A package, such as wechaty-puppet-wechat4u. */
  readonly puppet: string;
}

export const wechatySettings = z
  .object({
    WECHATY_PUPPET: z
      .string({ error: "is missing; name a puppet, or remove every setting that begins with WECHATY_" })
      .regex(/^(?:@[\w.-]+\/)?wechaty-puppet-[\w-]+$/u, {
        error: "must be the package of a puppet, such as wechaty-puppet-wechat4u",
      }),
  })
  .transform(({ WECHATY_PUPPET: puppet }): WechatySettings => ({ puppet }));
