import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { answerLines } from "../../bot/commands/json-lines.ts";
import { ConfigError, readConfig } from "../../bot/config.ts";
import { progressBar } from "../../bot/progress.ts";
import { packageRoot } from "../../knowledge/index.ts";
import { mingbai } from "../support/command-line.ts";

describe("mingbai ask", () => {
  it("answers a person with the clause", async () => {
    const { code, out } = await mingbai(["ask", "店里水费欠着会不会停水", "--as-of", "2022-06-15"]);
    expect(code).toBe(0);
    expect(out).toContain("允许在6个月内补缴");
    expect(out).toContain("按2022-06-15判断");
  });

  it("explains where the score comes from", async () => {
    const { out } = await mingbai(["ask", "店里水费欠着会不会停水", "--explain"]);
    expect(out).toMatch(/label\s+probability\s+words\s+sounds\s+meaning\s+features/u);
  });

  it("answers a program line by line, in order, and goes on after a bad line", async () => {
    const lines = [
      '{"id":"1","question":"店里水费欠着会不会停水","asOf":"2022-06-15"}',
      "{oops",
      '{"id":"3"}',
      '{"id":4,"question":"文号多少"}',
    ];
    const { code, out } = await mingbai(["ask", "--jsonl"], `${lines.join("\n")}\n`);
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(answers).toHaveLength(4);
    expect(answers[0]).toMatchObject({
      id: "1",
      outcome: "answer",
      clauses: expect.arrayContaining([{ id: "M06.4", score: expect.any(Number) }]),
    });
    expect(answers[1]).toMatchObject({ id: null, error: { code: "bad_json" } });
    expect(answers[2]).toMatchObject({
      id: "3",
      error: { code: "bad_input", message: expect.stringContaining("question") },
    });
    expect(answers[3]).toMatchObject({ id: 4, outcome: "document", clauses: [] });
  });

  it("without a question says what is missing", async () => {
    const { code, out, err } = await mingbai(["ask"]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("请给出要问的话");
  });

  it("refuses a date that is none", async () => {
    const { code, err } = await mingbai(["ask", "水费", "--as-of", "2022-02-30"]);
    expect(code).not.toBe(0);
    expect(err).toContain("YYYY-MM-DD");
  });

  it("stops at a wrong setting with its name and the remedy", async () => {
    const { code, err } = await mingbai(["ask", "水费"], "", { PORT: "eighty" });
    expect(code).toBe(1);
    expect(err).toContain("PORT");
    expect(err).toContain(".env.example");
  });

  it("stops where the model asked for is not to be had; nothing is used instead", async () => {
    const { code, out, err } = await mingbai(["ask", "水费"], "", { EMBEDDING_MODEL: "/no/such/folder" });
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain("EMBEDDING_MODEL=/no/such/folder");
  });

  it.each(["--help", "ask --help", "eval --help", "bench --help"])("%s explains itself", async (args) => {
    const { code, out } = await mingbai(args.split(" "));
    expect(code).toBe(0);
    expect(out).toMatch(/Usage: mingbai/u);
  });

  it("an unknown command is refused", async () => {
    expect((await mingbai(["aks", "水费"])).code).not.toBe(0);
  });
});

describe("settings", () => {
  it("have defaults", () => expect(readConfig({})).toMatchObject({ port: 3000, pooling: "mean" }));
  it("an empty one counts as not set", () => expect(readConfig({ PORT: "" }).port).toBe(3000));
  it.each([
    ["PORT", "70000"],
    ["PORT", "-1"],
    ["HF_ENDPOINT", "not an address"],
    ["EMBEDDING_POOLING", "max"],
    ["DATABASE_URL", "mysql://user:secret@localhost/db"],
    ["DATABASE_URL", "user:secret@localhost"],
    ["RETENTION_DAYS", "-1"],
    ["RETENTION_DAYS", "a year"],
  ])("%s=%s is refused by name", (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(name);
    expect(() => readConfig({ [name]: value })).not.toThrow("secret");
  });
  it.each(["postgres://user:secret@localhost:5432/db", "postgresql:///db?host=/run/postgresql"])(
    "DATABASE_URL=%s is taken",
    (url) => expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url),
  );
  it("conversations are kept half a year, or as long as is said", () => {
    expect(readConfig({}).retentionDays).toBe(180);
    expect(readConfig({ RETENTION_DAYS: "0" }).retentionDays).toBe(0);
  });
});

