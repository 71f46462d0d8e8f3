import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot, readKnowledge } from "../../knowledge/index.ts";
import { createAssessor } from "../../rules/assess.ts";
import { faultsOf, unquotedWords } from "../../rules/checks.ts";
import { leavesOf } from "../../rules/condition.ts";
import { FACT_KEYS, INDUSTRIES } from "../../rules/facts.ts";
import { readRulebook } from "../../rules/rulebook.ts";
import { RuleError } from "../../rules/yaml-source.ts";
import { freshAssessor, freshRulebook } from "../support/rules.ts";

const { clauses } = readKnowledge().notice;
const NOTICE = "miit-2022-103";
const COSTS = `notices/${NOTICE}/06-costs.yaml`;
const FINANCE = `notices/${NOTICE}/02-finance.yaml`;
const RELIEF = `notices/${NOTICE}/01-relief-fund.yaml`;
const SERVICES = `notices/${NOTICE}/10-services.yaml`;
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

  it("are read with the words each condition rests on, and nothing besides", () => {
    const rules = freshRulebook().rules;
    const conditionOf = (id: string) => rules.find(({ clause }) => clause.id === id)?.condition;
    const words = { quote: "困难企业", quotedFrom: "M01.2" };
    const same = { quotedFrom: "M01.2", reading: "本句承接上一句，对象相同。" };
    expect(conditionOf("M01.3")).toStrictEqual({
      kind: "all",
      of: [
        {
          kind: "any",
          of: [
            {
              kind: "all",
              of: [
                { kind: "fact", fact: "entityType", test: { in: ["enterprise"] }, ...words },
                {
                  kind: "size",
                  sizes: ["micro", "small", "medium"],
                  ...words,
                  reading: "本句承接上一句，对象相同；大型企业不在内。",
                },
              ],
            },
            { kind: "fact", fact: "entityType", test: { in: ["individual"] }, quote: "个体工商户", ...same },
          ],
        },
        {
          kind: "fact",
          fact: "affectedByEpidemic",
          test: { is: true },
          quote: "困难企业和个体工商户",
          quotedFrom: "M01.2",
          reading: "“困难”承上文，指受疫情影响暂时出现生产经营困难。",
        },
      ],
    });
    expect(conditionOf("M08.1")).toStrictEqual({
      kind: "all",
      of: [
        {
          kind: "all",
          of: [
            { kind: "fact", fact: "entityType", test: { in: ["enterprise"] }, quote: "中小微企业" },
            { kind: "size", sizes: ["micro", "small", "medium"], quote: "中小微企业" },
          ],
        },
      ],
    });
    expect(rules.find(({ clause }) => clause.id === "M06.2")).not.toHaveProperty("condition");
  });

  it("have a case for each value, named by it, and for all values of several facts", () => {
    const root = changed(COSTS, (text) =>
      text.replace(
        "each: {entityType: [enterprise, individual, other]}",
        "facts: {size: unasked, city: 长春}\n        each: {entityType: [enterprise, individual], exporter: [true, null]}",
      ),
    );
    const rule = read(root).rules.find(({ clause }) => clause.id === "M06.2");
    const shared = {
      asOf: "2022-06-15",
      verdict: "available",
      line: lineOf(COSTS, "case: 谁都可以举报，不问是什么主体"),
    };
    const told = (words: string, facts: object) => ({
      name: `谁都可以举报，不问是什么主体（${words}）`,
      facts: { city: "长春", ...facts },
      ...shared,
    });
    expect(rule?.cases).toStrictEqual([
      told("企业、是", { entityType: "enterprise", exporter: true }),
      told("企业、不清楚", { entityType: "enterprise", exporter: null }),
      told("个体工商户、是", { entityType: "individual", exporter: true }),
      told("个体工商户、不清楚", { entityType: "individual", exporter: null }),
      { ...shared, name: "什么都没说也一样", facts: {}, missing: [], line: expect.any(Number) },
    ]);
  });

  it("have cases on days of their own", () => {
    const rule = freshRulebook().rules.find(({ clause }) => clause.id === "M08.1");
    expect(rule?.cases.map(({ asOf }) => asOf).slice(-3)).toEqual(["2022-06-15", "2022-12-31", "2023-01-01"]);
  });

  it("are all that is read of their folder", () => {
    const root = changed(COSTS, (text) => `${text}\n`);
    writeFileSync(join(root, "notices", NOTICE, "说明.txt"), "这里是规则。");
    expect(read(root)).toEqual(freshRulebook());
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
  /** What is changed to what in a file, on which line of it the fault is, and what is said of it. */
  it.each<[string, string, string, string, string, string]>([
    ["no YAML", COSTS, "measure: 6", "measure: [6", "asOf: ", "不是能读的YAML："],
    [
      "a misspelt key",
      COSTS,
      "    audience:\n",
      "    audiance:\n",
      "clause: M06.3",
      'clauses.2写得不对。Unrecognized key: "audiance"',
    ],
    [
      "a clause of another measure",
      COSTS,
      "clause: M06.1",
      "clause: M07.1",
      "clause: M07.1",
      "第6条措施里没有条款M07.1。本条措施的条款是M06.1、M06.2、M06.3、M06.4、M06.5。",
    ],
    [
      "a clause that is none",
      COSTS,
      "clause: M06.1",
      "clause: M06.9",
      "clause: M06.9",
      "第6条措施里没有条款M06.9。本条措施的条款是M06.1、M06.2、M06.3、M06.4、M06.5。",
    ],
    [
      "words that are not the clause's",
      COSTS,
      "quote: 小微企业",
      "quote: 中小微企业",
      "quote: 中小微企业",
      "“中小微企业”不是M06.3的原文。原文是“鼓励有条件的地方对小微企业和个体工商户用电实行阶段性优惠，”。",
    ],
    [
      "a fact that is none",
      COSTS,
      "fact: affectedByEpidemic",
      "fact: affected",
      "fact: affected\n",
      `clauses.3.conditions.0.fact写得不对。没有事实affected；可用的是${FACT_KEYS.join("、")}。`,
    ],
    [
      "a yes-or-no tested by a figure",
      COSTS,
      "        is: true",
      "        atMost: 5",
      "fact: affectedByEpidemic",
      "不能这样判断“受疫情影响暂时困难”（affectedByEpidemic）。写is中的一个。",
    ],
    [
      "no test",
      COSTS,
      "        is: true\n",
      "",
      "fact: affectedByEpidemic",
      "不能这样判断“受疫情影响暂时困难”（affectedByEpidemic）。写is中的一个。",
    ],
    [
      "two tests",
      FINANCE,
      "atMost: 1000",
      "atMost: 1000\n        atLeast: 5",
      "fact: creditLine",
      "不能这样判断“单户授信总额”（creditLine）。写atLeast、atMost、below中的一个。",
    ],
    [
      "an industry that is none",
      FINANCE,
      "in: [catering, retail,",
      "in: [catering, shop,",
      "in: [catering, shop",
      `“主营行业”没有shop这一项。可选的是${Object.keys(INDUSTRIES).join("、")}。`,
    ],
    [
      "a date in words",
      FINANCE,
      "until: 2022-12-31",
      "until: 2022年底",
      "until: 2022年底",
      "clauses.2.conditions.4.until写得不对。日期写成YYYY-MM-DD。",
    ],
    [
      "a size that is none",
      COSTS,
      "enterprise: [micro, small]",
      "enterprise: [micro, tiny]",
      "enterprise: [micro, tiny]",
      "clauses.2.audience.0.enterprise写得不对。写any，或micro、small、medium、large的列表。",
    ],
    [
      "audience of two kinds at once",
      COSTS,
      "      - individual: true",
      "      - individual: true\n        enterprise: any",
      "individual: true\n        enterprise: any",
      "clauses.2.audience.1写得不对。enterprise和individual写一个，也只写一个。",
    ],
    [
      "all and any at once",
      FINANCE,
      "      - any:\n",
      "      - all: [{fact: exporter, is: true, quote: 贷款}]\n        any:\n",
      "all: [{fact",
      "clauses.2.conditions.3写得不对。all和any只写一个。",
    ],
    [
      "words of another clause without a reason",
      RELIEF,
      "        reading: 本句承接上一句，对象相同。\n",
      "",
      "individual: true\n        quote: 个体工商户\n        quotedFrom",
      "clauses.2.audience.1写得不对。引用别的条款，要在reading写明为什么适用于本条。",
    ],
    [
      "words of a clause that is none",
      RELIEF,
      "quotedFrom: M01.2",
      "quotedFrom: M77.7",
      "quotedFrom: M77.7",
      "没有条款M77.7。写本通知的条款编号。",
    ],
    [
      "conditions on what nobody can apply for",
      FINANCE,
      "  - clause: M02.4 # 不良容忍度与尽职免责\n",
      "  - clause: M02.4\n    audience: [{enterprise: any, quote: 小微企业}]\n",
      "clause: M02.4",
      "M02.4没有可申请的事项，不能写对象和条件。删去audience和conditions。",
    ],
    [
      "a verdict that is none",
      COSTS,
      "verdict: eligible",
      "verdict: yes",
      "verdict: yes",
      "clauses.3.cases.0.verdict写得不对。结论是not_in_force、expired、informational、eligible、conditional、available、ineligible、needs_info之一。",
    ],
    [
      "a verdict the clause cannot have",
      COSTS,
      "verdict: eligible",
      "verdict: available",
      "verdict: available\n      - case: 洗浴店",
      "本条不会有available的结论。本条的结论是not_in_force、eligible、ineligible、needs_info之一。",
    ],
    [
      "a case with a fact that is none",
      COSTS,
      "facts: {affectedByEpidemic: false}",
      "facts: {sick: false}",
      "case: 欠费不是疫情造成的",
      "案例“欠费不是疫情造成的”的事实不对。✖ 没有这些事实 / no such fact: sick；",
    ],
    [
      "a case with a value that is none",
      COSTS,
      "facts: {affectedByEpidemic: false}",
      "facts: {affectedByEpidemic: maybe}",
      "case: 欠费不是疫情造成的",
      "案例“欠费不是疫情造成的”的事实不对。✖ 受疫情影响暂时困难不能是 / cannot be 'maybe'；可以是 / allowed: true, false",
    ],
    [
      "a clause without cases",
      COSTS,
      "    cases:\n      - case: 由主管部门另定，企业无从申请\n        facts: {entityType: enterprise, size: small}\n        verdict: informational\n",
      "",
      "clause: M06.5",
      "clauses.4.cases写得不对。",
    ],
    [
      "a clause twice",
      COSTS,
      "  - clause: M06.5 # 减并港口收费、降低引航费\n",
      "  - clause: M06.5\n    cases: [{case: 一, verdict: informational}]\n  - clause: M06.5\n",
      "clause: M06.5\n    cases:\n",
      "M06.5的位置不对或写了两遍。按原文顺序，这里应是M07.1。",
    ],
    [
      "bounds that do not rise",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [300, 20, 1000], revenue: [300,",
      "employees: [300, 20",
      "categories.1.bounds.employees写得不对。下限要从小型到大型依次增大。",
    ],
    [
      "an industry in no category",
      STANDARD,
      "industries: [agriculture]",
      "industries: [mining]",
      "name: 农、林",
      "行业agriculture写了0次。每个行业在一类里写一次，只写一次。",
    ],
    [
      "an industry in two categories",
      STANDARD,
      "industries: [construction]",
      "industries: [construction, retail]",
      "name: 农、林",
      "行业retail写了2次。每个行业在一类里写一次，只写一次。",
    ],
    [
      "bounds of which the first two are the same",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [300, 300, 1000], revenue: [300,",
      "employees: [300, 300",
      "categories.1.bounds.employees写得不对。下限要从小型到大型依次增大。",
    ],
    [
      "bounds of which the last two are the same",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [20, 1000, 1000], revenue: [300,",
      "employees: [20, 1000, 1000]",
      "categories.1.bounds.employees写得不对。下限要从小型到大型依次增大。",
    ],
    [
      "bounds that rise and fall",
      STANDARD,
      "employees: [20, 300, 1000], revenue: [300,",
      "employees: [20, 300, 200], revenue: [300,",
      "employees: [20, 300, 200]",
      "categories.1.bounds.employees写得不对。下限要从小型到大型依次增大。",
    ],
    [
      "a category without an indicator",
      STANDARD,
      "bounds: {revenue: [50, 500, 20000]}",
      "bounds: {}",
      "bounds: {}",
      "categories.0.bounds写得不对。至少写一个指标。",
    ],
    [
      "an indicator that is none",
      STANDARD,
      "bounds: {revenue: [50",
      "bounds: {turnover: [50",
      "bounds: {turnover",
      'categories.0.bounds写得不对。Unrecognized key: "turnover"',
    ],
    [
      "a size that no rule may test",
      COSTS,
      "      - fact: affectedByEpidemic\n        is: true\n",
      "      - fact: size\n        in: [micro]\n",
      "fact: size",
      "不能这样判断“企业规模（本人陈述）”（size）。换一个事实。",
    ],
    [
      "a test written with another fact's words",
      FINANCE,
      "        until: 2022-12-31\n",
      "        atMost: 2022\n",
      "fact: loanDueDate",
      "不能这样判断“贷款到期日”（loanDueDate）。写from、until中的一个。",
    ],
    [
      "an industry and another that are none",
      FINANCE,
      "in: [catering, retail,",
      "in: [bar, shop,",
      "in: [bar, shop,",
      "“主营行业”没有bar、shop这一项。",
    ],
    [
      "words within a group that are not the clause's",
      FINANCE,
      "quote: 等困难行业",
      "quote: 等行业",
      "quote: 等行业",
      "“等行业”不是M02.3的原文。",
    ],
    [
      "words that the clause named does not have",
      RELIEF,
      "        quote: 困难企业\n        quotedFrom: M01.2\n",
      "        quote: 个体户\n        quotedFrom: M01.2\n",
      "quote: 个体户",
      "“个体户”不是M01.2的原文。",
    ],
    [
      "a clause twice at the end",
      SERVICES,
      "  - clause: M10.4 # 减负督查\n",
      "  - clause: M10.4\n    cases: [{case: 一, verdict: informational}]\n  - clause: M10.4\n",
      "clause: M10.4\n    cases:\n",
      "M10.4的位置不对或写了两遍。按原文顺序，这里应是文件末尾。",
    ],
  ])("%s", (_, file, from, to, place, says) => {
    const root = changed(file, (text) => text.replace(from, to));
    const text = readFileSync(join(root, file), "utf8");
    expect(text).toContain(place);
    const line = text.slice(0, text.indexOf(place)).split("\n").length;
    let message = "";
    try {
      read(root);
    } catch (error) {
      expect(error).toBeInstanceOf(RuleError);
      message = (error as Error).message;
    }
    expect(message).toContain(`${basename(file)}:${line}: ${says}`);
  });

  it("a clause left out", () => {
    const root = changed(COSTS, (text) =>
      text.replace(
        "  - clause: M06.5 # 减并港口收费、降低引航费\n    cases:\n      - case: 由主管部门另定，企业无从申请\n        facts: {entityType: enterprise, size: small}\n        verdict: informational\n",
        "",
      ),
    );
    expect(() => read(root)).toThrow(
      "miit-2022-103: 没有M06.5的规则。每个条款都要写，没有条件的只写clause和cases。",
    );
  });

  it("two clauses left out", () => {
    const root = changed(SERVICES, (text) => text.replace(/ {2}- clause: M10\.3.*/su, ""));
    expect(() => read(root)).toThrow("miit-2022-103: 没有M10.3、M10.4的规则。");
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
