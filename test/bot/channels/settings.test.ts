import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../../../bot/config.ts";

const APP = {
  BOT_FRAMEWORK_APP_ID: "5c2b1f0e-3a4d-4b6c-9d8e-7f6a5b4c3d2e",
  BOT_FRAMEWORK_APP_PASSWORD: "secret",
};
const SECRET = "0123456789abcdef0123456789abcdef";

describe("a channel", () => {
  it("is off as long as none of its settings is there", () => {
    expect(readConfig({ HOST: "0.0.0.0" }).channels).toEqual({});
  });

  it("is on with what it needs", () => {
    const { channels } = readConfig({
      ...APP,
      BOT_FRAMEWORK_CLOUD: "china",
      DIRECT_LINE_SECRET: SECRET,
      DIRECT_LINE_ORIGINS: "https://www.example.gov.cn，http://localhost:8080",
      WECHATY_PUPPET: "wechaty-puppet-wechat4u",
    });
    expect(channels["bot-framework"]).toMatchObject({
      emulator: false,
      credentials: { tenant: "microsoftservices.partner.onmschina.cn" },
      cloud: { issuer: "https://api.botframework.azure.cn" },
    });
    expect(channels["direct-line"]).toMatchObject({
      secrets: [SECRET],
      origins: ["https://www.example.gov.cn", "http://localhost:8080"],
    });
    expect(channels.wechaty).toEqual({ puppet: "wechaty-puppet-wechat4u" });
  });

  it.each<[string, Record<string, string>, string]>([
    ["BOT_FRAMEWORK_APP_PASSWORD", { BOT_FRAMEWORK_APP_ID: APP.BOT_FRAMEWORK_APP_ID }, "client secret"],
    ["BOT_FRAMEWORK_APP_ID", { BOT_FRAMEWORK_EMULATOR: "true" }, "copy the Microsoft App ID"],
    ["BOT_FRAMEWORK_APP_ID", { ...APP, BOT_FRAMEWORK_APP_ID: "mine" }, "hexadecimal"],
    ["BOT_FRAMEWORK_CLOUD", { ...APP, BOT_FRAMEWORK_CLOUD: "moon" }, "public or china"],
    ["BOT_FRAMEWORK_APPID", { ...APP, BOT_FRAMEWORK_APPID: "x" }, "Unrecognized"],
    ["BOT_FRAMEWORK_ALLOW_ANONYMOUS", { BOT_FRAMEWORK_ALLOW_ANONYMOUS: "true" }, "HOST=127.0.0.1"],
    [
      "BOT_FRAMEWORK_ALLOW_ANONYMOUS",
      { BOT_FRAMEWORK_ALLOW_ANONYMOUS: "true", HOST: "0.0.0.0" },
      "HOST=127.0.0.1",
    ],
    [
      "BOT_FRAMEWORK_ALLOW_ANONYMOUS",
      { ...APP, BOT_FRAMEWORK_ALLOW_ANONYMOUS: "true", HOST: "::1" },
      "remove one",
    ],
    ["DIRECT_LINE_SECRET", { DIRECT_LINE_ORIGINS: "https://www.example.gov.cn" }, "openssl rand"],
    ["DIRECT_LINE_SECRET", { DIRECT_LINE_SECRET: "short" }, "openssl rand"],
    [
      "DIRECT_LINE_ORIGINS",
      { DIRECT_LINE_SECRET: SECRET, DIRECT_LINE_ORIGINS: "https://a.cn/path" },
      "without a path",
    ],
    [
      "DIRECT_LINE_PUBLIC_URL",
      { DIRECT_LINE_SECRET: SECRET, DIRECT_LINE_PUBLIC_URL: "bot.cn" },
      "as clients see it",
    ],
    ["WECHATY_PUPPET", { WECHATY_TOKEN: "x" }, "name a puppet"],
    ["WECHATY_PUPPET", { WECHATY_PUPPET: "../evil" }, "wechaty-puppet-wechat4u"],
  ])("stops the start where %s is wrong: %j", (setting, environment, remedy) => {
    const start = () => readConfig(environment);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(setting);
    expect(start).toThrow(remedy);
  });
});
