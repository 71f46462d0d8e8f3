/** `mingbai wechat menu`: puts the menu at the foot of the 公众号. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { createWechatClient, WechatApiError } from "../channels/wechat/client.ts";
import { menuForWechat, menuSchema } from "../channels/wechat/menu.ts";
import { type Config, ConfigError } from "../config.ts";
import type { Store } from "../store/index.ts";
import { wording } from "../wording.ts";

export interface WechatMenuOptions {
  /** YAML or JSON of the shape of `wording.wechat.menu`, which is taken where it is absent. */
  readonly file?: string;
  /** Only shows what would be sent. */
  readonly dryRun?: boolean;
}

/** @throws ConfigError where the file or the settings are not usable */
export async function runWechatMenu(
  { file, dryRun = false }: WechatMenuOptions,
  config: () => Config,
  open: (config: Config) => Promise<Store>,
  request: typeof fetch = fetch,
): Promise<number> {
  const menu = menuForWechat(file === undefined ? menuSchema.parse(wording.wechat.menu) : readMenu(file));
  if (dryRun) {
    process.stdout.write(`${JSON.stringify(menu, undefined, 2)}\n`);
    return 0;
  }
  const settings = config();
  const { wechat } = settings.channels;
  if (!wechat)
    throw new ConfigError("Set WECHAT_APP_ID, WECHAT_TOKEN and WECHAT_SECRET first. See .env.example.");
  const { apiUrl, appId, secret } = wechat;
  if (secret === undefined) throw new ConfigError("WECHAT_SECRET is missing: the menu is created with it.");
  const store = await open(settings);
  try {
    const state = store.channelState;
    await createWechatClient({ apiUrl, appId, secret, fetch: request, state, now: Date.now }).createMenu(
      menu,
    );
    process.stdout.write("菜单已经创建，关注者24小时内看到；取消关注再关注马上能看到。\n");
    return 0;
  } catch (error) {
    if (!(error instanceof WechatApiError)) throw error;
    process.stderr.write(`${error.message}\n${remedyOf(error.code)}\n`);
    return 1;
  } finally {
    await store.close();
  }
}

function readMenu(file: string) {
  const read = menuSchema.safeParse(parse(readFileSync(file, "utf8")));
  if (!read.success) throw new ConfigError(`${file} is no menu.\n${z.prettifyError(read.error)}`);
  return read.data;
}

/** What the person at the keyboard can do about it. */
const REMEDIES: Readonly<Record<number, string>> = {
  40013: "WECHAT_APP_ID 不是这个公众号的 AppID。",
  40125: "WECHAT_SECRET 不对：到公众平台重置 AppSecret，再填进 .env。",
  40164: "本机的公网IP不在IP白名单里：公众平台 → 设置与开发 → 开发接口管理 → IP白名单。",
  48001: "这个公众号没有自定义菜单的接口权限：要通过微信认证，或在公众平台手工设置菜单。",
};

function remedyOf(code: number): string {
  return REMEDIES[code] ?? "错误码的含义见公众平台文档的“全局返回码说明”。";
}
