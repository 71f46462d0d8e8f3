import { describe, expect, it } from "vitest";
import type { Clause } from "../../knowledge/index.ts";
import { createAssessor } from "../../rules/assess.ts";
import { faultsOf, describe as inWords, quotedSpans, unquotedWords } from "../../rules/checks.ts";
import type { Condition, Leaf } from "../../rules/condition.ts";
import type { Rulebook } from "../../rules/rulebook.ts";
import { freshRulebook } from "../support/rules.ts";

describe("a condition in a policy officer's words", () => {
  const leaf = (fact: string, test: object): Condition => ({ kind: "fact", fact, test }) as Condition;

  it.each<[Condition, string]>([
    [leaf("hasBankLoan", { is: true }), "有银行贷款"],
    [leaf("exporter", { is: false }), "不是外贸出口企业"],
    [leaf("industry", { in: ["catering", "retail"] }), "主营行业是餐饮、零售"],
    [leaf("employees", { atLeast: 300 }), "从业人员300人及以上"],
    [leaf("creditLine", { atMost: 1000 }), "单户授信总额不超过1000万元"],
    [leaf("revenue", { below: 50 }), "营业收入50万元/年以下"],
    [leaf("loanDueDate", { from: "2022-05-09" }), "贷款到期日不早于2022-05-09"],
    [leaf("loanDueDate", { until: "2022-12-31" }), "贷款到期日不晚于2022-12-31"],
    [{ kind: "size", sizes: ["micro", "small"] }, "企业规模是微型、小型"],
    [{ kind: "all", of: [leaf("exporter", { is: true })] }, "外贸出口企业"],
    [
      { kind: "any", of: [leaf("exporter", { is: true }), leaf("hasBankLoan", { is: true })] },
      "（外贸出口企业，或有银行贷款）",
    ],
    [
      { kind: "all", of: [leaf("exporter", { is: true }), leaf("hasBankLoan", { is: true })] },
      "（外贸出口企业，且有银行贷款）",
    ],
  ])("%#", (condition, words) => expect(inWords(condition)).toBe(words));
});

describe("the words of a clause", () => {
  const leaf = (quote: string, quotedFrom?: string) =>
    ({ kind: "size", sizes: ["micro"], quote, ...(quotedFrom && { quotedFrom }) }) as Leaf;
  const text = "对小微企业和个体工商户用电，允许补缴。";

  it("that are quoted are joined where quotes overlap or touch, in order", () => {
    expect(quotedSpans(text, "M01.1", [leaf("个体工商户"), leaf("小微企业"), leaf("企业和个体")])).toEqual([
      { start: 1, end: 11 },
    ]);
    expect(quotedSpans(text, "M01.1", [leaf("小微企业"), leaf("小微")])).toEqual([{ start: 1, end: 5 }]);
    expect(quotedSpans(text, "M01.1", [leaf("小微"), leaf("企业")])).toEqual([{ start: 1, end: 5 }]);
    expect(quotedSpans(text, "M01.1", [leaf("小微企业"), leaf("用电")])).toEqual([
      { start: 1, end: 5 },
      { start: 11, end: 13 },
    ]);
  });

  it("quoted from another clause mark nothing here", () => {
    expect(quotedSpans(text, "M01.1", [leaf("小微企业", "M01.2")])).toEqual([]);
    expect(quotedSpans(text, "M01.1", [leaf("小微企业", "M01.1")])).toEqual([{ start: 1, end: 5 }]);
  });

  it("are not marked by a condition that quotes none", () => {
    expect(quotedSpans(text, "M01.1", [{ kind: "size", sizes: ["micro"] }, leaf("用电")])).toEqual([
      { start: 11, end: 13 },
    ]);
  });

  it("that nothing quotes are listed, marks alone are not", () => {
    const clause = { id: "M01.1", text } as Clause;
    const rules = [
      {
        clause,
        condition: { kind: "all", of: [leaf("小微企业"), leaf("个体工商户用电"), leaf("允许补缴")] },
        cases: [],
        file: "",
        line: 1,
      },
      { clause, cases: [], file: "", line: 1 },
    ] as unknown as Rulebook["rules"];
    expect(unquotedWords({ ...freshRulebook(), rules })).toEqual([{ clause: "M01.1", words: ["对", "和"] }]);
  });

  it("all quoted need no look", () => {
    const clause = { id: "M01.1", text: "小微企业。" } as Clause;
    const rule = { clause, condition: leaf("小微企业"), cases: [], file: "", line: 1 };
    expect(unquotedWords({ ...freshRulebook(), rules: [rule] })).toEqual([]);
  });
});

