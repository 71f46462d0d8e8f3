/** What 企业微信 sends, as its documents show it, and what is read in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { receive as receiveAibot } from "../../../bot/channels/aibot/receive.ts";
import { messageOf } from "../../../bot/channels/kf/receive.ts";
import { receive as receiveWecom } from "../../../bot/channels/wecom/receive.ts";

const payload = (name: string) => readFileSync(join(import.meta.dirname, "payloads", name), "utf8");

describe("自建应用", () => {
  it.each([
    ["text", { kind: "words", text: "宽带费降了没有", user: "lixiao", id: "7109337852363259905" }],
    ["voice", { kind: "unread", type: "voice" }],
    ["image", { kind: "unread", type: "image" }],
    ["location", { kind: "unread", type: "location" }],
    ["event-subscribe", { kind: "subscribe" }],
    ["event-enter-agent", { kind: "enter", id: "1655265600:enter_agent:" }],
    ["event-click", { kind: "words", text: "转人工" }],
    ["event-template-card", { kind: "press", task: "taskid_1", key: "2:个体工商户", id: "card:taskid_1" }],
    ["event-contacts", { kind: "unread" }],
  ])("%s", (name, message) => {
    expect(receiveWecom(payload(`wecom/${name}.xml`), 1000002)).toMatchObject(message);
  });

  it("what is for another application is none of ours", () => {
    expect(receiveWecom(payload("wecom/another-application.xml"), 1000002)).toBeUndefined();
  });
});

describe("微信客服", () => {
  const from = { account: "wkAJ2GCAAAd1", customer: "wmAJ2GCAAAme", sentAt: 1_655_265_600_000 };
  it.each([
    ["text", { ...from, id: "kf1", kind: "words", text: "房租有补助吗" }],
    ["text-menu", { ...from, id: "kf2", kind: "words", text: "企业", item: "101" }],
    ["voice", { ...from, id: "kf3", kind: "unread", type: "voice" }],
    ["event-enter", { ...from, id: "kf5", kind: "entered", code: "aaaaaa" }],
    ["event-fail", { ...from, id: "kf7", kind: "failed", why: 4 }],
    ["event-end", { ...from, id: "kf8", kind: "ended", code: "CODE" }],
  ])("%s", (name, message) => {
    expect(messageOf(JSON.parse(payload(`kf/${name}.json`)))).toEqual(message);
  });

  it.each(["servicer", "event-enter-again", "event-taken"])("nothing is to be done about %s", (name) => {
    expect(messageOf(JSON.parse(payload(`kf/${name}.json`)))).toBeUndefined();
  });

  it("what cannot be read hides nothing else", () => {
    for (const pulled of [null, 1, "x", [], {}, { msgid: "1" }]) expect(messageOf(pulled)).toBeUndefined();
  });
});

describe("智能机器人", () => {
  it.each([
    ["text", { kind: "words", text: "写给 @园区 的话", user: "lixiao" }],
    ["text-group", { kind: "words", text: "房租有补助吗", user: "lixiao", chat: "wrkGroup" }],
    ["mixed", { kind: "words", text: "这算欠费吗" }],
    ["voice", { kind: "words", text: "宽带费降了没有" }],
    ["image", { kind: "unread", type: "image" }],
    ["stream", { kind: "unread", id: "ai6" }],
    ["event-enter", { kind: "enter" }],
    ["event-template-card", { kind: "press", task: "task1", key: "2:个体工商户", id: "card:task1" }],
    [
      "event-feedback",
      { kind: "feedback", answer: "lixiao/ai2", useful: false, reasons: [2, 4], text: "看不懂" },
    ],
  ])("%s", (name, message) => {
    expect(receiveAibot(payload(`aibot/${name}.json`))).toMatchObject(message);
  });
});
