import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore, type Store, takeTurn } from "../../../bot/store/index.ts";
import { type LossyLine, lossyLine } from "../../support/lossy-line.ts";
import { describeWithPostgres } from "../../support/postgres.ts";
import { keepsTheContract, NOON, turnOf } from "./contract.ts";

describeWithPostgres("the store in PostgreSQL", (server) => {
  describe("keeps the contract", () => {
    keepsTheContract(async () => ({ databaseUrl: await server().database(), dataDir: "" }));
  });

  describe("stopped in the middle of turns", () => {
    it.each(["fast", "immediate"] as const)("(%s) loses nothing and doubles nothing", async (mode) => {
      const store = await openAt(await server().database());
      const sending = Promise.all(
        Array.from({ length: 6 }, (_, owner) => sendUntilAnswered(store, `${owner % 3}`, `${owner}`, 60)),
      );
      for (let times = 0; times < 2; times++) {
        await sleep(60);
        await server().stop(mode);
        await server().start();
      }
      const replies = await sending;
      expect(replies.flat()).toHaveLength(360);
      expect(await store.counts()).toMatchObject({ conversations: 3, turns: 360 });
      for (const conversation of ["0", "1", "2"]) {
        expect(await store.load(conversation)).toMatchObject({ version: 120, state: 120 });
      }
      await store.close();
    });

    it("is told as such, at the start too, and mends by itself", async () => {
      const databaseUrl = await server().database();
      const store = await openStore({ databaseUrl, dataDir: "" }, { patience: 200 });
      await store.save(turnOf());
      await server().stop("fast");
      await expect(store.save(turnOf({ version: 1 }))).rejects.toMatchObject({ code: "unreachable" });
      await expect(store.load("张三")).rejects.toMatchObject({ code: "unreachable" });
      await expect(store.ready()).rejects.toMatchObject({ code: "unreachable" });
      const starting = openStore(
        { databaseUrl: databaseUrl.replace("@", ":secret@"), dataDir: "" },
        { patience: 0 },
      );
      await expect(starting).rejects.toMatchObject({ code: "unreachable" });
      await expect(starting).rejects.not.toThrow("secret");
      await server().start();
      expect(await store.load("张三")).toMatchObject({ version: 1 });
      expect(await store.save(turnOf({ version: 1 }))).toBe("saved");
      await store.close();
    });
  });

  describe("on a bad line", () => {
    let line: LossyLine;
    let store: Store;
    beforeEach(async () => {
      line = await lossyLine(server().port);
      const address = (await server().database()).replace(`:${server().port}/`, `:${line.port}/`);
      store = await openStore({ databaseUrl: address, dataDir: "" }, { patience: 500, answerWithin: 300 });
    });
    afterEach(async () => {
      await store.close();
      line.close();
    });

    it.each(["request", "answer"] as const)("a commit whose %s is lost counts once", async (what) => {
      line.loseCommits(2, what);
      expect(await store.save(turnOf())).toBe("saved");
      expect(line.commitsToLose()).toBe(0);
      line.loseCommits(1, what);
      expect(await store.save(turnOf({ version: 1, message: "m1" }))).toBe("saved");
      expect(await store.load("张三")).toMatchObject({ version: 2 });
      expect(await store.counts()).toMatchObject({ turns: 2 });
    });

    it("a commit that cannot be asked about is told as unsure, and the message sent again gets its reply", async () => {
      line.refuseAfterLoss(true);
      line.loseCommits(1, "answer");
      await expect(store.save(turnOf({ message: "m1" }))).rejects.toMatchObject({ code: "unsure" });
      line.refuseAfterLoss(false);
      const again = await takeTurn(store, { ...turnOf({ message: "m1" }) }, async () => {
        throw new Error("it was answered");
      });
      expect(again).toMatchObject({ reply: turnOf().reply, repeated: true });
    });

    it("a server that says nothing is given up after a while, and taken up again", async () => {
      await store.save(turnOf());
      line.hang(true);
      await expect(store.load("张三")).rejects.toMatchObject({ code: "unreachable" });
      line.hang(false);
      expect(await store.load("张三")).toMatchObject({ version: 1 });
    });
  });
});

const openAt = (databaseUrl: string) => openStore({ databaseUrl, dataDir: "" }, { patience: 3_000 });

/** As an owner does: what was not answered is sent again. */
async function sendUntilAnswered(store: Store, conversation: string, owner: string, count: number) {
  const replies: string[] = [];
  const counting = async (state: number | undefined = 0) => {
    return { state: state + 1, reply: `${state + 1}`, outcome: "answer" };
  };
  while (replies.length < count) {
    const message = `${owner}-${replies.length}`;
    const incoming = { conversation, message, channel: "webchat", at: NOON, text: "一" };
    try {
      replies.push((await takeTurn(store, incoming, counting)).reply);
      await sleep(2);
    } catch (error) {
      expect(error).toMatchObject({ name: "StoreError", code: expect.stringMatching(/unreachable|unsure/u) });
    }
  }
  return replies;
}
