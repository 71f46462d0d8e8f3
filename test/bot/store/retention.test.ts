import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { openStore, type Store, startRetention } from "../../../bot/store/index.ts";
import { DAY, NOON, turnOf } from "./contract.ts";

let store: Store;
beforeAll(async () => {
  store = await openStore({ dataDir: mkdtempSync(join(tmpdir(), "mingbai-store-")) });
});
afterAll(() => store.close());
beforeEach(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => vi.useRealTimers());

const logged: string[] = [];
const log = (line: string) => void logged.push(line);
const kept = async (conversation: string) => (await store.load(conversation)) !== undefined;

it("deletes at the start and once a day what is older than the days set", async () => {
  let now = NOON;
  await store.save(turnOf({ conversation: "旧", at: NOON - 31 * DAY }));
  await store.save(turnOf({ conversation: "新", at: NOON - 29 * DAY }));
  const stop = await startRetention(store, { days: 30, now: () => now, log });
  expect([await kept("旧"), await kept("新")]).toEqual([false, true]);
  expect(logged).toEqual([expect.stringContaining("1 conversations, 1 turns")]);
  now += 2 * DAY;
  vi.advanceTimersByTime(DAY);
  await vi.waitFor(async () => expect(await kept("新")).toBe(false));
  stop();
  expect(vi.getTimerCount()).toBe(0);
});

it("keeps all for ever where it is 0", async () => {
  await store.save(turnOf({ conversation: "古", at: 0 }));
  await startRetention(store, { days: 0, now: () => NOON, log });
  vi.advanceTimersByTime(DAY);
  expect(await kept("古")).toBe(true);
});

it("says what went wrong and tries again the next day; at the start it throws", async () => {
  let broken = false;
  const breaking: Store = {
    ...store,
    purge: async (before) => {
      if (broken) throw new Error("no disk");
      return store.purge(before);
    },
  };
  const stop = await startRetention(breaking, { days: 30, now: () => NOON, log });
  broken = true;
  vi.advanceTimersByTime(DAY);
  await vi.waitFor(() => expect(logged.at(-1)).toContain("no disk"));
  await expect(startRetention(breaking, { days: 30, now: () => NOON, log })).rejects.toThrow("no disk");
  stop();
});
