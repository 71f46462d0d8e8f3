import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACT_KEYS, FACTS, type FactSpec, factsSchema, valueText, withImplied } from "../../rules/facts.ts";

describe("facts as programs give them", () => {
  it.each([
    [{ employees: 8 }, { employees: { min: 8, max: 8 } }],
    [{ employees: { min: 5, max: 10 } }, { employees: { min: 5, max: 10 } }],
    [{ revenue: { min: 100 } }, { revenue: { min: 100, max: Number.POSITIVE_INFINITY } }],
    [{ revenue: { min: null, max: 50 } }, { revenue: { min: 0, max: 50 } }],
    [{ revenue: {} }, { revenue: { min: 0, max: Number.POSITIVE_INFINITY } }],
    [{ size: "small" }, { size: ["small"] }],
    [{ size: ["micro", "small"] }, { size: ["micro", "small"] }],
    [{ cityListed2022: null }, { cityListed2022: null }],
    [{ loanDueDate: "2022-12-31" }, { loanDueDate: "2022-12-31" }],
    [{ city: "长春" }, { city: "长春" }],
    [{}, {}],
  ])("%j are read", (given, read) => {
    expect(factsSchema.parse(given)).toEqual(read);
  });

  it.each([
    [{ employees: -1 }, ["employees", "-1", "不小于0"]],
    [{ employees: { min: 5, max: 4 } }, ["employees", "min不大于max"]],
    [{ employees: Number.NaN }, ["employees", "不小于0"]],
    [{ revenue: "一百万" }, ["revenue", "一百万", "不小于0"]],
    [{ revenue: { minimum: 5 } }, ["revenue", "不小于0"]],
    [{ revenue: { min: -5 } }, ["revenue", "不小于0"]],
    [{ industry: "farming" }, ["industry", "farming", "agriculture"]],
    [{ industry: ["catering"] }, ["industry", "agriculture"]],
    [{ entityType: "company" }, ["entityType", "enterprise, individual, other"]],
    [{ workers: 5 }, ["workers", "employees"]],
    [{ size: "tiny" }, ["size", "tiny", "micro, small, medium, large"]],
    [{ size: [] }, ["size", "micro, small, medium, large"]],
    [{ affectedByEpidemic: "yes" }, ["affectedByEpidemic", "true, false"]],
    [{ affectedByEpidemic: 1 }, ["affectedByEpidemic", "true, false"]],
    [{ loanDueDate: "2022年底" }, ["loanDueDate", "YYYY-MM-DD"]],
    [{ loanDueDate: "2022-02-30" }, ["loanDueDate", "YYYY-MM-DD"]],
    [{ city: 5 }, ["city", "文字"]],
  ])("%j are refused, with key and what is allowed", (given, words) => {
    const result = factsSchema.safeParse(given);
    const message = (result.error?.issues ?? [])
      .map((issue) => `${issue.path.join(".")} ${issue.message}`)
      .join("\n");
    for (const word of words) expect(message).toContain(word);
  });

  it.each([
    [{ city: 5 }, "所在地级市不能是 / cannot be 5；可以是 / allowed: 文字 / text"],
    [
      { employees: -1 },
      "从业人员不能是 / cannot be -1；可以是 / allowed: 不小于0的数，或{min, max}，min不大于max / a number not below 0, or {min, max} with min <= max",
    ],
    [
      { loanDueDate: "年底" },
      "贷款到期日不能是 / cannot be '年底'；可以是 / allowed: 日期YYYY-MM-DD / a date, YYYY-MM-DD",
    ],
    [
      { size: "tiny" },
      "企业规模（本人陈述）不能是 / cannot be 'tiny'；可以是 / allowed: micro, small, medium, large，或其中几个的列表 / or a list of them",
    ],
    [
      { workers: 5, city: "长春", turnover: 3 },
      `没有这些事实 / no such fact: workers, turnover；可用的是 / known are: ${FACT_KEYS.join(", ")}`,
    ],
  ])("%j are refused in words of both languages", (given, words) => {
    expect(factsSchema.safeParse(given).error?.issues.map(({ message }) => message)).toEqual([words]);
  });

  it("are refused with as much of a long value as fits in a line", () => {
    const long = Object.fromEntries(Array.from("abcdefghij", (letter) => [letter.repeat(8), 1]));
    const [issue] = factsSchema.safeParse({ city: long }).error?.issues ?? [];
    expect(issue?.message).toBe(
      "所在地级市不能是 / cannot be { aaaaaaaa: 1, bbbbbbbb: 1, cccccccc: 1, dddddddd: 1, eeeeee；可以是 / allowed: 文字 / text",
    );
  });

  it("that are not facts at all are refused without naming any", () => {
    for (const given of ["catering", ["catering"], 5, null])
      expect(factsSchema.safeParse(given).error?.message).not.toContain("没有这些事实");
  });

  it("whatever is thrown at them either pass or are refused", () => {
    const key = fc.oneof(fc.constantFrom(...FACT_KEYS), fc.string());
    const value = fc.oneof(fc.anything(), fc.record({ min: fc.anything(), max: fc.anything() }));
    fc.assert(
      fc.property(fc.dictionary(key, value), (given) => {
        const result = factsSchema.safeParse(given);
        if (!result.success) return;
        for (const [name, read] of Object.entries(result.data)) {
          expect(FACT_KEYS).toContain(name);
          if (read !== null && typeof read === "object" && "min" in read)
            expect(read.min).toBeLessThanOrEqual(read.max);
        }
      }),
      { numRuns: 2000, seed: 5 },
    );
  });
});

