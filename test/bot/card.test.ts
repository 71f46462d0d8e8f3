/** 明白卡 as the server makes it: from a receipt alone, true to the answer, guarded against guessing. */
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../bot/app.ts";
import { type Desk, handleTurn } from "../../bot/handle-turn.ts";
import { defaultWebSettings, type WebSettings } from "../../bot/web-settings.ts";
import { wording } from "../../bot/wording.ts";
import { testDesk } from "../support/desk.ts";
import { knowledge } from "../support/services.ts";

const say = wording.card;
let desk: Desk;
beforeAll(async () => {
  desk = await testDesk();
});

const appWith = (settings: Partial<WebSettings> = {}) =>
  createApp(desk, undefined, [], { ...defaultWebSettings, ...settings });
let count = 0;
const receiptOf = async (...texts: readonly string[]) => {
  const conversation = `card${count++}`;
  let receipt: string | null = null;
  for (const text of texts) ({ receipt } = await handleTurn({ channel: "web", conversation, text }, desk));
  return receipt ?? "none";
};
const textOf = (page: string) =>
  page
    .replaceAll(/<[^>]+>/gu, "")
    .replaceAll("&quot;", '"')
    .replaceAll(/\s+/gu, " ");
const cardOf = async (...texts: readonly string[]) => {
  const receipt = await receiptOf(...texts);
  const page = await (await appWith().request(`/card/${receipt}`)).text();
  return { receipt, page, text: textOf(page) };
};
const clauseText = (id: string) =>
  knowledge.notice.clauses.find((clause) => clause.id === id)?.text ?? "none";

describe("says", () => {
  it("what the policy says word for word, whether it fits and why, whom to ask, and for which day", async () => {
    const { text, receipt } = await cardOf("我是个体户，店里水费欠着会停吗", "是，有困难");
    expect(text).toContain(clauseText("M06.4"));
    expect(text).toContain("您符合“水电气欠费不停供”所列条件");
    expect(text).toContain("主体类型：个体工商户");
    expect(text).toContain("责任单位：");
    expect(text).toContain(say.hotline(receipt));
    expect(text).toContain(`${say.asOf}2022-06-15`);
    expect(text).toContain(say.complete);
  });

  it("what has to be known still, and where to look for it", async () => {
    const { text } = await cardOf("店里水费欠着会停吗");
    expect(text).toContain(say.missing);
    expect(text).toContain("主体类型：您登记的是企业，还是个体工商户？看营业执照上的“类型”一栏。");
  });

  it("nothing to prepare where there is nothing to apply for", async () => {
    const { text } = await cardOf("我是个体户，没受疫情影响，店里水费欠着会停吗");
    expect(text).toContain("您不符合");
    expect(text).not.toContain(say.prepare);
  });

  it("the clauses that fit, for an answer that goes through all", async () => {
    const { text } = await cardOf("我是个体户，受疫情影响有困难，我能享受哪些政策", "看结果");
    expect(text).toContain(say.list);
    expect(text).toContain("水电气欠费不停供");
  });

  it("nothing of the owner's own words", async () => {
    const { page } = await cardOf("我叫王大锤，住幸福路8号，是个体户，店里水费欠着会停吗");
    expect(page).not.toMatch(/王大锤|幸福路/u);
  });
});

describe("its code", () => {
  it("holds the card's address as owners know it", async () => {
    const receipt = await receiptOf("店里水费欠着会停吗");
    const at = async (settings: Partial<WebSettings>, headers: Record<string, string> = {}) => {
      const page = await (
        await appWith(settings).request(`http://inside:3000/card/${receipt}`, { headers })
      ).text();
      return page.match(/<path d="([^"]+)"/u)?.[1];
    };
    const known = await at({ publicUrl: "https://mingbai.example.gov.cn" });
    const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "mingbai.example.gov.cn" };
    expect(await at({ trustedProxies: 1 }, forwarded)).toBe(known);
    expect(await at({}, forwarded)).toBe(await at({}));
    expect(await at({})).not.toBe(known);
  });
});

describe("is guarded", () => {
  it("not kept by browsers, not found by search engines", async () => {
    const { headers } = await appWith().request(`/card/${await receiptOf("店里水费欠着会停吗")}`);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("x-robots-tag")).toBe("noindex");
  });

  it("says what is wrong with a receipt, as text", async () => {
    const app = appWith();
    const mistyped = await app.request("/card/1234-5678-9012");
    expect(mistyped.status).toBe(404);
    expect(textOf(await mistyped.text())).toContain(wording.replay.mistyped);
    const evil = await (await app.request(`/card/${encodeURIComponent("<script>alert(1)</script>")}`)).text();
    expect(evil).not.toContain("<script>");
  });

  it("whoever guesses is stopped, whoever scans is not", async () => {
    const app = appWith({ trustedProxies: 1, limits: { ...defaultWebSettings.limits, vainReceipts: 3 } });
    const look = async (receipt: string, from: string) =>
      (await app.request(`/card/${receipt}`, { headers: { "x-forwarded-for": from } })).status;
    const receipt = await receiptOf("店里水费欠着会停吗");
    for (let guess = 0; guess < 3; guess++) expect(await look(`${guess}`, "10.0.0.1")).toBe(404);
    expect(await look(receipt, "10.0.0.1")).toBe(429);
    for (let times = 0; times < 10; times++) expect(await look(receipt, "10.0.0.2")).toBe(200);
  });
});
