import { beforeAll, describe, expect, it } from "vitest";
import { renderText } from "../../bot/channels/text.ts";
import { clauseBlocks } from "../../bot/clause-reply.ts";
import type { Case, Grounds } from "../../bot/grounds.ts";
import { clarification, documentBlocks, overview, refusal } from "../../bot/reply.ts";
import { wording } from "../../bot/wording.ts";
import type { Retrieval } from "../../retrieval/index.ts";
import { factsSchema } from "../../rules/index.ts";
import { knowledge, TEST_DAY, testServices } from "../support/services.ts";
import { unsignedWords } from "../support/signed-words.ts";

const { notice } = knowledge;
let grounds: Grounds;
beforeAll(async () => {
  const { assessor, questioner } = await testServices();
  grounds = { notice, assessor, questioner, asOf: TEST_DAY, person: "telephone", isWaiting: false };
});

const caseOf = (facts: object = {}, asOf = TEST_DAY): Case => {
  return { ...grounds, asOf, inquiry: grounds.assessor.inquire(factsSchema.parse(facts)) };
};
const answer = (clause: string, facts: object = {}, asOf = TEST_DAY) =>
  renderText(clauseBlocks(clause, caseOf(facts, asOf)));
const refused = (found: Partial<Retrieval>): Retrieval => {
  return { outcome: "out_of_scope", hits: [], nearest: [], needs: [], ...found };
};

const OWNERS = [
  {},
  { entityType: "individual", affectedByEpidemic: true },
  {
    entityType: "enterprise",
    industry: "catering",
    employees: 12,
    revenue: { min: 80, max: null },
    hasBankLoan: null,
  },
  {
    entityType: "enterprise",
    size: "large",
    loanDueDate: "2022-10-01",
    exporter: false,
    unableToRepay: true,
  },
];

describe.each(notice.clauses.map((clause) => [clause.id, clause] as const))(
  "an answer about %s",
  (id, clause) => {
    it("has the clause word for word, the document number and the departments", () => {
      const text = answer(id);
      expect(text).toContain(clause.text.replace(/[，；]$/u, ""));
      expect(text).toContain("工信部企业函〔2022〕103号");
      for (const { name, successor } of clause.departments) {
        expect(text).toContain(name);
        if (successor) expect(text).toContain(`现为${successor}`);
      }
    });

    it("begins with the conclusion and the date judged for, then the words", () => {
      const [first, ...others] = clauseBlocks(id, caseOf());
      expect(first).toMatchObject({ kind: "conclusion", text: expect.stringContaining(TEST_DAY) });
      const kinds = others.map(({ kind }) => kind);
      expect(kinds.indexOf("citation")).toBeLessThan(
        kinds.includes("conditions") ? kinds.indexOf("conditions") : kinds.length,
      );
    });

    it("says who decides and what to mind", () => {
      const text = answer(id);
      if (clause.decidedBy) expect(text).toContain(clause.decidedBy);
      if (clause.note) expect(text).toContain(clause.note);
    });

    it("today says that it may no longer run, or has expired, and what came later", () => {
      const today = answer(id, {}, "2026-11-22");
      expect(today).toContain(clause.validTo ? "已经到期" : "没有写截止日期");
      for (const { text: later } of clause.later) expect(today).toContain(later.replace(/。$/u, ""));
    });

    it("on the day says nothing of what was not yet known", () => {
      for (const { text: later, date } of clause.later)
        if (date > TEST_DAY) expect(answer(id)).not.toContain(later);
    });

    it.each(OWNERS)("has no word that is not the notice's, the data's or signed: %j", (facts) => {
      for (const asOf of ["2022-05-01", TEST_DAY, "2026-11-22"])
        for (const detail of ["short", "explained"] as const)
          expect(unsignedWords(renderText(clauseBlocks(id, caseOf(facts, asOf), detail)))).toEqual([]);
    });
  },
);

