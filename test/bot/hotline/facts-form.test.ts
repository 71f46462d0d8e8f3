import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type FormState, formState } from "../../../bot/hotline/facts-form.ts";
import { answersTo } from "../../../bot/question.ts";
import type { Services } from "../../../bot/respond.ts";
import type { WrittenFacts } from "../../../bot/session.ts";
import { FACT_KEYS, FACTS, type FactKey, type FactSpec } from "../../../rules/index.ts";
import { TEST_DAY, testServices } from "../../support/services.ts";

let services: Services;
beforeAll(async () => {
  services = await testServices();
});
const state = (facts: WrittenFacts = {}, focus?: string) =>
  formState({ facts, focus, asOf: TEST_DAY }, services);
const answer = (fact: FactKey, said: string, facts: WrittenFacts = {}, focus?: string) =>
  formState({ facts, answer: { fact, said }, focus, asOf: TEST_DAY }, services);
const verdictOf = ({ verdicts }: FormState, id: string) => verdicts.find(({ clause }) => clause === id);

describe("the facts of a caller", () => {
  it("all clauses are judged, and nothing has changed yet", () => {
    const { verdicts, known, open } = state();
    expect(verdicts).toHaveLength(services.knowledge.notice.clauses.length);
    expect(verdicts.every(({ before }) => before === undefined)).toBe(true);
    expect(known).toEqual([]);
    expect(open[0]).toBe("entityType");
  });

  it("the clause on the desk is asked for first, in the questioner's order", () => {
    expect(state({}, "M06.4").open[0]).toBe("affectedByEpidemic");
    expect(state({ affectedByEpidemic: true }, "M06.4").open[0]).toBe("entityType");
    expect(state({ affectedByEpidemic: true, entityType: "individual" }, "M06.4").open).not.toContain(
      "affectedByEpidemic",
    );
  });

  it.each<[FactKey, string, unknown]>([
    ["entityType", "2", "individual"],
    ["entityType", "0", null],
    ["industry", "12", "catering"],
    ["industry", "开面馆的", "catering"],
    ["employees", "12", 12],
    ["employees", "１２", 12],
    ["employees", "十来个", { min: 10, max: 19 }],
    ["employees", "0", null],
    ["revenue", "300", 300],
    ["revenue", "三百万", 300],
    ["revenue", "2.5", 2.5],
    ["revenue", "80000", 80000],
    ["creditLine", "500", 500],
    ["loanDueDate", "20221130", "2022-11-30"],
    ["loanDueDate", "年底", "2022-12-31"],
    ["affectedByEpidemic", "1", true],
    ["affectedByEpidemic", "2", false],
  ])("%s answered %s", (fact, said, value) => {
    const { facts, misheard } = answer(fact, said);
    expect(misheard).toBeUndefined();
    expect(facts[fact]).toEqual(value);
  });

  it.each<[FactKey, string]>([
    ["entityType", "9"],
    ["employees", "很多"],
    ["employees", "2.5"],
    ["loanDueDate", "下半年"],
    ["affectedByEpidemic", ""],
  ])("%s answered “%s” is not understood, and nothing is kept", (fact, said) => {
    const { facts, misheard } = answer(fact, said);
    expect(facts).toEqual({});
    expect(misheard).toBeTruthy();
  });

  it("says which verdicts the answer changes, from what", () => {
    const after = answer("entityType", "2", { affectedByEpidemic: true });
    expect(verdictOf(after, "M06.4")).toEqual({ clause: "M06.4", verdict: "eligible", before: "needs_info" });
    expect(verdictOf(after, "M04.1")).toEqual({
      clause: "M04.1",
      verdict: "ineligible",
      before: "needs_info",
    });
    expect(verdictOf(after, "M02.4")?.before).toBeUndefined();
  });

  it("whoever has no loan is asked nothing of it, and it is not listed", () => {
    const { known, open, facts } = answer("hasBankLoan", "2", { entityType: "individual" });
    expect(facts.loanRescheduled).toBe(false);
    expect(known.map(({ fact }) => fact)).toEqual(["entityType", "hasBankLoan"]);
    expect(open).not.toContain("loanDueDate");
  });

  it("what is not known is never asked again", () => {
    const { open, known } = answer("affectedByEpidemic", "0", {}, "M06.4");
    expect(open).not.toContain("affectedByEpidemic");
    expect(known).toEqual([expect.objectContaining({ fact: "affectedByEpidemic", isUnsure: true })]);
  });

  it("every fact that is asked can be answered by a key or a figure, and asking ends", () => {
    const pick = fc.infiniteStream(fc.nat(50));
    fc.assert(
      fc.property(
        pick,
        fc.constantFrom(...services.knowledge.notice.clauses.map(({ id }) => id)),
        (picks, focus) => {
          let now = state({}, focus);
          for (let asked = 0; now.open[0] !== undefined; asked++) {
            expect(asked).toBeLessThan(FACT_KEYS.length);
            const [fact] = now.open;
            const next = answer(fact, keyFor(fact, picks.next().value ?? 0), now.facts, focus);
            expect(next.misheard).toBeUndefined();
            expect(next.open).not.toContain(fact);
            now = next;
          }
          expect(
            now.verdicts.every(
              ({ verdict }) => verdict !== "needs_info" || Object.values(now.facts).includes(null),
            ),
          ).toBe(true);
        },
      ),
      { numRuns: 15 },
    );
  });
});

function keyFor(fact: FactKey, pick: number): string {
  const options = answersTo(fact).length;
  if (options > 0) return String(1 + (pick % (options - 1)));
  const spec: FactSpec = FACTS[fact];
  return spec.kind === "date" ? (["20220930", "20231231"][pick % 2] ?? "") : String(1 + pick * 40);
}
