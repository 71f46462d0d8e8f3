import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagesOf } from "../../bot/channels/pages.ts";
import { renderText } from "../../bot/channels/text.ts";
import { type Delivery, type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { openStore } from "../../bot/store/index.ts";
import { wording } from "../../bot/wording.ts";
import { testDesk } from "../support/desk.ts";
import { describeWithPostgres } from "../support/postgres.ts";

let desk: Desk & { clock: { now: number } };
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.store.close());
const turn = (conversation: string, text: string, more: object = {}) => {
  desk.clock.now += 1;
  return handleTurn({ channel: "test", conversation, text, ...more }, desk);
};
const HOUR_MS = 60 * 60 * 1000;

describe("a message sent again", () => {
  it("gets the same reply and counts once", async () => {
    const before = await desk.store.counts();
    const first = await turn("again", "店里电费欠着会停吗", { message: "m1" });
    const second = await turn("again", "店里电费欠着会停吗", { message: "m1" });
    expect(second).toEqual(first);
    expect((await desk.store.counts()).turns).toBe(before.turns + 1);
  });

  it("three at once are one turn", async () => {
    const before = await desk.store.counts();
    const replies = await Promise.all(
      [1, 2, 3].map(() => turn("at once", "宽带费降了吗", { message: "m2" })),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect((await desk.store.counts()).turns).toBe(before.turns + 1);
  });
});

it("two messages at once are two turns, one after the other", async () => {
  await turn("both", "水电费欠着会停吗");
  await Promise.all([turn("both", "是的，受疫情影响"), turn("both", "个体户")]);
  const last = await turn("both", "我的情况");
  expect(last.facts).toEqual({ affectedByEpidemic: true, entityType: "individual" });
});

describe("what was not answered is kept for those who maintain the sayings", () => {
  it.each([
    ["明天下雨吗", "far"],
    ["社保能不能缓缴", "near_miss"],
    ["转人工", "handover"],
    ["   ", "empty"],
  ])("%s: %s", async (text, reason) => {
    await turn(`unanswered ${text}`, text);
    const [latest] = await desk.store.unanswered({ limit: 1 });
    expect(latest).toMatchObject({ conversation: `test:unanswered ${text}`, reason });
  });

  it("with the clauses nearest to it", async () => {
    await turn("nearest", "社保能不能缓缴");
    const [latest] = await desk.store.unanswered({ limit: 1 });
    expect(latest?.nearest.length).toBeGreaterThan(0);
  });
});

it("numbers that point to a person are masked before anything is kept or said", async () => {
  const { blocks } = await turn("private", "我电话13812345678，身份证11010519491231002X，欠电费会停吗");
  const kept = JSON.stringify([await desk.store.load("test:private"), blocks]);
  expect(kept).not.toMatch(/13812345678|11010519491231002X/u);
});

describe("after hours of silence", () => {
  it("facts are kept and said, the open question and its numbers are not", async () => {
    await turn("idle", "我是个体户，水电费欠着会停吗");
    desk.clock.now += 5 * HOUR_MS;
    const { blocks, facts, asks } = await turn("idle", "2");
    expect(renderText(blocks)).toContain(wording.resumed("主体类型：个体工商户"));
    expect(facts).toEqual({ entityType: "individual" });
    expect(asks).toBe("affectedByEpidemic");
  });
});

describe("a channel with a limit on its messages", () => {
  const pages = (blocks: Delivery["blocks"]) => pagesOf(blocks, 600);
  it("gets the rest by 0, in order, and nothing twice", async () => {
    const first = await turn("paged", "贷款展期影响征信吗", { pages });
    const sent = [first.page];
    for (let next = first; next.page?.endsWith(wording.nextPage); ) {
      next = await turn("paged", "0", { pages });
      sent.push(next.page);
    }
    expect(sent).toEqual(pagesOf(first.blocks, 600));
    expect(sent.length).toBeGreaterThan(1);
  });

  it("an answer in between drops the rest", async () => {
    await turn("paged 2", "贷款展期影响征信吗", { pages });
    await turn("paged 2", "有贷款", { pages });
    expect((await turn("paged 2", "0", { pages })).facts).toEqual({ hasBankLoan: true });
  });
});

const CONVERSATION = [
  "我们公司做餐饮的，12个人，欠了电费会停电吗",
  "是的，受疫情影响",
  "去年营收150万",
  "为什么",
  "说错了，是520人，营收两个亿",
  "社保能不能缓缴",
  "我能享受哪些政策",
  "没有贷款",
  "看结果",
  "1",
  "返回",
  "转人工",
];

describeWithPostgres("PostgreSQL", (server) => {
  it("keeps the same conversation in the same bytes as SQLite", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "mingbai-parity-"));
    const databaseUrl = await server().database();
    const transcripts: string[] = [];
    for (const settings of [{ dataDir }, { dataDir, databaseUrl }]) {
      const store = await openStore(settings);
      const replies: Delivery[] = [];
      for (const text of CONVERSATION)
        replies.push(await handleTurn({ channel: "test", conversation: "parity", text }, { ...desk, store }));
      transcripts.push(JSON.stringify([replies, await store.load("test:parity")]));
      await store.close();
    }
    expect(transcripts[1]).toBe(transcripts[0]);
  });
});
