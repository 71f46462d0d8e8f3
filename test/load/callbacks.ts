/**
 * `npm run load -- callbacks`: 300 callbacks of 公众号 a second for 3 minutes, a tenth of them sent again, the server killed in the
 * middle; or as RATE, DURATION and OWNERS say.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createCallbacks, type WechatAccount } from "../../bot/simulator/wechat-callback.ts";
import { openStore } from "../../bot/store/index.ts";
import { readJourneys } from "../support/journeys.ts";
import { arrive, report } from "./arrivals.ts";
import { freePort, startServer } from "./server.ts";

const { RATE = "300", DURATION = "180", OWNERS = "3000" } = process.env;
const rate = Number(RATE);
const seconds = Number(DURATION);
const owners = Number(OWNERS);

const account: WechatAccount = {
  appId: "wx2c2769f8efd9abc2",
  token: "loadtest",
  aesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  mode: "safe",
};
/** Of ten callbacks one is the message before it again. */
const OF = 10;
const TENCENT_WAITS_MS = 5_000;
const TENCENT_TRIES = 3;
const FIRST_ID = 6_054_768_590_064_713_728n;

const scripts = readJourneys().map(({ turns }) => turns.map(({ owner }) => owner));

export async function loadCallbacks(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "mingbai-load-"));
  const port = await freePort();
  const settings = {
    DATA_DIR: dataDir,
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_AES_KEY: account.aesKey ?? "",
  };
  let server = await startServer(port, settings);
  let restarted: Promise<void> | undefined;
  const restart = async () => {
    await server.stop("SIGKILL");
    server = await startServer(port, settings);
  };
  const tencent = createTencent(`${server.address}/channels/wechat`);
  const outcome = await arrive({
    perSecond: rate,
    seconds,
    send: tencent.send,
    eachSecond: (second) => {
      if (second === Math.floor(seconds / 2)) restarted = restart();
    },
  });
  await restarted;
  await server.stop();
  const store = await openStore({ dataDir });
  const { turns } = await store.counts();
  await store.close();
  rmSync(dataDir, { recursive: true });
  process.stdout.write(`${report(`${RATE} callbacks a second`, { ...outcome, times: tencent.times() })}\n`);
  process.stdout.write(
    `${tencent.messages()} messages, ${turns} turns kept, ${tencent.again()} sent again, ${tencent.differing()} of those answered otherwise\n`,
  );
}

/** Sends, waits five seconds, sends again under the same id, three times in all. */
function createTencent(address: string) {
  const callbacks = createCallbacks(account, address, Date.now);
  const times: number[] = [];
  const answers = new Map<string, string>();
  let again = 0;
  let differing = 0;

  const attempt = async (owner: string, message: Parameters<typeof callbacks.post>[1]) => {
    const begun = performance.now();
    try {
      const response = await fetch(callbacks.post(owner, message), {
        signal: AbortSignal.timeout(TENCENT_WAITS_MS),
      });
      const body = await response.text();
      if (!response.ok) return undefined;
      times.push(performance.now() - begun);
      return callbacks.read(body);
    } catch {
      await sleep(Math.max(0, TENCENT_WAITS_MS - (performance.now() - begun)));
      return undefined;
    }
  };

  const send = async (index: number): Promise<void> => {
    // The tenth is the ninth again, at the same time as it.
    const original = index % OF === OF - 1 ? index - 1 : index;
    const owner = original % owners;
    const script = scripts[owner % scripts.length] ?? [];
    const id = (FIRST_ID + BigInt(original)).toString();
    const message = {
      ToUserName: "gh_load",
      FromUserName: `owner-${owner}`,
      CreateTime: Math.floor(Date.now() / 1000),
      MsgType: "text",
      Content: script[Math.floor(original / owners) % script.length] ?? "你好",
      MsgId: id,
    };
    if (original !== index) again += 1;
    for (let tries = 0; tries < TENCENT_TRIES; tries++) {
      const answer = await attempt(`owner-${owner}`, message);
      if (answer === undefined) continue;
      const words = answer.replace(/<CreateTime>\d+<\/CreateTime>/u, "");
      if (answers.has(id) && answers.get(id) !== words) differing += 1;
      answers.set(id, words);
      return;
    }
    throw new Error(`${id} was not answered in three tries`);
  };

  return {
    send,
    times: () => times.toSorted((a, b) => a - b),
    messages: () => answers.size,
    again: () => again,
    differing: () => differing,
  };
}
