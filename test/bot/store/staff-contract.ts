/** 契约：accounts, what was not answered and the figures, in every database. Each test gets a database of its own. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store, type StoreSettings } from "../../../bot/store/index.ts";
import { DAY, NOON, turnOf } from "./contract.ts";

const MINUTE = 60_000;
const LOCKS = { wait: (failures: number) => (failures < 3 ? 0 : failures * MINUTE), forgetMs: DAY };
const wang = {
  login: "wang",
  name: "王坐席",
  role: "operator",
  password: "$argon2id$…",
  disabled: false,
  createdAt: NOON,
};
const session = { token: "hash", login: "wang", openedAt: NOON, seenAt: NOON };

export function keepsStaff(databaseOf: () => Promise<StoreSettings>): void {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(await databaseOf());
  });
  afterEach(() => store.close());

  describe("accounts", () => {
    it("are one a login, and change", async () => {
      expect(await store.staff.add(wang)).toBe(true);
      expect(await store.staff.add({ ...wang, name: "another" })).toBe(false);
      expect(await store.staff.change("wang", { role: "editor", disabled: true })).toBe(true);
      expect(await store.staff.change("nobody", { role: "editor" })).toBe(false);
      const { password: _, ...sso } = { ...wang, login: "sso:1" };
      await store.staff.add(sso);
      expect(await store.staff.accounts()).toEqual([sso, { ...wang, role: "editor", disabled: true }]);
    });

    it("lose their sessions when what they may do changes, not when their name does", async () => {
      await store.staff.add(wang);
      await store.staff.openSession(session);
      await store.staff.change("wang", { name: "王组长" });
      expect(await store.staff.session("hash")).toMatchObject({ ...session, account: { name: "王组长" } });
      await store.staff.change("wang", { password: "$argon2id$new" });
      expect(await store.staff.session("hash")).toBeUndefined();
    });

    it("that are disabled have no session, even where one was opened at the same moment", async () => {
      await store.staff.add({ ...wang, disabled: true });
      await store.staff.openSession(session);
      expect(await store.staff.session("hash")).toBeUndefined();
    });
  });

  describe("failed sign-ins", () => {
    it("lock for a time, count from there, and are forgiven", async () => {
      const attempt = (at: number) => store.staff.attempt("wang", at, LOCKS);
      for (const failures of [1, 2, 3]) expect(await attempt(NOON)).toEqual({ failures });
      expect(await attempt(NOON)).toEqual({ failures: 3, lockedUntil: NOON + 3 * MINUTE });
      expect(await attempt(NOON + 3 * MINUTE)).toEqual({ failures: 4 });
      expect((await attempt(NOON + 4 * MINUTE)).lockedUntil).toBe(NOON + 7 * MINUTE);
      await store.staff.forgive("wang");
      expect(await attempt(NOON + 4 * MINUTE)).toEqual({ failures: 1 });
      expect(await attempt(NOON + 5 * DAY)).toEqual({ failures: 1 });
    });

    it("let so many through, however many come at once", async () => {
      const attempts = await Promise.all(
        Array.from({ length: 12 }, () => store.staff.attempt("wang", NOON, LOCKS)),
      );
      expect(attempts.filter(({ lockedUntil }) => lockedUntil === undefined)).toHaveLength(3);
    });
  });

  it("forgets sessions and failures, and what staff did with the rest of what is old", async () => {
    await store.staff.add(wang);
    await store.staff.openSession(session);
    await store.staff.attempt("wang", NOON, LOCKS);
    for (const at of [NOON, NOON + DAY])
      await store.staff.record({ at, login: "wang", action: "export", detail: `${at}` });
    await store.staff.expire(NOON + 1);
    expect(await store.staff.session("hash")).toBeUndefined();
    expect(await store.staff.attempt("wang", NOON, LOCKS)).toEqual({ failures: 1 });
    expect((await store.staff.actions()).map(({ at }) => at)).toEqual([NOON + DAY, NOON]);
    await store.purge(NOON + 1);
    expect(await store.staff.actions({ login: "wang", since: NOON })).toHaveLength(1);
    expect(await store.staff.account("wang")).toEqual(wang);
  });

  const ask = (text: string, reason: string, clauses: readonly string[] = [], over = {}) =>
    store.save(
      turnOf({
        conversation: `web:${text}`,
        text,
        outcome: "out_of_scope",
        unanswered: {
          reason,
          nearest: clauses.map((clause, index) => ({ clause, score: 0.2 / (index + 1) })),
        },
        ...over,
      }),
    );

  describe("questions not answered", () => {
    beforeEach(async () => {
      await ask("社保能缓交吗", "near_miss", ["M01.3", "M06.4"]);
      await ask("残保金免不免", "near_miss", ["M01.3"], { at: NOON + 1, channel: "wechat" });
      await ask("100%退税吗", "far", ["M01.3"], { at: NOON + 2 });
      await ask("转人工", "handover", [], { at: NOON + DAY });
      await store.save(turnOf({ conversation: "web:x", at: NOON + 3 }));
    });
    const texts = async (filter?: Parameters<Store["review"]["questions"]>[0]) =>
      (await store.review.questions(filter)).map(({ text }) => text);

    it("are grouped by the nearest clause and the reason, the largest group first", async () => {
      expect(await store.review.groups()).toEqual([
        { clause: "M01.3", reason: "near_miss", count: 2, latest: NOON + 1 },
        { reason: "handover", count: 1, latest: NOON + DAY },
        { clause: "M01.3", reason: "far", count: 1, latest: NOON + 2 },
      ]);
    });

    it("are found by day, channel, reason, clause and words", async () => {
      expect(await texts()).toEqual(["转人工", "100%退税吗", "残保金免不免", "社保能缓交吗"]);
      expect(await texts({ since: NOON + 1, until: NOON + 2 })).toEqual(["残保金免不免"]);
      expect(await texts({ channel: "wechat" })).toEqual(["残保金免不免"]);
      expect(await texts({ reason: "near_miss", contains: "社保" })).toEqual(["社保能缓交吗"]);
      expect(await texts({ clause: "" })).toEqual(["转人工"]);
      expect(await texts({ contains: "0%" })).toEqual(["100%退税吗"]);
      for (const contains of ["_", "\\", "'"]) expect(await texts({ contains })).toEqual([]);
      expect(await store.review.count({ clause: "M01.3" })).toBe(3);
      const page = await store.review.questions({}, { limit: 2, offset: 2 });
      expect(page.map(({ text }) => text)).toEqual(["残保金免不免", "社保能缓交吗"]);
    });

    it("are handled with a note, changed, opened again, and deleted with it", async () => {
      const [question] = await store.review.questions({ contains: "社保" });
      const id = question?.id ?? "";
      const handled = { by: "chen", note: "补了说法", at: NOON + 5 };
      expect(await store.review.handle("nothing", handled)).toBe(false);
      expect(await store.review.handle(id, handled)).toBe(true);
      expect(await store.review.handle(id, { ...handled, note: "不用补" })).toBe(true);
      expect((await store.review.byId([id, "nothing"]))[0]?.handled).toEqual({ ...handled, note: "不用补" });
      expect(await texts({ handled: true })).toEqual(["社保能缓交吗"]);
      expect(await store.review.count({ handled: false })).toBe(3);
      expect(await store.review.reopen(id)).toBe(true);
      expect(await store.review.reopen(id)).toBe(false);
      await store.review.handle(id, handled);
      await store.purge(NOON + 1);
      expect(await texts({ handled: true })).toEqual([]);
    });
  });

  describe("figures", () => {
    const all = { since: NOON - DAY, until: NOON + 2 * DAY };
    const say = (conversation: string, version: number, outcome: string, over = {}) =>
      store.save(turnOf({ conversation, version, outcome, ...over }));

    it("have nothing to count at first", async () => {
      expect(await store.figures.outcomes(all)).toEqual([]);
      expect(await store.figures.conversations(all)).toEqual({ all: 0, asked: 0, resolved: 0 });
      expect(await store.figures.times(all)).toBeUndefined();
      expect(await store.figures.handovers(all)).toEqual({ requested: 0, taken: 0, waiting: 0 });
    });

    it("count by the day in Shanghai, by channel and outcome", async () => {
      const evening = Date.UTC(2022, 5, 15, 15, 59);
      await say("a", 0, "answer", { at: evening });
      await say("a", 1, "answer", { at: evening + MINUTE });
      await say("b", 0, "answer", { at: evening, channel: "wechat" });
      const day = Date.UTC(2022, 5, 15) / DAY;
      expect(await store.figures.outcomes(all)).toEqual([
        { day, channel: "webchat", outcome: "answer", count: 1 },
        { day, channel: "wechat", outcome: "answer", count: 1 },
        { day: day + 1, channel: "webchat", outcome: "answer", count: 1 },
      ]);
      expect(await store.figures.outcomes({ ...all, channel: "wechat" })).toHaveLength(1);
      expect(await store.figures.outcomes({ ...all, until: evening })).toEqual([]);
      expect(await store.figures.channels()).toEqual(["webchat", "wechat"]);
    });

    it("count as resolved a conversation in which nothing was refused and nobody asked for", async () => {
      await say("resolved", 0, "answer");
      await say("resolved", 1, "smalltalk");
      await say("refused once", 0, "answer");
      await say("refused once", 1, "out_of_scope");
      await say("to a person", 0, "handover");
      await say("a greeting", 0, "smalltalk");
      expect(await store.figures.conversations(all)).toEqual({ all: 4, asked: 3, resolved: 1 });
    });

    it("count clauses once an answer, the most cited first", async () => {
      await say("a", 0, "answer", { cites: ["M06.4", "M06.4", "M01.2"] });
      await say("a", 1, "answer", { cites: ["M01.2"] });
      await say("a", 2, "answer", { cites: [] });
      expect(await store.figures.clauses(all)).toEqual([
        { clause: "M01.2", count: 2 },
        { clause: "M06.4", count: 1 },
      ]);
    });

    it("give the median and the slowest of the times kept", async () => {
      for (let version = 0; version < 100; version++)
        await say("a", version, "answer", { tookMs: ((version * 37) % 100) + 1 });
      await say("a", 100, "answer");
      expect(await store.figures.times(all)).toEqual({ count: 100, median: 50, p95: 95, slowest: 100 });
    });

    it("count who asked for a person, who got one, and how long that took", async () => {
      for (const conversation of ["a", "b", "c"])
        await say(conversation, 0, "handover", { wantsPerson: true });
      const [first, second] = await store.handovers.queue();
      await store.handovers.take(first?.id ?? "", "wang", "王坐席", NOON + MINUTE);
      await store.handovers.end(second?.id ?? "", "owner", NOON + MINUTE);
      expect(await store.figures.handovers(all)).toEqual({
        requested: 3,
        taken: 1,
        waiting: 1,
        meanWait: MINUTE,
      });
    });
  });
}
