import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot, readKnowledge } from "../../knowledge/index.ts";
import { createAssessor } from "../../rules/assess.ts";
import { faultsOf, unquotedWords } from "../../rules/checks.ts";
import { leavesOf } from "../../rules/condition.ts";
import { readRulebook } from "../../rules/rulebook.ts";
import { RuleError } from "../../rules/yaml-source.ts";
import { freshAssessor, freshRulebook } from "../support/rules.ts";

const { clauses } = readKnowledge().notice;
const NOTICE = "miit-2022-103";
const COSTS = `notices/${NOTICE}/06-costs.yaml`;
const FINANCE = `notices/${NOTICE}/02-finance.yaml`;
const STANDARD = "standards/enterprise-size.yaml";

/** The rules with one file changed. */
function changed(file: string, change: (text: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), "mingbai-rules-"));
  for (const folder of ["notices", "standards"])
    cpSync(join(packageRoot(), "rules", folder), join(root, folder), { recursive: true });
  const before = readFileSync(join(root, file), "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(join(root, file), after);
  return root;
}

const read = (root: string) => readRulebook(root, NOTICE, clauses);
/** A line with this text, counted from one. */
const lineOf = (file: string, text: string) =>
  readFileSync(join(packageRoot(), "rules", file), "utf8")
    .split("\n")
    .findIndex((line) => line.includes(text)) + 1;

describe("the rule files", () => {
  it("have a rule for each clause, in the order of the text", () => {
    expect(freshRulebook().rules.map(({ clause }) => clause.id)).toEqual(clauses.map(({ id }) => id));
  });

  it("quote each clause word for word", () => {
    for (const { clause, condition } of freshRulebook().rules) {
      for (const { quote = "", quotedFrom } of condition ? leavesOf(condition) : []) {
        const source = clauses.find(({ id }) => id === (quotedFrom ?? clause.id));
        expect(quote, clause.id).not.toBe("");
        expect(source?.text, clause.id).toContain(quote);
      }
    }
  });

  it("give the audience and conditions of the catalogue", () => {
    for (const { clause, condition } of freshRulebook().rules) {
      const leaves = condition ? leavesOf(condition) : [];
      const entities = leaves.flatMap((leaf) =>
        leaf.kind === "fact" && leaf.fact === "entityType" && "in" in leaf.test ? leaf.test.in : [],
      );
      const sizes = leaves.flatMap((leaf) => (leaf.kind === "size" ? leaf.sizes : []));
      const audience = clause.audience?.anyOf ?? [];
      expect(entities, clause.id).toEqual(audience.map(({ entityType }) => entityType));
      expect(sizes, clause.id).toEqual(audience.flatMap(({ size }) => size ?? []));
      const facts = leaves.flatMap((leaf) =>
        leaf.kind === "fact" && leaf.fact !== "entityType" ? [leaf.fact] : [],
      );
      const derived: Record<string, string[]> = {
        inclusiveLoan: ["creditLine"],
        hardHitIndustry: ["industry", "recognizedHardHit"],
        loanDueBy2022End: ["loanDueDate"],
      };
      expect(facts.toSorted(), clause.id).toEqual(
        clause.conditions.flatMap((name) => derived[name] ?? [name]).toSorted(),
      );
    }
  });

  it("have no fault", () => {
    expect(faultsOf(freshAssessor())).toEqual([]);
  });

  it("show the words no condition quotes", () => {
    const words = unquotedWords(freshRulebook()).find(({ clause }) => clause === "M06.3");
    expect(words?.words).toEqual(["鼓励有条件的地方对", "和", "用电实行阶段性优惠，"]);
  });
});