describe("what follows from what is known", () => {
  it.each([
    [{ loanDueDate: "2022-10-01" }, "loanDueDate"],
    [{ loanRescheduled: true }, "loanRescheduled"],
    [{ guaranteedLoan: true }, "guaranteedLoan"],
    [{ guaranteedLoan: true, loanDueDate: "2022-10-01" }, "loanDueDate"],
  ])("%j means there is a bank loan", (facts, from) => {
    expect(withImplied(facts)).toEqual({
      facts: { ...facts, hasBankLoan: true },
      from: { hasBankLoan: from },
    });
  });

  it.each([
    [{ loanRescheduled: false }],
    [{ guaranteedLoan: false }],
    [{ loanDueDate: null }],
    [{ loanDueDate: "2022-10-01", hasBankLoan: false }],
    [{ loanDueDate: "2022-10-01", hasBankLoan: null }],
    [{ creditLine: { min: 5, max: 5 } }],
  ])("%j leave everything as told", (facts) => {
    expect(withImplied(facts)).toEqual({ facts, from: {} });
  });
});

describe("the fact table", () => {
  it("asks for every fact but the owner's own statement of size, and the city", () => {
    const asked = FACT_KEYS.filter((key) => "question" in FACTS[key]);
    expect(FACT_KEYS.filter((key) => !asked.includes(key))).toEqual(["size", "city"]);
  });

  it("asks in one sentence or two that an owner understands", () => {
    for (const key of FACT_KEYS) {
      const { question }: FactSpec = FACTS[key];
      if (question === undefined) continue;
      expect(question, key).toMatch(/^[^？]*？[^？]*$/u);
      expect([...question].length, key).toBeLessThanOrEqual(45);
    }
  });

  it("has an effort for each fact, and names only yes-or-no facts to ask before", () => {
    for (const key of FACT_KEYS) {
      const { effort, presumes }: FactSpec = FACTS[key];
      expect(effort, key).toBeGreaterThanOrEqual(1);
      expect(effort, key).toBeLessThanOrEqual(2);
      if (presumes !== undefined) expect(FACTS).toHaveProperty([presumes, "kind"], "yesNo");
    }
  });

  it.each([
    ["employees", { min: 8, max: 8 }, "8人"],
    ["employees", { min: 80, max: 120 }, "80–120人"],
    ["employees", { min: 0, max: 49 }, "不超过49人"],
    ["revenue", { min: 500, max: Number.POSITIVE_INFINITY }, "500万元/年及以上"],
    ["revenue", { min: 9_999, max: 9_999 }, "9999万元/年"],
    ["revenue", { min: 100_000, max: 100_000 }, "10亿元/年"],
    ["assets", { min: 12_345, max: 20_000 }, "1.2345–2亿元"],
    ["assets", { min: 8_000, max: 12_000 }, "8000–12000万元"],
    ["assets", { min: 0, max: 120_000 }, "不超过12亿元"],
    ["industry", "catering", "餐饮"],
    ["city", "长春", "长春"],
    ["loanDueDate", "2022-12-31", "2022-12-31"],
    ["hasBankLoan", true, "是"],
    ["hasBankLoan", false, "否"],
    ["hasBankLoan", null, "不清楚"],
    ["size", ["micro", "small"], "微型或小型"],
  ] as const)("says %s %j as %s", (key, value, text) => {
    expect(valueText(key, value)).toBe(text);
  });
});
