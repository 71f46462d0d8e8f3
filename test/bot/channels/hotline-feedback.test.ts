import type { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../bot/app.ts";
import type { FeedbackPage } from "../../../bot/channels/hotline/protocol.ts";
import { handleTurn } from "../../../bot/handle-turn.ts";
import { testDesk } from "../../support/desk.ts";
import { addStaff, type StaffClient, signInAs } from "../../support/staff.ts";

const SAID = [
  { channel: "web", text: "饭店欠着水费会不会停水", useful: true },
  {
    channel: "web",
    text: "食堂燃气费拖着会断气吗",
    useful: false,
    reason: "unclear",
    said: "@看不懂，打13812345678给我",
  },
  { channel: "wechat", text: "今晚看什么电影", useful: false, reason: "off_topic" },
] as const;

let desk: Awaited<ReturnType<typeof testDesk>>;
let app: Hono;
let supervisor: StaffClient;

beforeAll(async () => {
  desk = await testDesk();
  app = createApp(desk);
  await addStaff(desk.store, desk.now());
  for (const [index, { channel, text, useful, ...rest }] of SAID.entries()) {
    const conversation = `${index}`;
    await handleTurn({ channel, conversation, message: "m", text }, desk);
    await desk.store.feedback.give({
      conversation: `${channel}:${conversation}`,
      message: "m",
      useful,
      at: desk.now() + index,
      ...("reason" in rest && { reason: rest.reason }),
      ...("said" in rest && { text: rest.said }),
    });
  }
  supervisor = await signInAs(app, "supervisor");
});

const page = async (query = "") => (await (await supervisor.ask(`/feedback${query}`)).json()) as FeedbackPage;

describe("what owners think of answers", () => {
  it("is listed masked, the newest first, with what was asked and cited", async () => {
    const { rows, total, useful } = await page();
    expect([total, useful]).toEqual([3, 1]);
    expect(rows.map(({ question }) => question)).toEqual(SAID.map(({ text }) => text).toReversed());
    expect(rows[1]).toMatchObject({ channel: "web", reason: "unclear", text: "@看不懂，打138****5678给我" });
    expect(rows[2]?.cites).toContain("M06.4");
  });

  it.each([
    ["?useful=no", 2],
    ["?useful=yes", 1],
    ["?channel=wechat", 1],
    ["?reason=unclear", 1],
    ["?clause=M06.4", 2],
    [`?contains=${encodeURIComponent("燃气")}`, 1],
    [`?contains=${encodeURIComponent("看不懂")}`, 1],
    ["?from=2022-06-15&to=2022-06-15", 3],
    ["?from=2022-06-16", 0],
    ["?to=2022-06-14", 0],
    ["?page=2", 3],
  ])("%s finds %i", async (query, total) => {
    expect((await page(query)).total).toBe(total);
  });

  it("is exported with the clauses cited, and no formula", async () => {
    const chosen = (await page("?reason=unclear")).rows.map(({ id }) => id);
    const response = await supervisor.send("POST", "/feedback/export", { ids: chosen });
    expect(response.headers.get("content-disposition")).toContain("feedback-2022-06-15.csv");
    const lines = (await response.text()).trim().split("\r\n");
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`"没用","看不懂","'@看不懂，打138****5678给我"`);
    expect(lines[1]).toContain("“欠费不停供”");
  });

  it("is for supervisors alone", async () => {
    for (const role of ["operator", "editor"] as const) {
      const client = await signInAs(app, role);
      expect((await client.ask("/feedback")).status).toBe(403);
      expect((await client.send("POST", "/feedback/export", { query: {} })).status).toBe(403);
    }
    expect((await app.request("/api/console/feedback")).status).toBe(401);
  });

  it.each(["?useful=perhaps", "?page=-1", "?from=x"])("%s is refused", async (query) => {
    expect((await supervisor.ask(`/feedback${query}`)).status).toBe(400);
  });
});
