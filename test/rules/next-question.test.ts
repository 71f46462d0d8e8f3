import { describe, expect, it } from "vitest";
import { FACT_KEYS, FACTS, type FactSpec, factsSchema } from "../../rules/facts.ts";
import { createQuestioner } from "../../rules/next-question.ts";
import { freshAssessor } from "../support/rules.ts";

/** The question to ask next; the engine is built for it. */
function next(facts: object, clauses: readonly string[]) {
  const assessor = freshAssessor();
  return createQuestioner(assessor).next(assessor.inquire(factsSchema.parse(facts)), clauses);
}

describe("the next question", () => {
  it.each([
    ["what most often settles it comes first", {}, ["M06.4"], "affectedByEpidemic"],
    ["what leaves least to ask comes before what the table has first", {}, ["M08.3"], "affectedByEpidemic"],
    ["of two as good, the first of the table is asked", {}, ["M02.2"], "affectedByEpidemic"],
    ["an individual is not asked for a size", { entityType: "individual" }, ["M06.4"], "affectedByEpidemic"],
    [
      "nothing is asked once all is decided",
      { entityType: "individual", affectedByEpidemic: true },
      ["M06.4"],
      undefined,
    ],
    [
      "what is not known is not asked again",
      { entityType: "individual", affectedByEpidemic: null },
      ["M06.4"],
      undefined,
    ],
    [
      "a stated size is not asked for in figures",
      { entityType: "enterprise", size: "small" },
      ["M06.3"],
      undefined,
    ],
    [
      "a size stated in part is settled by the figures",
      { entityType: "enterprise", size: ["small", "medium"] },
      ["M06.3"],
      "industry",
    ],
    [
      "a fact known in part is not asked again",
      { entityType: "enterprise", industry: "other", employees: { min: 50, max: 150 } },
      ["M06.3"],
      undefined,
    ],
    ["nothing is asked for what nobody can apply for", {}, ["M02.4", "M06.2"], undefined],
    ["nothing is asked where no clause is under discussion", {}, [], undefined],
    ["a clause that is out is no reason to ask", { entityType: "other" }, ["M06.4", "M02.2"], undefined],
    [
      "nobody without a loan is asked when it falls due",
      { entityType: "individual", industry: "catering" },
      ["M02.3"],
      "hasBankLoan",
    ],
    [
      "999 people in manufacturing are not asked for revenue where only 大型 is out",
      { entityType: "enterprise", industry: "manufacturing", employees: 999 },
      ["M03.1"],
      undefined,
    ],
  ])("%s", (_, facts, clauses, expected) => {
    expect(next(facts, clauses)).toBe(expected);
  });

  it("goes on with other clauses where one waits for what is not known", () => {
    const facts = { entityType: "individual", affectedByEpidemic: null };
    expect(next(facts, ["M06.4", "M03.3"])).toBe("guaranteedLoan");
  });

  it("settles four clauses in about the fewest questions, whoever asks", () => {
    const clauses = ["M02.2", "M02.3", "M06.3", "M06.4"];
    const assessor = freshAssessor();
    const questioner = createQuestioner(assessor);
    const answers = (count: number) =>
      Object.fromEntries(
        FACT_KEYS.map((key, at) => {
          const spec: FactSpec = FACTS[key];
          const turn = (count * 7 + at * 3) % 5;
          if (spec.kind === "yesNo") return [key, turn < 3];
          if (spec.kind === "choice") {
            const choices = Object.keys(spec.choices);
            return [key, choices[(count + at) % choices.length]];
          }
          if (spec.kind === "number") return [key, { min: 10 ** turn, max: 10 ** turn }];
          return [key, turn < 3 ? "2022-10-01" : "2023-02-01"];
        }),
      );
    let asked = 0;
    for (let count = 0; count < 60; count++) {
      const owner = answers(count);
      let told: Record<string, unknown> = {};
      for (;;) {
        const fact = questioner.next(assessor.inquire(told as never), clauses);
        if (fact === undefined) break;
        expect(told).not.toHaveProperty(fact);
        told = { ...told, [fact]: owner[fact] };
        asked++;
      }
      for (const clause of clauses)
        expect(assessor.inquire(told as never).assessClause(clause, "2022-06-15").verdict).not.toBe(
          "needs_info",
        );
    }
    // Every fact of the four clauses would be 13 questions.
    expect(asked / 60).toBeLessThan(5.5);
  });

  it("is the same for the same owner, whatever was asked before", () => {
    const assessor = freshAssessor();
    const questioner = createQuestioner(assessor);
    const all = assessor.rulebook.rules.map(({ clause }) => clause.id);
    const ask = (facts: object) => questioner.next(assessor.inquire(factsSchema.parse(facts)), all);
    const first = ask({ entityType: "enterprise" });
    ask({ size: ["small", "medium"] });
    ask({ industry: "retail", employees: { min: 5, max: 20 } });
    expect(ask({ entityType: "enterprise" })).toBe(first);
    expect(next({ entityType: "enterprise" }, all)).toBe(first);
  });

  it("is not swayed by what an owner before did not know", () => {
    const assessor = freshAssessor();
    const questioner = createQuestioner(assessor);
    expect(questioner.next(assessor.inquire({ entityType: null }), ["M02.2"])).toBe("affectedByEpidemic");
    expect(questioner.next(assessor.inquire({}), ["M02.2"])).toBe("affectedByEpidemic");
    expect(questioner.next(assessor.inquire({ affectedByEpidemic: null }), ["M02.2"])).toBe("goodProspects");
  });
});
