/** 转人工：from the owner's wish through the person's words back to the bot. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { createReception, NotDelivered, type Send, viewHandover } from "../../bot/handover.ts";
import { wording } from "../../bot/wording.ts";
import { testDesk } from "../support/desk.ts";

const MINUTE_MS = 60_000;
const li = { id: "li", name: "李晓" };
const wang = { id: "wang", name: "王宁" };

let desk: Desk & { clock: { now: number } };
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk.store.close());
beforeEach(() => {
  desk.clock.now += 24 * 60 * MINUTE_MS;
});

const say = (conversation: string, text: string, message?: string) => {
  desk.clock.now += 1;
  const inbound = { channel: "web", conversation, text, ...(message !== undefined && { message }) };
  return handleTurn({ ...inbound, person: "console" }, desk);
};
const reception = (send?: Send) =>
  createReception(desk.store, new Map(send ? [["web", send]] : []), desk.now);
const view = (conversation: string, after = 0) =>
  viewHandover(desk.store, `web:${conversation}`, after, desk.now());
const textOf = ({ blocks }: { blocks: readonly object[] }) => JSON.stringify(blocks);

it("names the telephone where nobody is at the console", async () => {
  const reply = await say("nobody", "转人工");
  expect(textOf(reply)).toContain(wording.handover.telephone);
  expect(reply.handover).toBeUndefined();
  expect(await view("nobody")).toEqual({ state: "none", ahead: 0, staffed: false, messages: [] });
  await reception().seen(li);
  desk.clock.now += 3 * MINUTE_MS;
  expect(textOf(await say("nobody", "转人工"))).toContain(wording.handover.telephone);
});

it("waits, is answered meanwhile, is taken, heard by the person alone, and given back", async () => {
  const { queue, take, say: answer, giveBack, seen } = reception();
  await seen(li);
  await say("whole", "店里水费欠着会停吗");
  expect(await say("whole", "转人工")).toMatchObject({ outcome: "handover", handover: "waiting" });
  expect(await view("whole")).toMatchObject({ state: "waiting", ahead: 0, staffed: true });
  expect(await say("whole", "个体户，受疫情影响")).toMatchObject({ cites: ["M06.4"], handover: "waiting" });
  const [handover] = await queue();
  const id = handover?.id ?? "";
  expect(handover).toMatchObject({ conversation: "web:whole", channel: "web" });
  expect(await take(id, li)).toBe(true);
  expect(await take(id, wang)).toBe(false);
  const silent = await say("whole", "我手机13800138000，请回电", "m1");
  expect(silent).toMatchObject({ outcome: "handover", handover: "taken", blocks: [], receipt: null });
  await say("whole", "我手机13800138000，请回电", "m1");
  expect(await answer(id, wang, "我来")).toEqual({ kind: "notYours" });
  expect(await answer(id, li, "好的，稍后打给您")).toEqual({ kind: "said", number: 3 });
  const all = await desk.store.handovers.messages(id);
  expect(all.map(({ from }) => from)).toEqual(["notice", "owner", "staff"]);
  expect(all[1]?.text).not.toContain("38001380");
  const seenByOwner = await view("whole", 1);
  expect(seenByOwner).toMatchObject({ state: "taken", staff: "李晓" });
  expect(seenByOwner.messages.map(({ text }) => text)).toEqual(["好的，稍后打给您"]);
  expect(await giveBack(id, wang)).toBe(false);
  expect(await giveBack(id, li)).toBe(true);
  expect(await view("whole", 3)).toMatchObject({ state: "none", messages: [{ text: wording.person.gone }] });
  const again = await say("whole", "我的情况");
  expect(again.handover).toBeUndefined();
  expect(textOf(again)).toContain("个体工商户");
});

it("who waited longer is ahead", async () => {
  await reception().seen(li);
  await say("first", "转人工");
  await say("second", "转人工");
  expect((await view("first")).ahead).toBe(0);
  expect((await view("second")).ahead).toBe(1);
});

describe("the owner leaves", () => {
  it.each([
    ["while waiting", false],
    ["while a person is there", true],
  ])("%s", async (name, isTaken) => {
    const { queue, take, say: answer, seen } = reception();
    await seen(li);
    await say(name, "转人工");
    const id = (await queue()).find(({ conversation }) => conversation === `web:${name}`)?.id ?? "";
    if (isTaken) await take(id, li);
    const reply = await say(name, "不用人工了");
    expect(textOf(reply)).toContain(wording.person.left);
    expect(reply.handover).toBeUndefined();
    expect(await answer(id, li, "喂")).toEqual({ kind: isTaken ? "ended" : "notYours" });
    expect(textOf(await say(name, "返回机器人"))).toContain(wording.person.alone);
  });
});

it("after half an hour of silence the bot answers again", async () => {
  const { queue, take, seen } = reception();
  await seen(li);
  await say("idle", "转人工");
  const id = (await queue()).find(({ conversation }) => conversation === "web:idle")?.id ?? "";
  await take(id, li);
  desk.clock.now += 31 * MINUTE_MS;
  expect(await say("idle", "店里水费欠着会停吗")).toMatchObject({ cites: ["M06.4"] });
  expect((await desk.store.handovers.get(id))?.ended?.by).toBe("idle");
});

it("tells the operator why the channel did not deliver, and keeps the words", async () => {
  const {
    queue,
    take,
    say: answer,
    seen,
  } = reception(async (conversation, text) => {
    if (text === "太晚了") throw new NotDelivered(`${conversation}超过48小时`);
  });
  await seen(li);
  await say("late", "转人工");
  const id = (await queue()).find(({ conversation }) => conversation === "web:late")?.id ?? "";
  await take(id, li);
  expect(await answer(id, li, "您好")).toEqual({ kind: "said", number: 2 });
  expect(await answer(id, li, "太晚了")).toEqual({
    kind: "said",
    number: 3,
    undelivered: "late超过48小时",
  });
  expect((await desk.store.handovers.messages(id)).at(-1)?.undelivered).toBe("late超过48小时");
});
