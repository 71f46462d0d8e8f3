import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mingbai } from "../support/command-line.ts";

const linesOf = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function fileOf(content: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "mingbai-")), "facts.json");
  writeFileSync(file, content);
  return file;
}

describe("mingbai size", () => {
  it("answers a person", async () => {
    const { code, out } = await mingbai(["size", "--industry", "catering", "--employees", "8"]);
    expect(code).toBe(0);
    expect(out).toContain("工信部联企业〔2011〕300号");
    expect(out).toContain("微型企业");
  });

  it("reads ranges, and says what is still possible", async () => {
    const { out } = await mingbai(["size", "--industry", "other", "--employees", "50-150"]);
    expect(out).toContain("小型、中型");
  });

  it("answers programs line by line; a bad line gets its own error", async () => {
    const lines = [
      '{"id":"1","facts":{"industry":"manufacturing","employees":999}}',
      '{"id":"2","facts":{"industry":"farming"}}',
      '{"id":"3","facts":{"industry":"retail","employees":8,"exporter":true}}',
    ];
    const [first, second, third] = linesOf((await mingbai(["size", "--jsonl"], `${lines.join("\n")}\n`)).out);
    expect(first).toEqual({ id: "1", size: "unknown", possible: ["micro", "small", "medium"] });
    expect(second).toMatchObject({
      id: "2",
      error: { code: "bad_input", message: expect.stringContaining("farming") },
    });
    expect(third).toEqual({ id: "3", size: "micro", possible: ["micro"] });
  });

  it("refuses an industry that is none, by name", async () => {
    const { code, err } = await mingbai(["size", "--industry", "farming"]);
    expect(code).toBe(2);
    expect(err).toContain("farming");
  });
});

describe("mingbai check", () => {
  const facts = { entityType: "individual", affectedByEpidemic: true, creditLine: { min: 50, max: 80 } };

  it("prints every clause with its verdict and what is missing", async () => {
    const { code, out } = await mingbai([
      "check",
      "--facts",
      fileOf(JSON.stringify(facts)),
      "--as-of",
      "2022-06-15",
    ]);
    expect(code).toBe(0);
    expect(out.match(/^M\d\d\.\d/gmu)).toHaveLength(37);
    expect(out).toMatch(/M06\.4 +水电气欠费不停供 +符合条款所列条件$/mu);
    expect(out).toMatch(/M02\.2 .*还缺：发展前景良好、有银行贷款$/mu);
  });

  it("explains a clause condition by condition, in the clause's words", async () => {
    const { out } = await mingbai([
      "check",
      "--facts",
      fileOf(
        '{"entityType":"enterprise","industry":"manufacturing","employees":10,"loanDueDate":"2022-10-31"}',
      ),
      "--as-of",
      "2022-06-15",
      "--explain",
      "M02.3",
    ]);
    expect(out).toContain("不影响征信记录，并免收罚息");
    expect(out).toMatch(/✓ 企业规模是微型、小型〔“普惠型小微企业贷款”〕.*无论营业收入如何/u);
    expect(out).toMatch(/✓ 有银行贷款.*由“贷款到期日”推知/u);
    expect(out).toMatch(/？ 银行已办理展期/u);
    expect(out).toMatch(/✗ 主体类型是个体工商户/u);
  });

  it("answers programs line by line, for the day of each line", async () => {
    const lines = [
      JSON.stringify({ id: "a", facts, asOf: "2022-06-15" }),
      JSON.stringify({ id: "b", facts, asOf: "2022-05-08" }),
      JSON.stringify({ id: "c", facts: { employees: -3 } }),
      "{}",
      JSON.stringify({ id: "e", facts: {}, asOf: "2022-13-01" }),
    ];
    const { code, out } = await mingbai(["check", "--jsonl"], `${lines.join("\n")}\n`);
    const [a, b, c, d, e] = linesOf(out);
    expect(code).toBe(0);
    expect(Object.keys((a as { verdicts: object }).verdicts)).toHaveLength(37);
    expect(a).toMatchObject({
      id: "a",
      verdicts: { "M06.4": "eligible", "M02.2": "needs_info", "M04.1": "ineligible" },
      missing: { "M02.2": ["goodProspects", "hasBankLoan"] },
    });
    expect(new Set(Object.values((b as { verdicts: object }).verdicts))).toEqual(new Set(["not_in_force"]));
    expect(b).toMatchObject({ missing: {} });
    expect(c).toMatchObject({
      id: "c",
      error: { code: "bad_input", message: expect.stringMatching(/从业人员.*-3[\s\S]*employees/u) },
    });
    expect(d).toMatchObject({ id: null, error: { code: "bad_input" } });
    expect(e).toMatchObject({
      id: "e",
      error: { code: "bad_input", message: expect.stringContaining("asOf") },
    });
  });

  it.each([
    ["no such file", "/no/such/file.json", "读不了"],
    ["no JSON", fileOf("{oops"), "读不了"],
    ["a fact that is none", fileOf('{"workers":5}'), "workers"],
  ])("says what is wrong with %s", async (_, file, message) => {
    const { code, out, err } = await mingbai(["check", "--facts", file]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(message);
  });

  it("refuses a clause that is none", async () => {
    const { code, err } = await mingbai(["check", "--explain", "M99.9"]);
    expect(code).toBe(2);
    expect(err).toContain("M99.9");
  });

  it("gives the same verdicts in every time zone", async () => {
    const day = JSON.stringify({
      id: "a",
      facts: { ...facts, loanDueDate: "2022-12-31" },
      asOf: "2022-12-31",
    });
    const next = JSON.stringify({
      id: "b",
      facts: { ...facts, loanDueDate: "2023-01-01" },
      asOf: "2023-01-01",
    });
    const answers = await Promise.all(
      ["UTC", "Asia/Shanghai", "America/Los_Angeles"].map(
        async (TZ) => (await mingbai(["check", "--jsonl"], `${day}\n${next}\n`, { TZ })).out,
      ),
    );
    expect(answers[0]).toContain('"M08.1":"ineligible"');
    expect(answers[0]).toContain('"M08.1":"expired"');
    expect(new Set(answers).size).toBe(1);
  });
});

describe("mingbai rules", () => {
  it("check finds no fault, and shows what no condition quotes", async () => {
    const { code, out, err } = await mingbai(["rules", "check"]);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toMatch(/37个条款，\d+个条件，\d+个案例，0处问题/u);
    expect(out).toContain("M06.4");
  });

  it("sheet writes a page with every clause, its quotes marked and its cases", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "mingbai-")), "sheet.html");
    expect((await mingbai(["rules", "sheet", file])).code).toBe(0);
    const sheet = readFileSync(file, "utf8");
    expect(sheet.match(/<section class="clause">/gu)).toHaveLength(37);
    expect(sheet).toContain("<mark>受疫情影响暂时出现生产经营困难</mark>");
    expect(sheet).toContain("读法：");
    expect(sheet).toContain("核对人：");
    expect(sheet).not.toContain("undefined");
  });
});