describe("a rule file that is wrong stops the start, with file, line and what to write instead", () => {
  it.each<[string, string, string, string, string[]]>([
    ["no YAML", COSTS, "measure: 6", "measure: [6", ["不是能读的YAML", "缩进"]],
    ["a misspelt key", COSTS, "    audience:\n", "    audiance:\n", ["audiance"]],
    [
      "a clause of another measure",
      COSTS,
      "clause: M06.1",
      "clause: M07.1",
      ["没有条款M07.1", "M06.1、M06.2"],
    ],
    ["a clause that is none", COSTS, "clause: M06.1", "clause: M06.9", ["没有条款M06.9"]],
    [
      "words that are not the clause's",
      COSTS,
      "quote: 小微企业",
      "quote: 中小微企业",
      ["“中小微企业”不是M06.3的原文", "原文是“鼓励有条件的地方"],
    ],
    [
      "a fact that is none",
      COSTS,
      "fact: affectedByEpidemic",
      "fact: affected",
      ["没有事实affected", "affectedByEpidemic"],
    ],
    [
      "a yes-or-no tested by a figure",
      COSTS,
      "        is: true",
      "        atMost: 5",
      ["不能这样判断“受疫情影响暂时困难”", "写is"],
    ],
    ["no test", COSTS, "        is: true\n", "", ["不能这样判断"]],
    [
      "two tests",
      FINANCE,
      "atMost: 1000",
      "atMost: 1000\n        atLeast: 5",
      ["不能这样判断“单户授信总额”", "atLeast、atMost、below"],
    ],
    [
      "an industry that is none",
      FINANCE,
      "in: [catering, retail,",
      "in: [catering, shop,",
      ["没有shop这一项", "catering"],
    ],
    ["a date in words", FINANCE, "until: 2022-12-31", "until: 2022年底", ["日期写成YYYY-MM-DD"]],
    [
      "a size that is none",
      COSTS,
      "enterprise: [micro, small]",
      "enterprise: [micro, tiny]",
      ["audience", "micro"],
    ],
    [
      "audience of two kinds at once",
      COSTS,
      "      - individual: true",
      "      - individual: true\n        enterprise: any",
      ["写一个，也只写一个"],
    ],
    [
      "all and any at once",
      FINANCE,
      "      - any:\n",
      "      - all: [{fact: exporter, is: true, quote: 贷款}]\n        any:\n",
      ["all和any只写一个"],
    ],
    [
      "words of another clause without a reason",
      `notices/${NOTICE}/01-relief-fund.yaml`,
      "        reading: 本句承接上一句，对象相同。\n",
      "",
      ["reading"],
    ],
    [
      "words of a clause that is none",
      `notices/${NOTICE}/01-relief-fund.yaml`,
      "quotedFrom: M01.2",
      "quotedFrom: M77.7",
      ["没有条款M77.7"],
    ],
    [
      "conditions on what nobody can apply for",
      FINANCE,
      "  - clause: M02.4 # 不良容忍度与尽职免责\n",
      "  - clause: M02.4\n    audience: [{enterprise: any, quote: 小微企业}]\n",
      ["M02.4没有可申请的事项", "删去"],
    ],
    ["a verdict that is none", COSTS, "verdict: eligible", "verdict: yes", ["结论是", "eligible"]],
    [
      "a verdict the clause cannot have",
      COSTS,
      "verdict: eligible",
      "verdict: available",
      ["不会有available的结论", "eligible"],
    ],
    [
      "a case with a fact that is none",
      COSTS,
      "facts: {affectedByEpidemic: false}",
      "facts: {sick: false}",
      ["的事实不对", "sick"],
    ],
    [
      "a case with a value that is none",
      COSTS,
      "facts: {affectedByEpidemic: false}",
      "facts: {affectedByEpidemic: maybe}",
      ["的事实不对", "maybe"],
    ],
    [
      "a clause without cases",
      COSTS,
      "    cases:\n      - case: 由主管部门另定，企业无从申请\n        facts: {entityType: enterprise, size: small}\n        verdict: informational\n",
      "",
      ["cases"],
    ],
    [
      "a clause left out",
      COSTS,
      "  - clause: M06.5 # 减并港口收费、降低引航费\n    cases:\n      - case: 由主管部门另定，企业无从申请\n        facts: {entityType: enterprise, size: small}\n        verdict: informational\n",
      "",
      ["没有M06.5的规则"],
    ],
    [
      "a clause twice",
      COSTS,
      "  - clause: M06.5 # 减并港口收费、降低引航费\n",
      "  - clause: M06.5\n    cases: [{case: 一, verdict: informational}]\n  - clause: M06.5\n",
      ["M06.5", "写了两遍", "这里应是M07.1"],
    ],
    [
      "bounds that do not rise",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [300, 20, 1000], revenue: [300,",
      ["依次增大"],
    ],
    [
      "an industry in no category",
      STANDARD,
      "industries: [agriculture]",
      "industries: [mining]",
      ["agriculture", "写一次"],
    ],
    [
      "an industry in two categories",
      STANDARD,
      "industries: [construction]",
      "industries: [construction, retail]",
      ["retail", "写了2次"],
    ],
    [
      "bounds of which the first two are the same",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [300, 300, 1000], revenue: [300,",
      ["categories.1.bounds.employees写得不对", "下限要从小型到大型依次增大"],
    ],
    [
      "bounds of which the last two are the same",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [20, 1000, 1000], revenue: [300,",
      ["categories.1.bounds.employees写得不对", "下限要从小型到大型依次增大"],
    ],
    [
      "bounds that rise and fall",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [20, 300, 200], revenue: [300,",
      ["categories.1.bounds.employees写得不对", "下限要从小型到大型依次增大"],
    ],
    [
      "a category without an indicator",
      STANDARD,
      "bounds: {revenue: [50, 500, 20000]}",
      "bounds: {}",
      ["categories.0.bounds写得不对", "至少写一个指标"],
    ],
    ["an indicator that is none", STANDARD, "bounds: {revenue: [50", "bounds: {turnover: [50", ["turnover"]],
  ])("%s", (_, file, from, to, words) => {
    const root = changed(file, (text) => text.replace(from, to));
    let message = "";
    try {
      read(root);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
      message = (error as Error).message;
    }
    for (const word of words) expect(message).toContain(word);
  });

  it("clauses in another order", () => {
    const root = changed(`notices/${NOTICE}/09-demand.yaml`, (text) =>
      text.replace("M09.1 #", "M09.0 #").replace("M09.2 #", "M09.1 #").replace("M09.0 #", "M09.2 #"),
    );
    expect(() => read(root)).toThrow(
      "09-demand.yaml:6: M09.2的位置不对或写了两遍。按原文顺序，这里应是M09.1。",
    );
  });

  it("names the line", () => {
    const root = changed(FINANCE, (text) => text.replace("quote: 发展前景良好", "quote: 前景不错"));
    expect(() => read(root)).toThrow(`02-finance.yaml:${lineOf(FINANCE, "quote: 发展前景良好")}: `);
    const other = changed(COSTS, (text) => text.replace("measure: 6", "measure: six"));
    expect(() => read(other)).toThrow(`06-costs.yaml:${lineOf(COSTS, "measure: 6")}: measure写得不对。`);
  });

  it("names the line of what something is missing from", () => {
    const root = changed(COSTS, (text) => text.replace("        quote: 小微企业\n", ""));
    expect(() => read(root)).toThrow(
      `06-costs.yaml:${lineOf(COSTS, "enterprise: [micro, small]")}: clauses.2.audience.0.quote写得不对。`,
    );
    const other = changed(COSTS, (text) => text.replace("measure: 6\n", ""));
    expect(() => read(other)).toThrow("06-costs.yaml:1: measure写得不对。");
    const third = changed(STANDARD, (text) => text.replace("[agriculture]", "[mining]"));
    expect(() => read(third)).toThrow(
      `enterprise-size.yaml:${lineOf(STANDARD, "name: 农、林、牧、渔业")}: 行业agriculture写了0次。`,
    );
  });

  it("is one sentence of what cannot be read, and one of what to do", () => {
    const root = changed(COSTS, (text) => text.replace("measure: 6", "measure: [6"));
    expect(() => read(root)).toThrow(
      /^06-costs\.yaml:4: 不是能读的YAML：Flow sequence [^\n]+。检查缩进、冒号后的空格和引号。$/u,
    );
  });

  it("is told apart from a fault of the program by its name", () => {
    const root = changed(COSTS, (text) => text.replace("measure: 6", "measure: six"));
    expect(() => read(root)).toThrow(expect.objectContaining({ name: "RuleError" }));
  });
});

describe("the checks find planted faults", () => {
  const faults = (file: string, from: string, to: string) =>
    faultsOf(createAssessor(read(changed(file, (text) => text.replace(from, to))))).map(({ what }) => what);

  it("a rule nobody can meet", () => {
    const contradiction =
      "    conditions:\n      - fact: entityType\n        in: [other]\n        quote: 小微企业\n";
    const found = faults(
      COSTS,
      "    base: {entityType: enterprise, size: small}\n",
      `${contradiction}    base: {entityType: enterprise, size: small}\n`,
    );
    expect(found).toContainEqual(expect.stringContaining("M06.3的条件互相矛盾"));
  });

  it("a rule everybody meets", () => {
    const either = ["true", "false"].map(
      (value) => `          - {fact: exporter, is: ${value}, quote: 用电}\n`,
    );
    const found = faults(
      COSTS,
      "    audience:\n      - enterprise: [micro, small]\n        quote: 小微企业\n      - individual: true\n        quote: 个体工商户\n    base: {entityType: enterprise, size: small}\n",
      `    conditions:\n      - any:\n${either.join("")}    base: {entityType: enterprise, size: small}\n`,
    );
    expect(found).toContainEqual(expect.stringContaining("M06.3的条件没有限定任何人"));
  });

  it("a condition that changes nothing", () => {
    const idle =
      "      - fact: entityType\n        in: [enterprise, individual]\n        quote: 小微企业和个体工商户\n      - fact: affectedByEpidemic\n";
    const found = faults(COSTS, "      - fact: affectedByEpidemic\n", idle);
    expect(found).toContainEqual(
      expect.stringMatching(/M06\.4的条件“主体类型是企业、个体工商户”去掉也不变/u),
    );
  });

  it("a case that is not what the rules say", () => {
    expect(
      faults(
        COSTS,
        "facts: {affectedByEpidemic: false}\n        verdict: ineligible",
        "facts: {affectedByEpidemic: false}\n        verdict: eligible",
      ),
    ).toEqual(["M06.4的案例“欠费不是疫情造成的”写的是eligible，按规则是ineligible"]);
    expect(faults(COSTS, "missing: [employees, revenue]", "missing: [employees]")).toEqual([
      expect.stringContaining("还缺的事实写的是employees，按规则是employees、revenue"),
    ]);
  });

  it("a condition no case tries on both sides", () => {
    const found = faults(
      COSTS,
      "      - case: 欠费不是疫情造成的\n        facts: {affectedByEpidemic: false}\n        verdict: ineligible\n",
      "",
    );
    expect(found).toEqual(["M06.4没有一个案例让“受疫情影响暂时困难”不成立"]);
  });
});
