/** 契约：what every store keeps to. Each test gets a database of its own. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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

  describe("a conversation handed to a person", () => {
    const waiting = async (conversation: string, at = NOON) => {
      await store.save(turnOf({ conversation, at, wantsPerson: true }));
      const handover = await store.handovers.open(conversation);
      if (!handover) throw new Error("nobody waits");
      return handover;
    };

    it("waits once, however often it is asked for, and only where the turn was kept", async () => {
      const { id } = await waiting("张三");
      expect(await store.save(turnOf({ version: 1, at: NOON + 1, wantsPerson: true }))).toBe("saved");
      expect(await store.save(turnOf({ version: 7, wantsPerson: true, conversation: "李四" }))).toBe(
        "conflict",
      );
      expect(await store.handovers.queue()).toEqual([
        { id, conversation: "张三", channel: "webchat", requestedAt: NOON, lastAt: NOON },
      ]);
    });

    it("is taken by one of two, who waited longest comes first", async () => {
      const late = await waiting("李四", NOON + 5);
      const early = await waiting("张三");
      expect((await store.handovers.queue()).map(({ id }) => id)).toEqual([early.id, late.id]);
      const other = await another();
      const took = await Promise.all([
        store.handovers.take(early.id, "a", "甲", NOON + 6),
        other.handovers.take(early.id, "b", "乙", NOON + 6),
      ]);
      expect(took.filter(Boolean)).toHaveLength(1);
      expect((await other.handovers.get(early.id))?.taken?.name).toBe(took[0] ? "甲" : "乙");
      await other.close();
    });

    it("keeps what is said in order, once, masked where the owner says it", async () => {
      const { id } = await waiting("张三");
      const said = (from: "owner" | "staff", text: string, message?: string) =>
        store.handovers.say(id, { from, text, at: NOON, ...(message !== undefined && { message }) });
      expect(await said("owner", "我的手机13800138000\0", "m1")).toBe(1);
      expect(await said("staff", "请打010-12345678")).toBe(2);
      expect(await said("owner", "我的手机13800138000\0", "m1")).toBe(1);
      const more = await Promise.all(["一", "二", "三", "四"].map((text) => said("owner", text)));
      expect(new Set(more)).toEqual(new Set([3, 4, 5, 6]));
      await store.handovers.notDelivered(id, 2, "超过48小时");
      const [first, second] = await store.handovers.messages(id);
      expect(first?.text).not.toContain("138001380");
      expect(second).toEqual({
        number: 2,
        from: "staff",
        text: "请打010-12345678",
        at: NOON,
        undelivered: "超过48小时",
      });
      expect(await store.handovers.messages(id, 2)).toHaveLength(4);
    });

    it("ends once; then nothing is said in it, and another can begin", async () => {
      const { id } = await waiting("张三");
      expect(await store.handovers.end(id, "owner", NOON + 1)).toBe(true);
      expect(await store.handovers.end(id, "staff", NOON + 2)).toBe(false);
      expect(await store.handovers.take(id, "a", "甲", NOON + 2)).toBe(false);
      expect(await store.handovers.say(id, { from: "staff", text: "喂", at: NOON })).toBeUndefined();
      expect(await store.handovers.open("张三")).toBeUndefined();
      expect((await store.handovers.latest("张三"))?.ended).toEqual({ by: "owner", at: NOON + 1 });
      await store.save(turnOf({ version: 1, at: NOON + 3, wantsPerson: true }));
      expect((await store.handovers.latest("张三"))?.id).not.toBe(id);
      await store.purge(NOON + 2);
      expect(await store.handovers.get(id)).toBeUndefined();
      expect(await store.handovers.queue()).toHaveLength(1);
    });

    it("knows when staff was last there", async () => {
      expect(await store.handovers.lastSeen()).toBeUndefined();
      await store.handovers.seen("a", NOON + 2);
      await store.handovers.seen("b", NOON + 1);
      await store.handovers.seen("a", NOON + 3);
      expect(await store.handovers.lastSeen()).toBe(NOON + 3);
    });
  });

  describe("what channels keep", () => {
    it("is kept until it expires", async () => {
      const { channelState } = store;
      expect(await channelState.get("cursor", NOON)).toBeUndefined();
      await channelState.set("cursor", { 游标: "a" });
      await channelState.set("cursor", { 游标: "b" });
      await channelState.set("token", "secret", NOON + 10);
      expect(await channelState.get("cursor", NOON + DAY)).toEqual({ 游标: "b" });
      expect(await channelState.get("token", NOON + 9)).toBe("secret");
      expect(await channelState.get("token", NOON + 10)).toBeUndefined();
      await channelState.expire(NOON + 10);
      expect(await channelState.get("token", NOON)).toBeUndefined();
      expect(await channelState.get("cursor", NOON)).toEqual({ 游标: "b" });
    });

    it("is seen once, by one of many on two servers, until it expires", async () => {
      const other = await another();
      const first = (at: number) =>
        Promise.all(
          [store, other, store, other].map(({ channelState }) => channelState.once("nonce", at, at + 10)),
        );
      expect((await first(NOON)).filter(Boolean)).toHaveLength(1);
      expect((await first(NOON + 9)).filter(Boolean)).toHaveLength(0);
      expect((await first(NOON + 10)).filter(Boolean)).toHaveLength(1);
      await other.close();
    });

    it("is a quota that ten on two servers do not overdraw, and that comes back", async () => {
      const other = await another();
      const quota = { limit: 5, windowMs: 100 };
      const spend = (at: number) =>
        Promise.all(
          Array.from({ length: 10 }, (_, n) => (n % 2 ? store : other).channelState.spend("张三", quota, at)),
        );
      expect((await spend(NOON)).filter(Boolean)).toHaveLength(5);
      expect((await spend(NOON + 99)).filter(Boolean)).toHaveLength(0);
      expect((await spend(NOON + 100)).filter(Boolean)).toHaveLength(5);
      await other.close();
    });
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

  it("keeps what an owner thinks of an answer, the later word counts, and none of what was never answered", async () => {
    const receipt = { code: "1234-5678-9012", record: 1 };
    await store.save(turnOf({ message: "m1", reply: { cites: ["M06.4"] }, receipt }));
    await store.save(turnOf({ version: 1, message: "m2", reply: {}, at: NOON + 1, outcome: "out_of_scope" }));
    const of = (message: string) => ({ conversation: "张三", message, useful: true, at: NOON + DAY });
    expect(await store.feedback.give(of("m1"))).toBe(true);
    expect(await store.feedback.give(of("m9"))).toBe(false);
    expect(await store.feedback.give({ ...of("m2"), conversation: "李四" })).toBe(false);
    await store.feedback.give({
      ...of("m2"),
      useful: false,
      reason: "other",
      text: "打13800138000\0",
      at: NOON,
    });
    await store.feedback.give({ ...of("m1"), useful: false, reason: "unclear" });
    const second = { ...of("m2"), useful: false, reason: "other", text: "打138****8000\uFFFD", at: NOON };
    expect(await store.feedback.list()).toEqual([
      {
        ...of("m1"),
        useful: false,
        reason: "unclear",
        outcome: "answer",
        receipt: receipt.code,
        cites: ["M06.4"],
        question: turnOf().text,
      },
      { ...second, outcome: "out_of_scope", cites: [], question: turnOf().text },
    ]);
    expect(await store.feedback.list({ since: NOON + 1 })).toHaveLength(1);
    expect(await store.feedback.list({ useful: true })).toEqual([]);
    expect(await store.feedback.list({ limit: 1 })).toHaveLength(1);
    await store.purge(NOON + 1);
    expect((await store.feedback.list()).map(({ message }) => message)).toEqual(["m1"]);
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

  it("keeps a call as last noted, whichever saving comes last, until it ends", async () => {
    const call = (revision: number, notes: string, staff = "王") => {
      return { id: "c1", staff, startedAt: NOON + revision, revision, content: { notes } };
    };
    expect(await store.calls.get("c1")).toBeUndefined();
    expect(await store.calls.save(call(1, "一"))).toBe(true);
    expect(await store.calls.save(call(3, "三"))).toBe(true);
    expect(await store.calls.save(call(2, "二"))).toBe(false);
    expect(await store.calls.save(call(9, "别人", "李"))).toBe(false);
    expect(await store.calls.end("c1", "李", NOON, false)).toBe(false);
    const kept = { id: "c1", staff: "王", startedAt: NOON + 1, revision: 3, content: { notes: "三" } };
    expect(await store.calls.get("c1")).toEqual({ ...kept, isUnresolved: false });
    expect(await store.calls.end("c1", "王", NOON + 9, true)).toBe(true);
    expect(await store.calls.end("c1", "王", NOON + 10, false)).toBe(false);
    expect(await store.calls.save(call(10, "太晚"))).toBe(false);
    expect(await store.calls.ofStaff("王", 5)).toEqual([{ ...kept, endedAt: NOON + 9, isUnresolved: true }]);
    expect(await store.calls.ofStaff("李", 5)).toEqual([]);
    await store.purge(NOON + DAY);
    expect(await store.calls.get("c1")).toBeUndefined();
  });

  it("gives back what was said in a conversation, and the turn a receipt was given in", async () => {
    const receipt = { code: "1234-5678-9012", record: {} };
    await store.save(turnOf({ text: "一" }));
    await store.save(turnOf({ version: 1, text: "二", receipt }));
    await store.save(turnOf({ version: 2, text: "三" }));
    const texts = async (limit: number) =>
      (await store.transcripts.of("张三", limit)).map(({ text }) => text);
    expect(await texts(9)).toEqual(["一", "二", "三"]);
    expect(await texts(2)).toEqual(["二", "三"]);
    const { conversation, reply } = turnOf();
    expect(await store.transcripts.withReceipt(receipt.code)).toEqual({
      conversation,
      at: NOON,
      text: "二",
      reply,
    });
    expect(await store.transcripts.withReceipt("0000-0000-0000")).toBeUndefined();
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

  describe("Direct Line", () => {
    const at = NOON;
    const said = (source: string) => ({ source, activity: { text: source }, at });

    it("numbers what is said, each once, and goes on from any number on any server", async () => {
      expect(await store.directLine.after("c1", 0, 10)).toEqual([]);
      expect(await store.directLine.add("c1", said("a"))).toBe(1);
      expect(await store.directLine.add("c1", said("b"))).toBe(2);
      expect(await store.directLine.add("c2", said("a"))).toBe(1);
      expect(await store.directLine.add("c1", said("a"))).toBe(1);
      const other = await another();
      expect(await other.directLine.after("c1", 0, 10)).toEqual([
        { number: 1, activity: { text: "a" } },
        { number: 2, activity: { text: "b" } },
      ]);
      expect(await other.directLine.after("c1", 1, 10)).toEqual([{ number: 2, activity: { text: "b" } }]);
      expect(await other.directLine.after("c1", 0, 1)).toHaveLength(1);
      expect(await other.directLine.newest(["c1", "c2", "c3"])).toEqual(
        new Map([
          ["c1", 2],
          ["c2", 1],
        ]),
      );
      expect(await other.directLine.newest([])).toEqual(new Map());
      await other.close();
    });

    it("has no gap and nothing twice where two servers write at once", async () => {
      const other = await another();
      const sources = Array.from({ length: 20 }, (_, index) => String(index));
      const numbers = await Promise.all(
        sources.flatMap((source) => [store, other].map((one) => one.directLine.add("c1", said(source)))),
      );
      expect(new Set(numbers)).toEqual(new Set(sources.map((source) => Number(source) + 1)));
      expect((await store.directLine.after("c1", 0, 100)).map(({ number }) => number)).toEqual(
        sources.map((source) => Number(source) + 1),
      );
      await other.close();
    });

    it("is deleted with the conversations", async () => {
      await store.directLine.add("c1", said("a"));
      await store.directLine.add("c1", { ...said("b"), at: at + DAY });
      await store.purge(at + DAY);
      expect((await store.directLine.after("c1", 0, 10)).map(({ number }) => number)).toEqual([2]);
    });
  });
}
