import { describe, expect, it } from "vitest";
import { FACT_KEYS } from "../../rules/facts.ts";
import { ruleFileSchema } from "../../rules/rule-form.ts";

const member = { enterprise: ["micro"], quote: "小微企业" };
const test = { fact: "exporter", is: true, quote: "外贸企业" };
const signed = { case: "一家", verdict: "eligible" };
const entry = { clause: "M01.1", cases: [signed] };
const file = { measure: 1, asOf: "2022-06-15", clauses: [entry] };

const withEntry = (own: object) => ({ ...file, clauses: [{ ...entry, ...own }] });
const withMember = (own: object) => withEntry({ audience: [{ quote: "小微企业", ...own }] });
const withCondition = (condition: unknown) => withEntry({ conditions: [condition] });
const withTest = (own: object) => withCondition({ fact: "exporter", quote: "外贸企业", ...own });
const withCase = (own: object) => withEntry({ cases: [{ ...signed, ...own }] });

/** What is wrong with the file, each with its place. */
const wrong = (given: object) =>
  (ruleFileSchema().safeParse(given).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

describe("a rule file may hold", () => {
  it.each<[string, object]>([
    ["a clause with cases alone", file],
    ["a yes or no", withTest({ is: false })],
    ["a list of choices", withTest({ in: ["catering"] })],
    ["a bound of 0", withTest({ atLeast: 0 })],
    ["a most of 0", withTest({ atMost: 0 })],
    ["an upper bound", withTest({ below: 0.5 })],
    ["a first day", withTest({ from: "2022-05-09" })],
    ["a last day", withTest({ until: "2022-12-31" })],
    ["words of another clause, with the reason", withTest({ quotedFrom: "M01.2", reading: "对象相同。" })],
    ["a reading of its own words", withTest({ reading: "旅行社属旅游业。" })],
    ["groups within groups", withCondition({ any: [test, { all: [test, { any: [test] }] }] })],
    ["sizes of enterprises", withMember({ enterprise: ["micro", "small", "medium", "large"] })],
    ["enterprises of any size", withMember({ enterprise: "any" })],
    ["individuals", withMember({ individual: true })],
    [
      "an audience by words of another clause, with the reason",
      withMember({ ...member, quotedFrom: "M01.2", reading: "对象相同。" }),
    ],
    ["what all cases share", withEntry({ base: { exporter: true } })],
    ["a case on a day of its own", withCase({ asOf: "2023-01-01" })],
    ["a case with facts", withCase({ facts: { exporter: true, size: null } })],
    ["a case for each value", withCase({ each: { size: ["micro", "small"] } })],
    ["a case that misses facts", withCase({ missing: ["employees", "revenue"] })],
    ["a case that misses none", withCase({ missing: [] })],
  ])("%s", (_, given) => expect(wrong(given)).toEqual([]));
});

describe("a rule file may not hold", () => {
  const DATE = "日期写成YYYY-MM-DD";
  const SIZES = "写any，或micro、small、medium、large的列表";
  const ONE_KIND = "enterprise和individual写一个，也只写一个";
  const UNEXPLAINED = "引用别的条款，要在reading写明为什么适用于本条";
  const ONE_GROUP = "all和any只写一个";
  const VERDICTS =
    "结论是not_in_force、expired、informational、eligible、conditional、available、ineligible、needs_info之一";

  /** Where it is wrong, and what is said where the words are ours. */
  it.each<[string, object, string, string?]>([
    [
      "a fact that is none",
      withTest({ fact: "workers", is: true }),
      "clauses.0.conditions.0.fact",
      `没有事实workers；可用的是${FACT_KEYS.join("、")}`,
    ],
    ["yes for true", withTest({ is: "yes" }), "clauses.0.conditions.0.is", "写true或false"],
    ["a list of no choice", withTest({ in: [] }), "clauses.0.conditions.0.in"],
    ["a bound below 0", withTest({ atLeast: -1 }), "clauses.0.conditions.0.atLeast"],
    ["a most below 0", withTest({ atMost: -1 }), "clauses.0.conditions.0.atMost"],
    ["an upper bound nothing is below", withTest({ below: 0 }), "clauses.0.conditions.0.below"],
    ["a first day in words", withTest({ from: "年初" }), "clauses.0.conditions.0.from", DATE],
    ["a last day in words", withTest({ until: "年底" }), "clauses.0.conditions.0.until", DATE],
    ["a test of another name", withTest({ atleast: 5 }), "clauses.0.conditions.0"],
    [
      "a condition without words",
      withCondition({ fact: "exporter", is: true }),
      "clauses.0.conditions.0.quote",
    ],
    ["a condition with empty words", withTest({ is: true, quote: "" }), "clauses.0.conditions.0.quote"],
    ["an empty reading", withTest({ is: true, reading: "" }), "clauses.0.conditions.0.reading"],
    [
      "words of another clause in a condition, without the reason",
      withTest({ is: true, quotedFrom: "M01.2" }),
      "clauses.0.conditions.0",
      UNEXPLAINED,
    ],
    ["an empty line for a condition", withCondition(null), "clauses.0.conditions.0"],
    ["a word for a condition", withCondition("exporter"), "clauses.0.conditions.0"],
    ["all of nothing", withCondition({ all: [] }), "clauses.0.conditions.0.all"],
    ["any of nothing", withCondition({ any: [] }), "clauses.0.conditions.0.any"],
    ["all and any at once", withCondition({ all: [test], any: [test] }), "clauses.0.conditions.0", ONE_GROUP],
    ["words on a group", withCondition({ any: [test], quote: "外贸企业" }), "clauses.0.conditions.0"],
    [
      "what is wrong within a group",
      withCondition({ any: [test, { all: [{ ...test, is: 1 }] }] }),
      "clauses.0.conditions.0.any.1.all.0.is",
      "写true或false",
    ],
    ["an empty list of conditions", withEntry({ conditions: [] }), "clauses.0.conditions"],
    ["an audience of no kind", withMember({}), "clauses.0.audience.0", ONE_KIND],
    [
      "an audience of two kinds",
      withMember({ enterprise: "any", individual: true }),
      "clauses.0.audience.0",
      ONE_KIND,
    ],
    ["a size that is none", withMember({ enterprise: ["tiny"] }), "clauses.0.audience.0.enterprise", SIZES],
    ["enterprises of no size", withMember({ enterprise: [] }), "clauses.0.audience.0.enterprise"],
    ["another word than any", withMember({ enterprise: "all" }), "clauses.0.audience.0.enterprise", SIZES],
    ["no individuals", withMember({ individual: false }), "clauses.0.audience.0.individual"],
    [
      "an audience without words",
      withMember({ individual: true, quote: undefined }),
      "clauses.0.audience.0.quote",
    ],
    [
      "words of another clause for an audience, without the reason",
      withMember({ ...member, quotedFrom: "M01.2" }),
      "clauses.0.audience.0",
      UNEXPLAINED,
    ],
    ["more about an audience", withMember({ ...member, city: "长春" }), "clauses.0.audience.0"],
    ["an empty audience", withEntry({ audience: [] }), "clauses.0.audience"],
    ["a case without a name", withCase({ case: "" }), "clauses.0.cases.0.case"],
    ["a case on a day in words", withCase({ asOf: "昨天" }), "clauses.0.cases.0.asOf", DATE],
    ["a case for each of no value", withCase({ each: { size: [] } }), "clauses.0.cases.0.each.size"],
    ["a verdict that is none", withCase({ verdict: "yes" }), "clauses.0.cases.0.verdict", VERDICTS],
    ["a case that misses what is no fact", withCase({ missing: ["workers"] }), "clauses.0.cases.0.missing.0"],
    ["more about a case", withCase({ why: "因为" }), "clauses.0.cases.0"],
    ["a clause without cases", withEntry({ cases: [] }), "clauses.0.cases"],
    ["more about a clause", withEntry({ title: "纾困" }), "clauses.0"],
    ["a measure 0", { ...file, measure: 0 }, "measure"],
    ["half a measure", { ...file, measure: 1.5 }, "measure"],
    ["a day in words", { ...file, asOf: "今天" }, "asOf", DATE],
    ["no clause", { ...file, clauses: [] }, "clauses"],
    ["more about a file", { ...file, title: "纾困" }, ""],
  ])("%s", (_, given, place, words) => {
    expect(wrong(given)).toEqual([
      words === undefined ? expect.stringMatching(new RegExp(`^${place}: `, "u")) : `${place}: ${words}`,
    ]);
  });
});