it("before the notice was issued it was not in force", () => {
  expect(answer("M06.4", {}, "2022-05-08")).toContain("当时尚未生效");
});

describe("a verdict is said with what it rests on", () => {
  it("holds for whoever is named", () => {
    const text = answer("M06.4", { entityType: "individual", affectedByEpidemic: true });
    expect(text).toContain("您符合“水电气欠费不停供”所列条件");
    expect(text).toContain("✓ “小微企业”“个体工商户”（主体类型：个体工商户）");
  });

  it("fails on the clause's own words", () => {
    const text = answer("M06.4", { entityType: "enterprise", size: "large" });
    expect(text).toContain("您不符合“水电气欠费不停供”所列条件");
    expect(text).toContain("不符合的是原文写的“小微企业”“个体工商户”");
  });

  it("never says no before the fact is known", () => {
    for (const { id } of notice.clauses) expect(answer(id)).not.toContain("您不符合");
  });

  it("does not turn on what does not matter", () => {
    const text = answer("M06.4", {
      entityType: "enterprise",
      industry: "catering",
      employees: 8,
      affectedByEpidemic: true,
    });
    expect(text).toContain("无论营业收入如何");
  });
});

it("a near tie is offered by number", () => {
  const hits = ["M06.3", "M06.4"].map((clause) => ({ clause, score: 0.5 }));
  const { blocks, offered } = clarification(refused({ outcome: "clarify", hits }), grounds);
  expect(renderText(blocks)).toMatch(/1\. 第六条 阶段性用电优惠[\s\S]*2\. 第六条 水电气欠费不停供/u);
  expect(offered).toEqual([{ clause: "M06.3" }, { clause: "M06.4" }]);
});

describe("a refusal", () => {
  it("names what is nearest and invents nothing", () => {
    const near = refusal(
      refused({ refusal: "near-miss", nearest: [{ clause: "M02.2", score: 0.1 }] }),
      grounds,
    );
    const text = renderText(near.blocks);
    expect(text).toContain("没有写这件事");
    expect(text).toContain("第二条 续贷、展期、调整还款安排");
    expect(unsignedWords(text)).toEqual([]);
  });

  it("tells what lies beside the notice from what has nothing to do with it", () => {
    expect(renderText(refusal(refused({ refusal: "far" }), grounds).blocks)).toContain(
      "只能回答这份通知里的事",
    );
    expect(renderText(refusal(refused({ refusal: "empty" }), grounds).blocks)).toBe(wording.refusal.empty);
  });
});

it("a question about the document gets its masthead, and a term its meaning", () => {
  const text = renderText(documentBlocks("什么叫普惠型小微企业贷款", grounds));
  expect(text).toContain("单户授信总额1000万元及以下");
  expect(text).not.toContain("发文字号");
});

it.each([
  ["这个文件是哪个部门发的", "发文机关：国务院促进中小企业", "发文字号"],
  ["文号是多少", "发文字号：工信部企业函〔2022〕103号", "主送"],
  ["什么时候印发的", "成文日期：2022-05-09", "发文机关"],
  ["一共多少条", "共10条措施", "发文机关"],
  ["有效期到什么时候", "写明到2022年底的有", "发文机关"],
])("%s gets what it asks for, and no more", (question, wanted, other) => {
  const text = renderText(documentBlocks(question, grounds));
  expect(text).toContain(wanted);
  expect(text).not.toContain(other);
});

it("a question about the document that names no part of it gets the masthead", () => {
  const text = renderText(documentBlocks("这份文件靠谱吗", grounds));
  expect(text).toContain("发文机关：");
  expect(text).toContain("发文字号：工信部企业函〔2022〕103号");
});

it("the overview names all ten measures", () => {
  const text = renderText(overview(grounds).blocks);
  expect(text.match(/第[一二三四五六七八九十]+条/gu)).toHaveLength(10);
});
