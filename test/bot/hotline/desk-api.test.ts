import type { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../bot/app.ts";
import type {
  AssessResponse,
  CallsResponse,
  DeskBook,
  HandoverResponse,
  QueueResponse,
  ReceiptResponse,
  SearchResponse,
  TicketResponse,
  WireCallContent,
} from "../../../bot/channels/hotline/protocol-desk.ts";
import { renderText } from "../../../bot/channels/text.ts";
import { handleTurn } from "../../../bot/handle-turn.ts";
import { NotDelivered } from "../../../bot/handover.ts";
import { replay } from "../../../bot/replay.ts";
import { testDesk } from "../../support/desk.ts";
import { unsignedWords } from "../../support/signed-words.ts";
import { addStaff, type StaffClient, signInAs } from "../../support/staff.ts";

let desk: Awaited<ReturnType<typeof testDesk>>;
let app: Hono;
let operator: StaffClient;
let supervisor: StaffClient;
const sent: string[] = [];

beforeAll(async () => {
  desk = await testDesk();
  await addStaff(desk.store, desk.clock.now);
  const send = async (conversation: string, text: string) => {
    if (text.includes("超长")) throw new NotDelivered("平台说超过次数");
    sent.push(`${conversation} ${text}`);
  };
  app = createApp(desk, () => {}, [{ name: "pushing", send }]);
  operator = await signInAs(app, "operator");
  supervisor = await signInAs(app, "supervisor");
});

let made = 0;
const newId = () => (++made).toString(16).padStart(32, "0");
const content = (over: Partial<WireCallContent> = {}): WireCallContent => {
  return { asked: [], notes: "", facts: {}, clauses: [], isUnresolved: false, ...over };
};
async function ask<T>(client: StaffClient, method: string, path: string, body?: object): Promise<T> {
  const response = await client.send(method, path, body);
  expect(response.status, `${method} ${path}`).toBe(200);
  return (await response.json()) as T;
}
const save = (id: string, over: Partial<WireCallContent>, revision = 1, client = operator) =>
  client.send("PUT", `/calls/${id}`, { revision, content: content(over) });

describe("the call desk's API", () => {
  it.each([
    ["GET", "/desk"],
    ["POST", "/search"],
    ["POST", "/assess"],
    ["POST", "/receipts"],
    ["GET", "/calls"],
    ["PUT", `/calls/${"0".repeat(32)}`],
    ["POST", `/calls/${"0".repeat(32)}/end`],
    ["POST", `/calls/${"0".repeat(32)}/ticket`],
    ["GET", "/queue"],
    ["GET", "/queue/x"],
    ["POST", "/queue/x/take"],
    ["POST", "/queue/x/say"],
    ["POST", "/queue/x/return"],
  ])("%s %s is for operators who signed in", async (method, path) => {
    expect((await app.request(`/api/console${path}`, { method })).status).toBe(401);
    const editor = await signInAs(app, "editor");
    expect((await editor.send(method, path, method === "GET" ? undefined : {})).status).toBe(403);
  });

  it.each([
    ["/search", { text: 1, facts: {} }],
    ["/search", { text: "电", facts: { nothing: 1 } }],
    ["/assess", { facts: { employees: -1 } }],
    ["/assess", { facts: {}, focus: "M99.9" }],
    ["/assess", { facts: {}, answer: { fact: "shoeSize", said: "1" } }],
    ["/receipts", { said: "1".repeat(1000) }],
  ])("%s refuses %j", async (path, body) => {
    expect((await operator.send("POST", path, body)).status).toBe(400);
  });

  it("gives the desk its clauses and questions", async () => {
    const book = await ask<DeskBook>(operator, "GET", "/desk");
    expect(book.measures.flatMap(({ clauses }) => clauses)).toHaveLength(37);
    const industry = book.facts.find(({ fact }) => fact === "industry");
    expect(industry?.options).toHaveLength(21);
    expect(book.facts.find(({ fact }) => fact === "revenue")).toMatchObject({
      kind: "figure",
      unit: "万元/年",
    });
  });

  it("finds clauses by initials; of a sentence says first what an owner is answered, and hears the facts", async () => {
    const { hits, sentence } = await ask<SearchResponse>(operator, "POST", "/search", {
      text: "dfyh",
      facts: {},
    });
    expect(hits[0]?.clause).toBe("M06.3");
    expect(sentence).toBeUndefined();
    const said = { text: "开面馆的个体户，电费交不上会不会拉闸", facts: {} };
    const found = await ask<SearchResponse>(operator, "POST", "/search", said);
    expect(found.sentence?.clauses).toEqual(["M06.4"]);
    expect(found.sentence?.facts).toMatchObject({ entityType: "individual", industry: "catering" });
    const owner = await handleTurn({ channel: "test", conversation: "same", text: said.text }, desk);
    expect(found.sentence?.clauses).toEqual(owner.cites);
  });

  it("says what an owner is told where the notice has no answer", async () => {
    const { sentence } = await ask<SearchResponse>(operator, "POST", "/search", {
      text: "公积金怎么提取呢请问",
      facts: {},
    });
    expect(sentence?.clauses).toEqual([]);
    expect(sentence?.refusal).toBeTruthy();
  });

  it("judges all clauses and gives the card of the one on the desk", async () => {
    const { card, verdicts, open } = await ask<AssessResponse>(operator, "POST", "/assess", {
      facts: { affectedByEpidemic: true },
      answer: { fact: "entityType", said: "2" },
      focus: "M06.4",
    });
    expect(verdicts.find(({ clause }) => clause === "M06.4")).toMatchObject({
      verdict: "eligible",
      before: "needs_info",
    });
    expect(card).toMatchObject({ clause: "M06.4", verdict: "eligible", measure: "第六条" });
    expect(card?.script.text).toContain("允许在六个月内补缴");
    expect(open.length).toBeGreaterThan(0);
  });
});

describe("a call", () => {
  it("is kept as it is noted, the newest saving last whatever the order, with personal numbers masked", async () => {
    const id = newId();
    expect((await save(id, { notes: "第二次 13812345678" }, 2)).status).toBe(200);
    expect((await save(id, { notes: "第一次" }, 1)).status).toBe(200);
    const { calls } = await ask<CallsResponse>(operator, "GET", "/calls");
    expect(calls.find((call) => call.id === id)).toMatchObject({
      revision: 2,
      content: { notes: "第二次 138****5678" },
    });
  });

  it("is nobody else's", async () => {
    const id = newId();
    await save(id, { notes: "我的" });
    expect((await save(id, { notes: "别人的" }, 9, supervisor)).status).toBe(404);
    expect((await supervisor.send("POST", `/calls/${id}/end`, {})).status).toBe(404);
    expect((await supervisor.send("POST", `/calls/${id}/ticket`, {})).status).toBe(404);
    const { calls } = await ask<CallsResponse>(supervisor, "GET", "/calls");
    expect(calls).toEqual([]);
  });

  it("ends once, and is not changed afterwards", async () => {
    const id = newId();
    await save(id, { notes: "前" });
    desk.clock.now += 60_000;
    await ask(operator, "POST", `/calls/${id}/end`, {});
    await save(id, { notes: "后" }, 5);
    desk.clock.now += 60_000;
    const ended = await ask<{ endedAt: number; startedAt: number; content: WireCallContent }>(
      operator,
      "POST",
      `/calls/${id}/end`,
      {},
    );
    expect(ended.endedAt - ended.startedAt).toBe(60_000);
    expect(ended.content.notes).toBe("前");
  });

  it("becomes a ticket of facts that were given and sentences that are signed or quoted, with receipts that replay", async () => {
    const id = newId();
    const facts = { entityType: "individual", affectedByEpidemic: true };
    const asked = "欠了电费怕拉闸";
    await save(id, { asked: [asked], notes: "要求回电", facts, clauses: ["M06.4", "M06.3"] });
    desk.clock.now += 192_000;
    const ticket = await ask<TicketResponse>(operator, "POST", `/calls/${id}/ticket`, {});
    for (const part of [
      "来电诉求：欠了电费怕拉闸",
      "企业情况：主体类型：个体工商户；受疫情影响暂时困难：是",
      "答复口径：",
      "依据：",
      "允许在6个月内补缴",
      "后续：",
      "备注：要求回电",
      "通话时长：3分12秒",
    ])
      expect(ticket.text).toContain(part);
    expect(ticket.receipts.map(({ clause }) => clause)).toEqual(["M06.4", "M06.3"]);
    expect(unsignedWords(ticket.text, [asked, "要求回电", "王坐席"])).toEqual([]);
    for (const { code } of ticket.receipts) {
      expect(ticket.text).toContain(code);
      expect(await replay(code, desk)).toMatchObject({ kind: "same" });
    }
    const again = await ask<TicketResponse>(operator, "POST", `/calls/${id}/ticket`, {});
    expect(again.receipts).toEqual(ticket.receipts);
  });

  it("tells the caller the very bytes an owner with the same facts is told", async () => {
    const id = newId();
    await save(id, { clauses: ["M06.4"] });
    const { receipts } = await ask<TicketResponse>(operator, "POST", `/calls/${id}/ticket`, {});
    const owner = await handleTurn({ channel: "web", conversation: `owner-${id}`, text: "M06.4" }, desk);
    const found = await ask<ReceiptResponse>(operator, "POST", "/receipts", { said: receipts[0]?.code });
    if (found.kind !== "found") throw new Error(found.message);
    expect(renderText(found.blocks)).toBe(renderText(owner.blocks));
    expect(receipts[0]?.code).toBe(owner.receipt);
  });

  it("that helped nobody is looked at by those who maintain the sayings, once", async () => {
    const id = newId();
    await save(id, { asked: ["冷库的制冷机能不能补贴"], isUnresolved: true });
    await ask(operator, "POST", `/calls/${id}/end`, {});
    await ask(operator, "POST", `/calls/${id}/end`, {});
    const unanswered = await desk.store.unanswered({ reason: "unresolved" });
    expect(unanswered.filter(({ text }) => text.includes("制冷机"))).toHaveLength(1);
    expect(unanswered[0]?.nearest.length).toBeGreaterThan(0);
  });

  it.each([{ clauses: ["M99.1"] }, { notes: "长".repeat(5001) }, { facts: { employees: "many" } }])(
    "refuses %j",
    async (over) => {
      expect((await save(newId(), over)).status).toBe(400);
    },
  );
});

describe("a receipt told over the telephone", () => {
  const lookUp = (said: string) => ask<ReceiptResponse>(operator, "POST", "/receipts", { said });
  const WORDS = "零幺二三四五六七八九";

  it("brings back what the owner saw and told, however it is said", async () => {
    const conversation = "told";
    await handleTurn({ channel: "web", conversation, text: "我是个体户，欠水费会停水吗" }, desk);
    const owner = await handleTurn({ channel: "web", conversation, text: "受疫情影响" }, desk);
    const digits = owner.receipt?.replaceAll("-", "") ?? "";
    const spoken = [...digits].map((digit) => WORDS[Number(digit)]).join("");
    for (const said of [digits, owner.receipt ?? "", spoken, ` ${spoken.slice(0, 4)} ${spoken.slice(4)}。`]) {
      const found = await lookUp(said);
      expect(found).toMatchObject({ kind: "found", channel: "web", text: "受疫情影响" });
      if (found.kind !== "found") continue;
      expect(renderText(found.blocks)).toBe(renderText(owner.blocks));
      expect(found.known).toEqual(["主体类型：个体工商户", "受疫情影响暂时困难：是"]);
      expect(found.change).toBeUndefined();
    }
  });

  it("with a digit wrong or missing is said to be so at once; one never given is told apart", async () => {
    const owner = await handleTurn({ channel: "web", conversation: "typo", text: "宽带降费了吗" }, desk);
    const digits = owner.receipt?.replaceAll("-", "") ?? "";
    const wrong = `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`;
    expect(await lookUp(wrong)).toMatchObject({ kind: "mistyped" });
    expect(await lookUp(digits.slice(1))).toMatchObject({
      kind: "mistyped",
      message: expect.stringContaining("11"),
    });
    expect(await lookUp("000000000000")).toMatchObject({ kind: "unknown" });
  });

  it("shows what was seen then and what comes out now, where that has changed", async () => {
    const owner = await handleTurn(
      { channel: "web", conversation: "old", text: "店里气费欠着会不会停气" },
      desk,
    );
    const { services } = desk;
    const { knowledge } = services;
    const [first, ...others] = knowledge.notice.clauses.map((clause) =>
      clause.id === "M06.4" ? { ...clause, note: "改过的说明" } : clause,
    );
    if (first === undefined) throw new Error("the notice has no clauses");
    const notice = { ...knowledge.notice, clauses: [first, ...others] };
    const later = createApp({ ...desk, services: { ...services, knowledge: { ...knowledge, notice } } });
    const client = await signInAs(later, "operator");
    const found = await ask<ReceiptResponse>(client, "POST", "/receipts", { said: owner.receipt });
    if (found.kind !== "found") throw new Error(found.message);
    expect(renderText(found.blocks)).toBe(renderText(owner.blocks));
    expect(found.change).toBeTruthy();
    expect(renderText(found.now ?? [])).toContain("改过的说明");
  });
});

describe("the queue", () => {
  const wait = async (conversation: string, channel = "web") => {
    await ask(operator, "GET", "/queue");
    await handleTurn(
      { channel, conversation, text: "我是个体户，电费欠着会停电吗", person: "console" },
      desk,
    );
    await handleTurn({ channel, conversation, text: "转人工", person: "console" }, desk);
    desk.clock.now += 1000;
    const { handovers } = await ask<QueueResponse>(operator, "GET", "/queue");
    return handovers;
  };

  it("lists who waits longest first; one operator gets a chat, however many try", async () => {
    await wait("q1");
    const [first, second] = await wait("q2");
    expect(first?.requestedAt).toBeLessThan(second?.requestedAt ?? 0);
    expect(first).toMatchObject({
      channel: "web",
      state: "waiting",
      lastText: "我是个体户，电费欠着会停电吗",
    });
    const tries = await Promise.all(
      [operator, supervisor, operator, supervisor].map((client) =>
        client.send("POST", `/queue/${first?.id}/take`, {}),
      ),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409]);
  });

  it("a chat is seen with facts, words and reasons; it is answered, and given back", async () => {
    const waiting = (await wait("q3")).find(({ state }) => state === "waiting");
    const mine = (await wait("q4")).at(-1);
    expect(waiting).toBeDefined();
    await operator.send("POST", `/queue/${mine?.id}/take`, {});
    const said = await ask<{ kind: string }>(operator, "POST", `/queue/${mine?.id}/say`, {
      text: "您好，我来帮您看。",
    });
    expect(said.kind).toBe("said");
    await handleTurn(
      { channel: "web", conversation: "q4", text: "<b>我电话13812345678</b>", person: "console" },
      desk,
    );
    const file = await ask<HandoverResponse>(operator, "GET", `/queue/${mine?.id}`);
    expect(file).toMatchObject({ state: "taken", isMine: true });
    expect(file.known).toContain("主体类型：个体工商户");
    expect(file.turns.map(({ text }) => text)).toContain("我是个体户，电费欠着会停电吗");
    expect(file.messages.map(({ text }) => text)).toEqual([
      expect.stringContaining("王坐席"),
      "您好，我来帮您看。",
      "<b>我电话138****5678</b>",
    ]);
    expect(file.trace.some(({ kind }) => kind === "conditions")).toBe(true);
    expect(await ask(supervisor, "POST", `/queue/${mine?.id}/say`, { text: "插话" })).toEqual({
      kind: "notYours",
    });
    expect((await operator.send("POST", `/queue/${mine?.id}/return`, {})).status).toBe(204);
    expect((await operator.send("POST", `/queue/${mine?.id}/return`, {})).status).toBe(409);
  });

  it("says why words did not arrive where the platform refuses them", async () => {
    const mine = (await wait("q5", "pushing")).at(-1);
    await operator.send("POST", `/queue/${mine?.id}/take`, {});
    await ask(operator, "POST", `/queue/${mine?.id}/say`, { text: "在的" });
    expect(sent.at(-1)).toBe("q5 在的");
    const said = await ask<{ undelivered?: string }>(operator, "POST", `/queue/${mine?.id}/say`, {
      text: "超长",
    });
    expect(said.undelivered).toBe("平台说超过次数");
  });

  it.each(["", "   ", "长".repeat(2001)])("says nothing empty or too long", async (text) => {
    expect((await operator.send("POST", "/queue/x/say", { text })).status).toBe(400);
  });
});
