/**
 * `npm run load -- callbacks`: 300 callbacks of 公众号 a second for 3 minutes, a tenth of them sent again, the serving process killed
 * in the middle, where the one that stands by takes over; or as RATE, DURATION and OWNERS say.
 */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCallbacks, type WechatAccount } from "../../bot/simulator/wechat-callback.ts";
import { openStore } from "../../bot/store/index.ts";
import { packageRoot } from "../../knowledge/index.ts";
import { readJourneys } from "../support/journeys.ts";
import { arrive, report } from "./arrivals.ts";
import { freePort, startServer } from "./server.ts";

const { RATE = "300", DURATION = "180", OWNERS = "3000" } = process.env;
const rate = Number(RATE);
const seconds = Number(DURATION);
const owners = Number(OWNERS);
const count = rate * seconds;

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
/** Generously: so many are signed in a millisecond, and so long the server takes to start. */
const SIGNED_A_MS = 2;
const STARTING_MS = 5_000;
/** Before that a fraction of the rate for some seconds, not counted: nobody begins to serve a town within one. */
const WARMING = 2;
const WARMING_S = 20;
const FIRST_ID = 6_054_768_590_064_713_728n;

/** Every other owner says it in words that nobody else uses; what is shorter answers a question. */
const SHORT = 6;
const GREETINGS = ["您好，", "你好，", "老师好，", "请问，", "打扰了，", "麻烦您，", "在吗，", ""];
const OPENINGS = ["", "我想问一下，", "帮我看看，", "咨询一下，", "了解一下，"].flatMap((asking) =>
  GREETINGS.map((greeting) => `${greeting}${asking}`),
);
const THANKS = ["", "，谢谢", "，多谢了", "，麻烦了", "，辛苦"];
const ENDINGS = ["", "，挺急的", "，我记一下", "，等您回复", "，家里人让问的", "，说简单点"].flatMap(
  (aside) => THANKS.map((thanks) => `${aside}${thanks}`),
);

const scripts = readJourneys().map(({ turns }) => turns.map(({ owner }) => owner));

export async function loadCallbacks(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "mingbai-load-"));
  // As installed: the index is made once, by `npm ci`.
  cpSync(join(packageRoot(), "data", "index"), join(dataDir, "index"), { recursive: true });
  const port = await freePort();
  const settings = {
    DATA_DIR: dataDir,
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_AES_KEY: account.aesKey ?? "",
    STANDBY: "1",
  };
  const tencent = await createTencent(`http://127.0.0.1:${port}/channels/wechat`);
  const server = await startServer(port, settings);
  const kill = () => {
    const [, serving] = /server (\d+) serves/u.exec(server.words()) ?? [];
    process.kill(Number(serving), "SIGKILL");
  };
  await arrive({
    perSecond: rate / WARMING,
    seconds: WARMING_S,
    send: (index) => tencent.send(count + index),
  });
  const outcome = await arrive({
    perSecond: rate,
    seconds,
    send: tencent.send,
    eachSecond: (second) => {
      if (second === Math.floor(seconds / 2)) kill();
    },
  });
  await server.stop();
  const store = await openStore({ dataDir });
  const { turns } = await store.counts();
  await store.close();
  rmSync(dataDir, { recursive: true });
  const { times, messages, again, differing } = tencent.outcome();
  process.stdout.write(`${report(`${RATE} callbacks a second`, { ...outcome, times })}\n`);
  process.stdout.write(
    `${messages} messages, ${turns} turns kept, ${again} sent again, ${differing} of those answered otherwise\n`,
  );
  process.stdout.write(
    `killed in the middle: ${server
      .words()
      .match(/server \d+ .*/gu)
      ?.join("; ")}\n`,
  );
}

interface Sent {
  readonly id: string;
  readonly owner: string;
  readonly words: string;
}

interface Signed {
  readonly path: string;
  readonly body: string;
}

/**
 * Sends, waits five seconds, sends again under the same id, three times in all. First tries are signed beforehand and answers
 * opened afterwards, so that the server has the processor meanwhile.
 */
async function createTencent(address: string) {
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  const answers: { readonly id: string; readonly body: string }[] = [];

  const sign = async ({ id, owner, words }: Sent, at: number): Promise<Signed> => {
    const callbacks = createCallbacks(account, address, () => at);
    const request = callbacks.post(owner, {
      ToUserName: "gh_load",
      FromUserName: owner,
      CreateTime: Math.floor(at / 1000),
      MsgType: "text",
      Content: words,
      MsgId: id,
    });
    return { path: request.url, body: await request.text() };
  };
  const signed: Signed[] = [];
  const begin = Date.now() + count / SIGNED_A_MS + STARTING_MS + WARMING_S * 1000;
  for (let index = 0; index < count; index++)
    signed.push(await sign(sentAt(index), begin + (index * 1000) / rate));

  const attempt = (made: Signed, isCounted: boolean) =>
    new Promise<string | undefined>((resolve) => {
      const begun = performance.now();
      const lost = () => {
        clearTimeout(timer);
        setTimeout(() => resolve(undefined), TENCENT_WAITS_MS - (performance.now() - begun));
      };
      const sent = request(made.path, { method: "POST", agent, headers: { "content-type": "text/xml" } });
      const timer = setTimeout(() => sent.destroy(new Error("WeChat hangs up.")), TENCENT_WAITS_MS);
      sent.on("error", lost);
      sent.on("response", (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", lost);
        response.on("end", () => {
          if (response.statusCode !== 200) return lost();
          clearTimeout(timer);
          if (isCounted) times.push(performance.now() - begun);
          resolve(Buffer.concat(parts).toString());
        });
      });
      sent.end(made.body);
    });

  const send = async (index: number): Promise<void> => {
    const message = sentAt(index);
    for (let tries = 0; tries < TENCENT_TRIES; tries++) {
      const first = tries === 0 ? signed[index] : undefined;
      const body = await attempt(first ?? (await sign(message, Date.now())), index < count);
      if (body === undefined) continue;
      answers.push({ id: message.id, body });
      return;
    }
    throw new Error(`${message.id} was not answered in three tries`);
  };

  const outcome = () => {
    const { read } = createCallbacks(account, address, Date.now);
    const first = new Map<string, string>();
    let differing = 0;
    for (const { id, body } of answers) {
      const words = read(body).replace(/<CreateTime>\d+<\/CreateTime>/u, "");
      if (first.has(id) && first.get(id) !== words) differing += 1;
      first.set(id, words);
    }
    const again = answers.length - first.size;
    return { times: times.toSorted((a, b) => a - b), messages: first.size, again, differing };
  };
  return { send, outcome };
}

function sentAt(index: number): Sent {
  // The tenth is the ninth again, at the same time as it.
  const original = index % OF === OF - 1 ? index - 1 : index;
  const owner = original % owners;
  const script = scripts[owner % scripts.length] ?? [];
  const words = script[Math.floor(original / owners) % script.length] ?? "你好";
  return {
    id: (FIRST_ID + BigInt(original)).toString(),
    owner: `owner-${owner}`,
    words: owner % 2 === 0 || words.length < SHORT ? words : inOwnWords(words, original),
  };
}

function inOwnWords(words: string, index: number): string {
  const opening = OPENINGS[index % OPENINGS.length] ?? "";
  const ending = ENDINGS[Math.floor(index / OPENINGS.length) % ENDINGS.length] ?? "";
  return `${opening}${words}${ending}`;
}
