import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { createChannels } from "../../bot/channels/index.ts";
import { readChannelSettings } from "../../bot/channels/settings.ts";
import { wording } from "../../bot/wording.ts";
import { mingbai } from "../support/command-line.ts";
import { testDesk } from "../support/desk.ts";

const SETTINGS = {
  WECHAT_APP_ID: "wx2c2769f8efd9abc2",
  WECHAT_TOKEN: "mingbai",
  WECHAT_AES_KEY: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  WECHAT_SECRET: "0123456789abcdef0123456789abcdef",
};

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

async function listening(app: Hono): Promise<string> {
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  closing.push(() => server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return String(port);
}

describe("mingbai wechat menu", () => {
  const dataDir = () => mkdtempSync(join(tmpdir(), "mingbai-menu-"));
  const menuFile = (text: string) => {
    const file = join(dataDir(), "menu.yaml");
    writeFileSync(file, text);
    return file;
  };

  it("shows what it would create, without any settings", async () => {
    const { code, out } = await mingbai(["wechat", "menu", "--dry-run"]);
    expect(code).toBe(0);
    const { button } = JSON.parse(out) as { button: { name: string }[] };
    expect(button.map(({ name }) => name)).toEqual(wording.wechat.menu.map(({ name }) => name));
  });

  it("creates what a file says", async () => {
    const created: unknown[] = [];
    const wechat = new Hono()
      .post("/cgi-bin/stable_token", (c) => c.json({ access_token: "t", expires_in: 7200 }))
      .post("/cgi-bin/menu/create", async (c) => {
        created.push(c.req.query("access_token"), await c.req.json());
        return c.json({ errcode: 0, errmsg: "ok" });
      });
    const file = menuFile("- { name: 帮助, says: 帮助 }\n- { name: 大厅, url: 'https://example.gov.cn' }\n");
    const env = { ...SETTINGS, WECHAT_API_URL: await listening(wechat), DATA_DIR: dataDir() };
    const { code, err } = await mingbai(["wechat", "menu", "--file", file], "", env);
    expect([code, err]).toEqual([0, ""]);
    expect(created).toEqual([
      "t",
      {
        button: [
          { type: "click", name: "帮助", key: "帮助" },
          { type: "view", name: "大厅", url: "https://example.gov.cn" },
        ],
      },
    ]);
  });

  it("says what to do where WeChat, the file or the settings say no", async () => {
    const wechat = new Hono().all("*", (c) => c.json({ errcode: 40164, errmsg: "invalid ip" }));
    const env = { ...SETTINGS, WECHAT_API_URL: await listening(wechat), DATA_DIR: dataDir() };
    const refused = await mingbai(["wechat", "menu"], "", env);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("IP白名单");
    expect(refused.err).not.toContain(SETTINGS.WECHAT_SECRET);
    const long = await mingbai([
      "wechat",
      "menu",
      "--dry-run",
      "--file",
      menuFile("- { name: 名字实在太长了, says: x }"),
    ]);
    expect(long.code).toBe(1);
    expect(long.err).toContain("16 bytes");
    const { code, err } = await mingbai(["wechat", "menu"], "", { DATA_DIR: dataDir() });
    expect([code, err]).toEqual([1, expect.stringContaining("WECHAT_APP_ID")]);
  });
});

describe("mingbai simulate", () => {
  it("talks to a server over the network, set up by the same settings", async () => {
    const { settings } = readChannelSettings(SETTINGS);
    const desk = { ...(await testDesk()), now: Date.now };
    const channels = createChannels(settings, { desk, fetch, log: () => {} });
    const url = `${await listening(createApp(desk, () => {}, channels))}/channels/wechat`;
    const said = "水费拖着没交会不会停水\n#1\n/image\n";
    const port = await freePort();
    const { code, out } = await mingbai(
      ["simulate", "wechat", "--url", url, "--api-port", port],
      said,
      SETTINGS,
    );
    expect(code).toBe(0);
    expect(out).toContain(`WECHAT_API_URL=http://127.0.0.1:${port}`);
    expect(out).toContain(wording.greeting);
    expect(out).toContain("允许在6个月内补缴");
    expect(out).toContain("记下了：受疫情影响暂时困难：是");
    expect(out).toContain("看不了图片");
  });

  it("says what it can simulate, and what is wrong with an address", async () => {
    const unknown = await mingbai(["simulate", "qq"]);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining("wechat")]);
    const url = await listening(new Hono());
    const nobody = await mingbai(["simulate", "wechat", "--url", url, "--api-port", await freePort()]);
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining("Token验证失败")]);
  });
});
