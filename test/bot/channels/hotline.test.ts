import type { Hono } from "hono";
import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../../bot/app.ts";
import { csvOf } from "../../../bot/channels/hotline/csv.ts";
import type { Figures, ReviewGroups, ReviewPage, Trial } from "../../../bot/channels/hotline/protocol.ts";
import { handleTurn } from "../../../bot/handle-turn.ts";
import { ROLES, type Role } from "../../../bot/staff/roles.ts";
import { testDesk } from "../../support/desk.ts";
import { knowledge } from "../../support/services.ts";
import { addStaff, type StaffClient, signInAs } from "../../support/staff.ts";

const HOUR = 60 * 60 * 1000;
const SAID = [
  ["web", "a", "饭店欠着水费会不会停水"],
  ["web", "a", "个体户社保能晚点交吗"],
  ["web", "b", "=1+1个体户社保能晚点交吗，电话13812345678"],
  ["wechat", "c", "今晚看什么电影"],
  ["wechat", "c", "转人工"],
  ["wechat", "d", "你好"],
] as const;

let desk: Awaited<ReturnType<typeof testDesk>>;
let app: Hono;
const staff = {} as Record<Role, StaffClient>;

beforeAll(async () => {
  desk = await testDesk();
  app = createApp(desk);
  await addStaff(desk.store, desk.now());
  for (const role of ROLES) staff[role] = await signInAs(app, role);
  for (const [channel, conversation, text] of SAID) await handleTurn({ channel, conversation, text }, desk);
});

const json = async <T>(client: StaffClient, path: string) => (await (await client.ask(path)).json()) as T;

describe("who may ask what", () => {
  const REQUESTS = [
    { method: "GET", path: "/review", roles: ["supervisor", "editor"] },
    { method: "GET", path: "/review/groups", roles: ["supervisor", "editor"] },
    { method: "PUT", path: "/review/none", body: { note: "x" }, roles: ["supervisor", "editor"] },
    { method: "DELETE", path: "/review/none", roles: ["supervisor", "editor"] },
    { method: "POST", path: "/review/export", body: { ids: [] }, roles: ["supervisor", "editor"] },
    { method: "GET", path: "/figures", roles: ["supervisor"] },
    { method: "GET", path: "/actions", roles: ["supervisor"] },
    { method: "POST", path: "/playground", body: { question: "水费" }, roles: ["supervisor", "editor"] },
  ] as const satisfies readonly { method: string; path: string; body?: object; roles: readonly Role[] }[];
  const cases = REQUESTS.flatMap((request) =>
    ROLES.map((role) => ({ role, ...request, body: { note: "", ...request } })),
  );

  it.each(cases)("$role: $method $path", async ({ role, method, path, roles, body }) => {
    const sent = "body" in body ? (body.body as object) : undefined;
    const response = await staff[role].send(method, path, sent);
    const isAllowed = (roles as readonly Role[]).includes(role);
    expect(response.status === 403).toBe(!isAllowed);
    if (!isAllowed) expect(await response.text()).toContain("您的角色不能看这一栏");
  });

  it.each(REQUESTS)("nobody signed in: $method $path", async ({ method, path }) => {
    const response = await app.request(`/api/console${path}`, {
      method,
      headers: { origin: "http://localhost" },
    });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain("登录已过期");
  });

  it.each(REQUESTS.filter(({ method }) => method !== "GET"))(
    "another site's page in a signed-in browser: $method $path",
    async ({ method, path }) => {
      const response = await staff.supervisor.ask(path, {
        method,
        headers: { origin: "https://evil.example" },
      });
      expect(response.status).toBe(403);
      expect(await response.text()).toContain("stale_page");
    },
  );
});

