import { beforeAll, describe, expect, it } from "vitest";
import { type Case, nextFact } from "../../../bot/grounds.ts";
import { MOST_CHARACTERS, scriptOf } from "../../../bot/hotline/script.ts";
import { spoken, spokenLength } from "../../../bot/hotline/spoken.ts";
import { wording } from "../../../bot/wording.ts";
import { FACTS, type FactSpec, factsSchema, leavesOf, type Verdict } from "../../../rules/index.ts";
import { freshRulebook } from "../../support/rules.ts";
import { knowledge, testServices } from "../../support/services.ts";
import { unsignedWords } from "../../support/signed-words.ts";

const { notice } = knowledge;
const { rules } = freshRulebook();

const ALL = {
  affectedByEpidemic: true,
  goodProspects: true,
  hasBankLoan: true,
  creditLine: 300,
  cityListed2022: true,
  industry: "catering",
  loanDueDate: "2022-11-01",
  loanRescheduled: true,
  guaranteedLoan: true,
  unableToRepay: true,
  exporter: true,
  overdueReceivable: true,
  unfairPaymentTerms: true,
  unlawfulCharges: true,
  chainKeyNode: true,
};
const CALLERS: Readonly<Record<string, object>> = {
  "has said nothing": {},
  "is an individual": { ...ALL, entityType: "individual" },
  "is a small firm": { ...ALL, entityType: "enterprise", size: "small" },
  "is a medium firm": { ...ALL, entityType: "enterprise", size: "medium" },
  "is a large firm": { entityType: "enterprise", size: "large" },
  "is neither": { entityType: "other" },
  "has none of it": {
    entityType: "enterprise",
    size: "micro",
    ...Object.fromEntries(
      Object.entries(ALL)
        .filter(([, value]) => value === true)
        .map(([key]) => [key, false]),
    ),
    industry: "mining",
    recognizedHardHit: false,
  },
  "knows nothing": { entityType: null, industry: null, affectedByEpidemic: null, hasBankLoan: null },
};
const DAYS = ["2022-05-01", "2022-06-15", "2022-12-31", "2026-11-22"];

let about: (facts: object, asOf: string) => Case;
beforeAll(async () => {
  const { assessor, questioner } = await testServices();
  about = (facts, asOf) => {
    const grounds = { notice, assessor, questioner, asOf, person: "telephone", isWaiting: false } as const;
    return { ...grounds, inquiry: assessor.inquire(factsSchema.parse(facts)) };
  };
});

describe.each(notice.clauses)("what is read aloud of $id", (clause) => {
  const { id, title, text, decidedBy = "" } = clause;
  const leaves = rules.flatMap((rule) =>
    rule.clause.id === id && rule.condition ? leavesOf(rule.condition) : [],
  );
  const quotable = [title, text, ...leaves.map(({ quote = "" }) => quote)].map((words) =>
    spoken(words.replace(/“/gu, "‘").replace(/”/gu, "’")),
  );
  const questions = Object.values<FactSpec>(FACTS).map(({ question = "" }) => question);
  const own = [
    decidedBy.replace(/（.*）/u, ""),
    clause.validFrom,
    clause.validTo ?? "",
    ...questions.map(spoken),
  ]
    .flatMap((words) => [spoken(words), ...words.split(/(?<=[？。])/u)])
    .filter((words) => words !== "")
    .sort((a, b) => b.length - a.length);

  it.each(DAYS)(
    "takes no longer than twenty seconds on %s, whoever calls, and is the notice's or signed",
    (asOf) => {
      for (const [caller, facts] of Object.entries(CALLERS)) {
        const on = about(facts, asOf);
        const script = scriptOf(id, on, nextFact([id], undefined, on));
        expect(spokenLength(script.text), `${caller}: ${script.text}`).toBeLessThanOrEqual(MOST_CHARACTERS);
        expect(script.seconds).toBeLessThanOrEqual(20);
        expect(script.text).not.toMatch(/\d/u);
        for (const [, quote = ""] of script.text.matchAll(/“([^”]*)”/gu))
          expect(
            quotable.some((words) => words.includes(quote)),
            quote,
          ).toBe(true);
        const rest = script.text.replaceAll(/“[^”]*”/gu, "“”");
        expect(unsignedWords(rest, [spoken(wording.hotline.script.noStatedEnd), ...own]), rest).toEqual([]);
      }
    },
  );
});

describe("what is read aloud", () => {
  const read = (id: string, facts: object = {}, asOf = "2022-06-15") => {
    const on = about(facts, asOf);
    return scriptOf(id, on, nextFact([id], undefined, on)).text;
  };

  it("covers every verdict", () => {
    const verdicts = new Set<Verdict>();
    for (const facts of Object.values(CALLERS))
      for (const asOf of DAYS)
        for (const { verdict } of about(facts, asOf).inquiry.assess(asOf)) verdicts.add(verdict);
    expect(verdicts.size).toBe(8);
  });

  it("says the verdict, then the words, numbers spoken", () =>
    expect(read("M06.4", { ...ALL, entityType: "individual" })).toBe(
      "您符合“水电气欠费不停供”的条件，可以按这一条主张。原文说：“对受疫情影响暂时出现生产经营困难的小微企业和个体工商户用水、用电、用气‘欠费不停供’，允许在六个月内补缴”。",
    ));

  it("leaves out who is meant where the words are too many, never what is promised", () =>
    expect(read("M02.3", { ...ALL, entityType: "individual" })).toContain(
      "不单独因疫情因素下调贷款风险分类，不影响征信记录，并免收罚息",
    ));

  it("says that the original goes on where it was cut", () =>
    expect(read("M10.3")).toContain("原文后面还有。"));
  it("ends with the next question where something is missing", () =>
    expect(read("M06.4")).toMatch(/请问：生意是不是受疫情影响，暂时出现了经营困难？$/u));
  it("names who decides, without the aside", () =>
    expect(read("M06.3", { entityType: "individual" })).toContain("由所在地决定。"));
  it("says years later that it may no longer run", () =>
    expect(read("M06.4", { ...ALL, entityType: "individual" }, "2026-11-22")).toContain(
      "这是二零二二年的措施",
    ));
  it("says what does not hold", () =>
    expect(read("M06.3", { entityType: "enterprise", size: "large" })).toContain(
      "不符合的是原文写的“小微企业”",
    ));
});
