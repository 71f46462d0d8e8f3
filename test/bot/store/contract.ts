/** 契约：what every store keeps to. Each test gets a database of its own. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type NewTurn, openStore, type Store, type StoreSettings } from "../../../bot/store/index.ts";

export const DAY = 24 * 60 * 60 * 1000;
export const NOON = Date.UTC(2022, 5, 15, 4);

export const turnOf = (over: Partial<NewTurn> = {}): NewTurn => ({
  conversation: "张三",
  channel: "webchat",
  version: 0,
  at: NOON,
  text: "店里水费欠着会不会停水",
  state: { turns: ["店里水费欠着会不会停水"] },
  reply: { blocks: [{ kind: "text", text: "允许在6个月内补缴" }] },
  outcome: "answer",
  ...over,
});

export function keepsTheContract(databaseOf: () => Promise<StoreSettings>): void {
  let settings: StoreSettings;
  let store: Store;
  const another = () => openStore(settings);
  beforeEach(async () => {
    settings = await databaseOf();
    store = await another();
  });
  afterEach(() => store.close());

  it("has nothing at first", async () => {
    expect(await store.load("张三")).toBeUndefined();
    expect(await store.replyTo("张三", "m1")).toBeUndefined();
    expect(await store.receipt("1234-5678-9012")).toBeUndefined();
    expect(await store.unanswered()).toEqual([]);
    expect(await store.counts()).toEqual({ conversations: 0, turns: 0, receipts: 0, unanswered: 0 });
    await store.ready();
  });

  it("gives back what was saved, also to another server and after a restart", async () => {
    const state = {
      文: "“引号”\n\0\u2028",
      half: "\ud800",
      numbers: [0.1, -0, 1e21, null],
      "": { b: 1, a: 2 },
    };
    const turn = turnOf({ message: "m1", state, receipt: { code: "1234-5678-9012", record: state } });
    expect(await store.save(turn)).toBe("saved");
    await store.close();
    store = await another();
    expect(JSON.stringify(await store.load("张三"))).toBe(
      JSON.stringify({ version: 1, state, lastAt: NOON }),
    );
    expect(await store.replyTo("张三", "m1")).toEqual({
      reply: turn.reply,
      outcome: "answer",
      receipt: "1234-5678-9012",
    });
    expect(JSON.stringify(await store.receipt("1234-5678-9012"))).toBe(
      JSON.stringify({ code: "1234-5678-9012", record: state, at: NOON }),
    );
  });

  it("keeps one reply to one message, whatever comes after", async () => {
    await store.save(turnOf({ message: "m1" }));
    const again = turnOf({ message: "m1", reply: "another", version: 0 });
    expect(await store.save(again)).toBe("duplicate");
    expect(await store.save({ ...again, version: 1 })).toBe("duplicate");
    expect(await store.load("张三")).toMatchObject({ version: 1, state: turnOf().state });
    expect(await store.save({ ...again, version: 1, message: "m2" })).toBe("saved");
    expect(await store.save(turnOf({ conversation: "李四", message: "m1" }))).toBe("saved");
    expect(await store.counts()).toMatchObject({ conversations: 2, turns: 3 });
  });

  it("lets one of two turns from the same version through", async () => {
    expect(await store.save(turnOf())).toBe("saved");
    expect(await store.save(turnOf())).toBe("conflict");
    expect(await store.save(turnOf({ version: 1 }))).toBe("saved");
    expect(await store.save(turnOf({ version: 1 }))).toBe("conflict");
    expect(await store.save(turnOf({ version: 7 }))).toBe("conflict");
    expect(await store.counts()).toMatchObject({ conversations: 1, turns: 2 });
  });

  it("counts every turn of eight writers on two servers once, without gaps", async () => {
    const other = await another();
    const writer = async (name: number) => {
      const own = name % 2 ? store : other;
      for (let turn = 0; turn < 5; turn++) {
        for (let saved = "conflict"; saved !== "saved"; ) {
          const { version = 0, state = [] } = (await own.load("张三")) ?? {};
          const words = [...(state as string[]), `${name}-${turn}`];
          saved = await own.save(turnOf({ version, state: words, message: `${name}-${turn}` }));
          expect(["saved", "conflict"]).toContain(saved);
        }
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, name) => writer(name)));
    const saved = await store.load("张三");
    expect(saved?.version).toBe(40);
    expect(new Set(saved?.state as string[]).size).toBe(40);
    expect(await other.counts()).toMatchObject({ conversations: 1, turns: 40 });
    await other.close();
  });

  it("gives a receipt code to one record only, and keeps nothing of the turn that wanted it too", async () => {
    const receipt = { code: "1234-5678-9012", record: { verdict: "eligible" } };
    await store.save(turnOf({ receipt }));
    expect(await store.save(turnOf({ version: 1, receipt, at: NOON + DAY }))).toBe("saved");
    expect(await store.receipt(receipt.code)).toEqual({ ...receipt, at: NOON + DAY });
    const other = turnOf({
      conversation: "李四",
      receipt: { ...receipt, record: { verdict: "ineligible" } },
    });
    expect(await store.save(other)).toBe("receiptTaken");
    expect(await store.load("李四")).toBeUndefined();
    expect(await store.counts()).toMatchObject({ turns: 2, receipts: 1 });
  });

  it("lists the questions not answered, newest first", async () => {
    const nearest = [{ clause: "M02.2", score: 0.1 }];
    const ask = (version: number, reason?: string) =>
      turnOf({
        version,
        at: NOON + version,
        text: `问题${version}`,
        ...(reason !== undefined && { outcome: reason, unanswered: { reason, nearest } }),
      });
    for (const turn of [ask(0, "out_of_scope"), ask(1), ask(2, "clarify"), ask(3, "out_of_scope")]) {
      expect(await store.save(turn)).toBe("saved");
    }
    const asked = async (filter?: Parameters<Store["unanswered"]>[0]) =>
      (await store.unanswered(filter)).map(({ text }) => text);
    expect(await asked()).toEqual(["问题3", "问题2", "问题0"]);
    expect(await asked({ since: NOON + 2 })).toEqual(["问题3", "问题2"]);
    expect(await asked({ reason: "out_of_scope", limit: 1 })).toEqual(["问题3"]);
    expect((await store.unanswered({ reason: "clarify" }))[0]).toEqual({
      at: NOON + 2,
      conversation: "张三",
      text: "问题2",
      reason: "clarify",
      nearest,
    });
  });

  it("keeps no telephone number, no NUL and no half character of what was written", async () => {
    const text = "我电话138 1234 5678\0\ud800";
    await store.save(turnOf({ text, unanswered: { reason: "out_of_scope", nearest: [] } }));
    expect((await store.unanswered())[0]?.text).toBe("我电话138 **** 5678\uFFFD\uFFFD");
  });

  it("deletes what is older than a moment, and nothing else", async () => {
    const receipt = (code: string) => ({ code, record: code });
    await store.save(turnOf({ conversation: "旧", at: NOON - 2 * DAY, receipt: receipt("old") }));
    await store.save(turnOf({ conversation: "久", at: NOON - 2 * DAY, message: "m1" }));
    await store.save(turnOf({ conversation: "久", version: 1, at: NOON, receipt: receipt("new") }));
    expect(await store.purge(NOON - DAY)).toEqual({ conversations: 1, turns: 2, receipts: 1 });
    expect(await store.load("旧")).toBeUndefined();
    expect(await store.load("久")).toMatchObject({ version: 2 });
    expect(await store.receipt("old")).toBeUndefined();
    expect(await store.receipt("new")).toBeDefined();
    expect(await store.purge(NOON - DAY)).toEqual({ conversations: 0, turns: 0, receipts: 0 });
    expect(await store.save(turnOf({ conversation: "旧" }))).toBe("saved");
  });

  it("deletes more than one portion", async () => {
    for (let version = 0; version < 501; version++) await store.save(turnOf({ version }));
    expect(await store.purge(NOON + 1)).toEqual({ conversations: 1, turns: 501, receipts: 0 });
  });

  it("starts on an empty database with several servers at once", async () => {
    const fresh = await databaseOf();
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(fresh)));
    for (const [index, one] of stores.entries()) {
      expect(await one.save(turnOf({ conversation: `${index}` }))).toBe("saved");
    }
    expect(await stores[0]?.counts()).toMatchObject({ turns: 4 });
    for (const one of stores) await one.close();
  });
}