it("lines are written one by one, as they are answered", async () => {
  const written: string[] = [];
  const output = new Writable({
    write: (chunk, _, done) => {
      written.push(String(chunk));
      done();
    },
  });
  await answerLines(
    z.object({ n: z.number() }),
    async ({ n }) => ({ twice: 2 * n }),
    Readable.from(['{"n":1}\n', '\n{"n":', "2}\r\n"]),
    output,
  );
  expect(written).toEqual(['{"twice":2}\n', '{"twice":4}\n']);
});

it("the progress bar says what is done and how long it takes", () => {
  const written: string[] = [];
  let now = 0;
  const stream = {
    isTTY: true,
    write: (text: string) => written.push(text),
  } as unknown as NodeJS.WriteStream;
  const progress = progressBar(stream, () => now);
  progress("embedding", 0, 100);
  now = 10_000;
  progress("embedding", 50, 100);
  expect(written.at(-1)).toContain("50/100, 10 s left");
  progress("embedding", 100, 100);
  expect(written.at(-1)).toMatch(/100\/100, 0 s left\n$/u);
});

describe("mingbai chat and replay", () => {
  const DATA_DIR = mkdtempSync(join(tmpdir(), "mingbai-chat-"));
  const env = { DATA_DIR };
  const line = (conversation: string, text: string) =>
    JSON.stringify({ conversation, text, asOf: "2022-06-15" });

  beforeAll(() => {
    // The index is built once for all tests; only the conversations are this test's own.
    symlinkSync(join(packageRoot(), "data", "index"), join(DATA_DIR, "index"));
  });

  it("keeps conversations apart, one object a line, and goes on after a bad line", async () => {
    const input = [
      line("a", "我是个体户，水电费欠着会停吗"),
      line("b", "宽带费降了吗"),
      "{",
      line("a", "是的"),
    ].join("\n");
    const { code, out } = await mingbai(["chat", "--jsonl"], input, env);
    expect(code).toBe(0);
    const replies = out
      .trim()
      .split("\n")
      .map((reply) => JSON.parse(reply) as Record<string, unknown>);
    expect(replies).toHaveLength(4);
    expect(replies[0]).toMatchObject({
      conversation: "a",
      outcome: "answer",
      cites: ["M06.4"],
      asks: "affectedByEpidemic",
    });
    expect(replies[1]).toMatchObject({ conversation: "b", cites: ["M08.1"] });
    expect(replies[2]).toMatchObject({ error: { code: "bad_json" } });
    expect(replies[3]).toMatchObject({
      conversation: "a",
      asks: null,
      verdicts: { "M06.4": "eligible" },
      facts: { entityType: "individual", affectedByEpidemic: true },
    });
    const again = await mingbai(["replay", String(replies[3]?.["receipt"])], "", env);
    expect(again).toMatchObject({ code: 0, out: `${String(replies[3]?.["text"])}\n` });
  });

  it("what was not answered can be read afterwards", async () => {
    await mingbai(["chat", "--jsonl"], line("c", "社保能不能缓缴"), env);
    const { code, out } = await mingbai(["unanswered", "--reason", "near_miss"], "", env);
    expect(code).toBe(0);
    expect(out).toMatch(/near_miss\t社保能不能缓缴/u);
    const rows = await mingbai(["unanswered", "--jsonl", "--days", "1"], "", env);
    expect(JSON.parse(rows.out.split("\n")[0] ?? "")).toMatchObject({
      text: "社保能不能缓缴",
      nearest: expect.any(Array),
    });
  });

  it.each([
    ["a code with a wrong digit", "1234-5678-9012", "回执码不对"],
    ["a code never given", "0000-0000-0000", "没有回执码"],
  ])("%s is said to be so", async (_, receipt, words) => {
    const { code, err } = await mingbai(["replay", receipt], "", env);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
