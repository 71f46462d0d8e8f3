/** Bot Framework's settings: who the bot is there, and which cloud speaks for it. */
import { z } from "zod";
import { CLOUDS, type Cloud } from "./clouds.ts";

export interface BotFrameworkSettings {
  /** Absent where unsigned activities are taken, on this machine only. */
  readonly credentials?: Credentials;
  readonly cloud: Cloud;
  /** The desktop Emulator, signed in with the bot's own password, is let in too. */
  readonly emulator: boolean;
}

export interface Credentials {
  readonly appId: string;
  readonly password: string;
  readonly tenant: string;
}

const flag = z.enum(["true", "false"], { error: "must be true or false" }).default("false");
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

export const botFrameworkSettings = z
  .strictObject({
    BOT_FRAMEWORK_APP_ID: z
      .guid({ error: "must be the bot's Microsoft App ID, 8-4-4-4-12 hexadecimal digits" })
      .optional(),
    BOT_FRAMEWORK_APP_PASSWORD: z.string().optional(),
    BOT_FRAMEWORK_TENANT_ID: z
      .string()
      .regex(/^[\w.-]+$/u, { error: "must be the directory (tenant) ID of a single-tenant bot" })
      .optional(),
    BOT_FRAMEWORK_CLOUD: z.enum(["public", "china"], { error: "must be public or china" }).default("public"),
    BOT_FRAMEWORK_EMULATOR: flag,
    BOT_FRAMEWORK_ALLOW_ANONYMOUS: flag,
    HOST: z.string().optional(),
  })
  .superRefine((set, context) => {
    const problem = (setting: keyof typeof set, message: string) =>
      context.addIssue({ code: "custom", path: [setting], message });
    if (set.BOT_FRAMEWORK_ALLOW_ANONYMOUS === "true") {
      if (set.BOT_FRAMEWORK_APP_ID !== undefined)
        problem("BOT_FRAMEWORK_ALLOW_ANONYMOUS", "does not go with BOT_FRAMEWORK_APP_ID; remove one of them");
      if (!LOOPBACK.has(set.HOST ?? ""))
        problem(
          "BOT_FRAMEWORK_ALLOW_ANONYMOUS",
          "is for tests on one machine; set HOST=127.0.0.1, or remove it",
        );
      return;
    }
    if (set.BOT_FRAMEWORK_APP_ID === undefined)
      problem(
        "BOT_FRAMEWORK_APP_ID",
        "is missing; copy the Microsoft App ID from the bot's Configuration page",
      );
    if (set.BOT_FRAMEWORK_APP_PASSWORD === undefined)
      problem("BOT_FRAMEWORK_APP_PASSWORD", "is missing; make a client secret under Manage Password");
  })
  .transform((set): BotFrameworkSettings => {
    const cloud = CLOUDS[set.BOT_FRAMEWORK_CLOUD];
    const { BOT_FRAMEWORK_APP_ID: appId, BOT_FRAMEWORK_APP_PASSWORD: password } = set;
    const tenant = set.BOT_FRAMEWORK_TENANT_ID ?? cloud.sharedTenant;
    return {
      cloud,
      emulator: set.BOT_FRAMEWORK_EMULATOR === "true",
      ...(appId !== undefined && password !== undefined && { credentials: { appId, password, tenant } }),
    };
  });
