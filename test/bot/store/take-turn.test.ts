import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStore, type Store, type StoreError, takeTurn } from "../../../bot/store/index.ts";
import { NOON } from "./contract.ts";

interface Heard {
  readonly heard: readonly string[];
}

const dataDir = mkdtempSync(join(tmpdir(), "mingbai-store-"));
let store: Store;
let other: Store;
beforeAll(async () => {
  store = await openStore({ dataDir });
  other = await openStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  await other.close();
});

const incoming = (conversation: string, text: string, message?: string) => ({
  conversation,
  channel: "webchat",
  at: NOON,
  text,
  ...(message !== undefined && { message }),
});

const hearing = (text: string) => async (state: Heard | undefined) => {
  const heard = [...(state?.heard ?? []), text];
  return { state: { heard }, reply: `${heard.length}`, outcome: "answer" };
};

it("answers, keeps, and answers the same message the same way", async () => {
  let runs = 0;
  const run = async (state: Heard | undefined) => {
    runs++;
    return hearing("一")(state);
  };
  const first = await takeTurn(store, incoming("同一条", "一", "m1"), run);
  expect(first).toEqual({ reply: "1", outcome: "answer", repeated: false });
  expect(await takeTurn(other, incoming("同一条", "一", "m1"), run)).toEqual({ ...first, repeated: true });
  expect(runs).toBe(1);
});

it("takes the turns of a conversation in the order they came", async () => {
  const words = Array.from({ length: 20 }, (_, i) => `${i}`);
  await Promise.all(words.map((text) => takeTurn(store, incoming("顺序", text), hearing(text))));
  expect((await store.load("顺序"))?.state).toEqual({ heard: words });
});

it("lets other conversations by while one is slow", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = takeTurn(store, incoming("慢", "一"), async (state: Heard | undefined) => {
    await held;
    return hearing("一")(state);
  });
  await takeTurn(store, incoming("快", "一"), hearing("一"));
  release();
  expect((await slow).reply).toBe("1");
});

it("runs again where a turn on another server came first, and one message sent to both is one turn", async () => {
  const words = Array.from({ length: 12 }, (_, i) => `${i}`);
  const replies = await Promise.all(
    words.flatMap((text) =>
      [store, other].map((server) => takeTurn(server, incoming("两台", text, text), hearing(text))),
    ),
  );
  const saved = await store.load("两台");
  const heard = (saved?.state as Heard | undefined)?.heard ?? [];
  expect([...heard].sort()).toEqual([...words].sort());
  expect(replies.filter(({ repeated }) => repeated)).toHaveLength(12);
});

it("a turn that throws is not kept, and the next one is taken", async () => {
  const failing = takeTurn(store, incoming("出错", "一"), async () => {
    throw new Error("the rules are broken");
  });
  const next = takeTurn(store, incoming("出错", "二"), hearing("二"));
  await expect(failing).rejects.toThrow("the rules are broken");
  expect(await next).toMatchObject({ reply: "1" });
});

it("tells which receipt codes others have", async () => {
  const giving = (record: string) => async (_: unknown, __: unknown, taken: readonly string[]) => ({
    state: {},
    reply: record,
    outcome: "answer",
    receipt: { code: `code-${taken.length}`, record },
  });
  expect(await takeTurn(store, incoming("甲", "一"), giving("甲"))).toMatchObject({ receipt: "code-0" });
  expect(await takeTurn(store, incoming("乙", "一"), giving("乙"))).toMatchObject({ receipt: "code-1" });
  expect((await store.receipt("code-1"))?.record).toBe("乙");
});

it("gives up where another always comes first", async () => {
  const contested: Store = { ...store, save: async () => "conflict" };
  await expect(takeTurn(contested, incoming("争", "一"), hearing("一"))).rejects.toMatchObject({
    code: "busy",
  } satisfies Partial<StoreError>);
});