describe("questions not answered", () => {
  const rows = async (query = "") => (await json<ReviewPage>(staff.editor, `/review${query}`)).rows;

  it("are listed masked, the newest first, and grouped", async () => {
    const page = await json<ReviewPage>(staff.editor, "/review");
    expect(page.total).toBe(4);
    expect(page.channels).toEqual(["web", "wechat"]);
    expect(JSON.stringify(page)).toContain("138****5678");
    expect(JSON.stringify(page)).not.toContain("13812345678");
    const { groups } = await json<ReviewGroups>(staff.editor, "/review/groups");
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(new Set(groups.map(({ reason }) => reason))).toEqual(new Set(["near_miss", "far", "handover"]));
  });

  it("are filtered by what stands in the address", async () => {
    expect(await rows("?channel=wechat&reason=handover")).toHaveLength(1);
    expect(await rows(`?contains=${encodeURIComponent("电影")}`)).toHaveLength(1);
    expect(await rows("?from=2022-06-15&to=2022-06-15")).toHaveLength(4);
    expect(await rows("?from=2022-06-16")).toHaveLength(0);
    expect(await rows("?page=2")).toHaveLength(0);
  });

  it.each(["?from=yesterday", "?page=0", "?page=x", "?handled=maybe"])("%s is refused", async (query) => {
    expect((await staff.editor.ask(`/review${query}`)).status).toBe(400);
  });

  it("are handled with a note, which says by whom", async () => {
    const [row] = await rows(`?contains=${encodeURIComponent("电影")}`);
    const path = `/review/${row?.id}`;
    expect((await staff.editor.send("PUT", path, { note: "  " })).status).toBe(400);
    expect((await staff.editor.send("PUT", path, { note: "不用补，我电话13912345678" })).status).toBe(200);
    expect(await rows("?handled=yes")).toMatchObject([
      { handled: { by: "editor", note: "不用补，我电话139****5678", at: desk.now() } },
    ]);
    expect((await staff.editor.send("DELETE", path)).status).toBe(204);
    expect(await rows("?handled=yes")).toEqual([]);
  });

  it("are exported with the words of the clause, as Excel opens them", async () => {
    const chosen = (await rows("?reason=near_miss")).map(({ id }) => id);
    const response = await staff.editor.send("POST", "/review/export", { ids: chosen });
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toBe(
      'attachment; filename="unanswered-2022-06-15.csv"',
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split("\r\n");
    expect(lines).toHaveLength(2 + chosen.length);
    expect(lines[0]).toContain('"用户原话","未答原因"');
    expect(lines.slice(1).join()).toContain('"2022-06-15 12:00","网页","\'=1+1个体户社保');
    const [first] = (await rows("?reason=near_miss"))[0]?.nearest ?? [];
    const clause = knowledge.notice.clauses.find(({ id }) => id === first?.clause);
    expect(lines[1]).toContain(clause?.text.replaceAll('"', '""'));
  });

  it("all that match are exported where none is chosen, and it is on record who did", async () => {
    desk.clock.now += 1;
    const response = await staff.supervisor.send("POST", "/review/export", { query: { channel: "wechat" } });
    expect((await response.text()).trim().split("\r\n")).toHaveLength(3);
    const [last] = await desk.store.staff.actions({ login: "supervisor" });
    expect(last).toMatchObject({ action: "export_questions", detail: "2" });
  });
});

it.each(["=SUM(A1)", "+86", "-1", "@x", "\tx", "\rx", "＝1+1"])("%j in a cell is no formula", (text) => {
  expect(csvOf([[text]])).toBe(`\uFEFF"'${text}"\r\n`);
});

it("quotes, commas and line breaks stay in their cell", () => {
  expect(csvOf([['说"停电",就停\n吗', "甲"]])).toBe('\uFEFF"说""停电"",就停\n吗","甲"\r\n');
});

describe("figures", () => {
  it("tell what was answered, what was not, and by which channel", async () => {
    const figures = await json<Figures>(staff.supervisor, "/figures");
    expect(figures).toMatchObject({ from: "2022-06-02", to: "2022-06-15" });
    expect(figures.days).toHaveLength(14);
    expect(figures.all).toEqual({ questions: 5, answered: 1, refused: 3, handedOver: 1, smalltalk: 1 });
    expect(figures.days.at(-1)).toEqual({ date: "2022-06-15", ...figures.all });
    expect(figures.channels.map(({ channel, questions }) => [channel, questions])).toEqual([
      ["web", 3],
      ["wechat", 2],
    ]);
    expect(figures.conversations).toEqual({ all: 4, asked: 3, resolved: 0 });
    expect(figures.clauses[0]?.clause).toBe("M06.4");
    expect(figures.times?.count).toBe(6);
  });

  it("are of the days and the channel asked for", async () => {
    const figures = await json<Figures>(
      staff.supervisor,
      "/figures?from=2022-06-15&to=2022-06-15&channel=web",
    );
    expect(figures.days).toHaveLength(1);
    expect(figures.all.questions).toBe(3);
    const empty = await json<Figures>(staff.supervisor, "/figures?from=2022-05-01&to=2022-05-31");
    expect(empty.all.questions).toBe(0);
    expect(empty.times).toBeUndefined();
  });

  it.each(["?from=2022-06-15&to=2022-06-14", "?from=2000-01-01&to=2022-06-15", "?from=x"])(
    "%s is refused",
    async (query) => {
      expect((await staff.supervisor.ask(`/figures${query}`)).status).toBe(400);
    },
  );
});

describe("a trial", () => {
  const attempt = async (question: string) =>
    (await (await staff.editor.send("POST", "/playground", { question })).json()) as Trial;

  it("shows the clause that was hit, its score and the sayings it is like", async () => {
    const trial = await attempt("作坊电费拖了几天会不会断电");
    expect(trial).toMatchObject({ outcome: "answer", answer: { outcome: "answer" } });
    expect(trial.labels[0]).toMatchObject({ label: "M06.4" });
    expect(trial.clauses).toBeGreaterThan(trial.refusals);
    expect(trial.matches.map(({ way }) => way)).toContain("words");
    expect(trial.matches[0]?.passages[0]).toMatchObject({ label: "M06.4" });
    expect(trial.answer.text).toContain("“欠费不停供”");
  });

  it("shows what outweighed the clauses where nothing was hit", async () => {
    const trial = await attempt("今晚看什么电影");
    expect(trial.outcome).toBe("out_of_scope");
    expect(trial.refusals).toBeGreaterThan(trial.clauses);
    expect(await attempt("？？")).toMatchObject({ outcome: "out_of_scope", refusal: "empty", labels: [] });
  });

  it("leaves nothing behind", async () => {
    const before = await desk.store.counts();
    await attempt("我是个体户，电费交不上会停电吗");
    expect(await desk.store.counts()).toEqual(before);
  });
});

it("a body too large is refused in words", async () => {
  const response = await staff.editor.send("POST", "/playground", { question: "水".repeat(100_000) });
  expect(response.status).toBe(413);
  expect(await response.text()).toContain("内容太长");
});

it("a session that ends meanwhile ends for all of it", async () => {
  const client = await signInAs(app, "editor");
  desk.clock.now += HOUR;
  expect((await client.ask("/review")).status).toBe(401);
  desk.clock.now -= HOUR;
});