describe("a fault", () => {
  const exporter = (is: boolean): Condition => ({ kind: "fact", fact: "exporter", test: { is } });
  const industry = (...choices: string[]): Condition => ({
    kind: "fact",
    fact: "industry",
    test: { in: choices },
  });
  /** What is found of M06.4 with this condition and without cases. */
  const faultsWith = (condition: Condition) => {
    const rulebook = freshRulebook();
    const rules = rulebook.rules.flatMap((rule) =>
      rule.clause.id === "M06.4" ? [{ ...rule, condition, cases: [], line: 7 }] : [],
    );
    return faultsOf(createAssessor({ ...rulebook, rules }));
  };
  const place = { file: "06-costs.yaml", line: 7 };

  it("of a rule nobody can meet, and of what no case tries, says what to do", () => {
    const untried = { ...place, remedy: "在cases里加一个" };
    expect(faultsWith({ kind: "all", of: [exporter(true), exporter(false)] })).toEqual([
      { ...place, what: "M06.4的条件互相矛盾，谁都不会符合", remedy: "核对对象和条件" },
      { ...untried, what: "M06.4没有一个案例让“外贸出口企业”成立" },
      { ...untried, what: "M06.4没有一个案例让“外贸出口企业”不成立" },
      { ...untried, what: "M06.4没有一个案例让“不是外贸出口企业”成立" },
      { ...untried, what: "M06.4没有一个案例让“不是外贸出口企业”不成立" },
    ]);
  });

  it("of a rule everybody meets says what to do", () => {
    expect(faultsWith({ kind: "any", of: [exporter(true), exporter(false)] })[0]).toEqual({
      ...place,
      what: "M06.4的条件没有限定任何人，谁都符合",
      remedy: "核对对象和条件，或者都删去",
    });
  });

  it.each<[string, Condition, string[]]>([
    [
      "an alternative within a wider one",
      { kind: "any", of: [industry("catering", "retail"), industry("catering")] },
      ["主营行业是餐饮"],
    ],
    [
      "a demand that a narrower one makes already",
      { kind: "all", of: [industry("catering", "retail"), industry("catering")] },
      ["主营行业是餐饮、零售"],
    ],
    [
      "a group with all it holds",
      {
        kind: "any",
        of: [exporter(true), { kind: "all", of: [exporter(true), industry("catering")] }],
      },
      ["（外贸出口企业，且主营行业是餐饮）", "主营行业是餐饮"],
    ],
    ["nothing where each part counts", { kind: "any", of: [exporter(true), industry("catering")] }, []],
  ])("of a part that changes nothing names %s", (_, condition, idle) => {
    expect(faultsWith(condition).filter(({ what }) => what.endsWith("去掉也不变"))).toEqual(
      idle.map((words) => ({
        ...place,
        what: `M06.4的条件“${words}”去掉也不变`,
        remedy: "删去它，或核对它和别的条件",
      })),
    );
  });

  it("names file and line, and what to do", () => {
    const rulebook = freshRulebook();
    const rules = rulebook.rules.map((rule) =>
      rule.clause.id === "M06.4"
        ? { ...rule, cases: rule.cases.map((one) => ({ ...one, verdict: "needs_info" as const })) }
        : rule,
    );
    const faults = faultsOf(createAssessor({ ...rulebook, rules }));
    const own = rulebook.rules.find(({ clause }) => clause.id === "M06.4");
    expect(faults[0]).toEqual({
      file: "06-costs.yaml",
      line: own?.cases[0]?.line,
      what: expect.stringContaining("写的是needs_info，按规则是eligible"),
      remedy: "规则和案例改一个",
    });
    expect(faults).toHaveLength(own?.cases.filter(({ verdict }) => verdict !== "needs_info").length ?? 0);
  });

  it("of a case is told once, though its missing facts are wrong as well", () => {
    const rulebook = freshRulebook();
    const rules = rulebook.rules.map((rule) =>
      rule.clause.id === "M06.4"
        ? { ...rule, cases: rule.cases.map((one) => ({ ...one, missing: [] })) }
        : rule,
    );
    const faults = faultsOf(createAssessor({ ...rulebook, rules }));
    expect(faults).toEqual([
      {
        file: "06-costs.yaml",
        line: expect.any(Number),
        what: expect.stringContaining("还缺的事实写的是没有，按规则是employees、revenue"),
        remedy: "规则和案例改一个",
      },
    ]);
  });
});
