/** Direct Line's settings: the secret that makes tokens, and which sites may use them. */
import { z } from "zod";

export interface DirectLineSettings {
  /** Tokens are made with the first; those of the others are still taken. */
  readonly secrets: readonly [string, ...string[]];
  /** Sites whose pages may connect, besides our own. */
  readonly origins: readonly string[];
  /** How clients reach this server; as they called it where it is absent. */
  readonly publicUrl?: string;
  /** False where a client shows text only. */
  readonly cards: boolean;
}

const HOW = "; `openssl rand -hex 32` makes one";
const secret = z
  .string({ error: `is missing${HOW}` })
  .regex(/^[\x21-\x7e]{32,}$/u, { error: `must be 32 letters and digits or more, without blanks${HOW}` });

export const directLineSettings = z
  .strictObject({
    DIRECT_LINE_SECRET: secret,
    DIRECT_LINE_OLD_SECRET: secret.optional(),
    DIRECT_LINE_ORIGINS: z
      .string()
      .transform((list) => list.split(/[,，\s]+/u).filter((origin) => origin !== ""))
      .refine((origins) => origins.every(isOrigin), {
        error: "must be origins such as https://www.example.gov.cn, without a path, separated by commas",
      })
      .default([]),
    DIRECT_LINE_PUBLIC_URL: z
      .string()
      .refine(isOrigin, {
        error: "must be this server's address as clients see it, such as https://bot.example.gov.cn",
      })
      .optional(),
    DIRECT_LINE_CARDS: z.enum(["true", "false"], { error: "must be true or false" }).default("true"),
  })
  .transform((set): DirectLineSettings => {
    const { DIRECT_LINE_OLD_SECRET: old, DIRECT_LINE_PUBLIC_URL: publicUrl } = set;
    return {
      secrets: [set.DIRECT_LINE_SECRET, ...(old === undefined ? [] : [old])],
      origins: set.DIRECT_LINE_ORIGINS,
      cards: set.DIRECT_LINE_CARDS === "true",
      ...(publicUrl !== undefined && { publicUrl }),
    };
  });

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value && /^https?:/u.test(value);
}
