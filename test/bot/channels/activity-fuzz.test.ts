import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApp } from "../../../bot/app.ts";
import { createBotFramework } from "../../../bot/channels/bot-framework/index.ts";
import { botFrameworkSettings } from "../../../bot/channels/bot-framework/settings.ts";
import { createDirectLine } from "../../../bot/channels/direct-line/index.ts";
import { directLineSettings } from "../../../bot/channels/direct-line/settings.ts";
import { seeded } from "../../../bot/commands/bench/owners.ts";
import {
  APP_ID,
  type BotConnector,
  PASSWORD,
  SERVICE_URL,
  startBotConnector,
} from "../../support/bot-connector.ts";
import { testDesk } from "../../support/desk.ts";
import { pick, saysTheSame, spoiltActivity, spoiltToken } from "./activity-fuzz.ts";

/** `MESSAGES=100000` for the long run; `SEED` for another one. */
const MESSAGES = Number(process.env["MESSAGES"] ?? 1_000);
const SEED = Number(process.env["SEED"] ?? 20220518);
/** Tokens are fresh ones after so many messages. */
const RENEWED = 1_000;
const SECRET = "a-secret-of-a-good-many-characters";
const CONVERSATIONS = 20;

interface Begun {
  readonly token: string;
  readonly conversationId: string;
}

const DIRECT_LINE = "/channels/direct-line/v3/directline";

let desk: Awaited<ReturnType<typeof testDesk>>;
let microsoft: BotConnector;
const lines: string[] = [];
const log = (line: string) => void lines.push(line);
const random = seeded(SEED);

beforeAll(async () => {
  desk = await testDesk();
  microsoft = await startBotConnector(desk.now);
});
afterAll(async () => {
  microsoft.close();
  await desk.store.close();
});
beforeEach(() => {
  lines.length = 0;
});

const activity = (number: number) => ({
  type: pick(["message", "message", "conversationUpdate", "invoke", "messageReaction", "typing"], random),
  id: `f-${number}`,
  channelId: "msteams",
  serviceUrl: SERVICE_URL,
  locale: "zh-CN",
  deliveryMode: pick(["normal", "expectReplies"], random),
  from: { id: `29:${number % 50}`, name: "王" },
  recipient: { id: `28:${APP_ID}` },
  conversation: { id: `a:${number % 50}`, isGroup: false, conversationType: "personal" },
  text: pick(["你好", "第六条", "<at>明白</at> 1", "谢谢"], random),
  entities: [{ type: "mention", text: "<at>明白</at>", mentioned: { id: `28:${APP_ID}` } }],
  attachments: [{ contentType: "text/html", content: "<p>你好</p>" }],
  membersAdded: [{ id: `29:${number % 50}` }],
  reactionsAdded: [{ type: "like" }],
  replyToId: "1",
  name: "adaptiveCard/action",
  value: { action: { type: "Action.Submit", data: { say: "为什么" } } },
  channelData: { clientActivityID: `f-${number}`, tenant: { id: "t" } },
});

type Call = (body: string, bearer: string) => Promise<Response>;
type Statuses = Record<number, number>;

/** Half of the messages with their token spoilt, which must do nothing, then half spoilt themselves. */
async function run(call: Call, tokensNow: () => Promise<readonly string[]>): Promise<Statuses> {
  const statuses: Statuses = {};
  const before = await effects();
  await repeatedly(tokensNow, async (number, tokens) => {
    const token = spoiltToken(pick(tokens, random), tokens, random);
    if (tokens.some((genuine) => saysTheSame(genuine, token))) return;
    const { status } = await call(JSON.stringify(activity(number)), token);
    count(statuses, status);
    if (status !== 401 && status !== 403) expect.fail(`${number} of seed ${SEED}: ${status} with ${token}`);
  });
  expect(await effects()).toEqual(before);
  await repeatedly(tokensNow, async (number, tokens) => {
    const body = spoiltActivity(activity(number), random);
    const { status } = await call(body, pick(tokens, random));
    count(statuses, status);
    if (status >= 500 && status !== 501)
      expect.fail(`${number} of seed ${SEED}: ${status} ${body}\n${lines.join("\n")}`);
  });
  expect(lines.filter((line) => line.startsWith("error"))).toEqual([]);
  if (MESSAGES > 10_000) process.stdout.write(`${JSON.stringify(statuses)}\n`);
  return statuses;
}

async function repeatedly(
  tokensNow: () => Promise<readonly string[]>,
  once: (number: number, tokens: readonly string[]) => Promise<void>,
): Promise<void> {
  let tokens: readonly string[] = [];
  for (let number = 0; number < MESSAGES / 2; number++) {
    if (number % RENEWED === 0) tokens = await tokensNow();
    await once(number, tokens);
  }
}

function count(statuses: Statuses, status: number): void {
  statuses[status] = (statuses[status] ?? 0) + 1;
}

async function effects(): Promise<object> {
  return { counts: await desk.store.counts(), delivered: microsoft.delivered.length };
}

describe("spoilt activities and tokens neither fail nor do anything unsigned", () => {
  it("at Bot Framework's address", async () => {
    const settings = { BOT_FRAMEWORK_APP_ID: APP_ID, BOT_FRAMEWORK_APP_PASSWORD: PASSWORD };
    const surroundings = { desk, fetch: microsoft.fetch, log };
    const channel = createBotFramework(botFrameworkSettings.parse(settings), surroundings, async () => {});
    const app = createApp(desk, log, [channel]);
    const tokens = async () => [await microsoft.sign(), await microsoft.sign({ until: 1800 })];
    const statuses = await run(async (body, bearer) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${bearer}` };
      return app.request("/api/messages", { method: "POST", headers, body });
    }, tokens);
    for (const status of [200, 400, 401, 403]) expect(statuses[status], String(status)).toBeGreaterThan(0);
  });

  it("at Direct Line's", async () => {
    const surroundings = { desk, fetch, log };
    const channel = createDirectLine(directLineSettings.parse({ DIRECT_LINE_SECRET: SECRET }), surroundings);
    const app = createApp(desk, log, [channel]);
    const call = (path: string, bearer: string, body: string) =>
      app.request(`${DIRECT_LINE}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${bearer}` },
        body,
      });
    let conversations = new Map<string, string>();
    const begin = async () => {
      const { token, conversationId } = (await (await call("/conversations", SECRET, "{}")).json()) as Begun;
      return [token, conversationId] as const;
    };
    const tokens = async () => {
      conversations = new Map(await Promise.all(Array.from({ length: CONVERSATIONS }, begin)));
      return [...conversations.keys()];
    };
    const statuses = await run(async (body, bearer) => {
      // No faster than the quota of all conversations together.
      desk.clock.now += 150;
      const [any = ""] = conversations.values();
      return call(`/conversations/${conversations.get(bearer) ?? any}/activities`, bearer, body);
    }, tokens);
    for (const status of [200, 400, 403]) expect(statuses[status], String(status)).toBeGreaterThan(0);
  });
});
