import { describe, expect, it } from "vitest";
import { renderText } from "../../bot/channels/text.ts";
import { replyWith } from "../../bot/reply.ts";
import { wording } from "../../bot/wording.ts";
import type { Retrieval } from "../../retrieval/index.ts";
import { knowledge, TEST_DAY } from "../support/services.ts";

const { notice } = knowledge;
const answering = (...clauses: string[]): Retrieval => {
  const hits = clauses.map((clause) => ({ clause, score: 0.5 }));
  return { outcome: "answer", hits, nearest: hits, needs: clauses.length > 1 ? clauses : [] };
};
const reply = (retrieval: Retrieval, asOf = TEST_DAY, question = "") =>
  renderText(replyWith(question, retrieval, notice, asOf));

/** Everything an answer may be made of, longest first. */
const known = [
  ...stringsIn(notice).flatMap((words) => [words, words.replace(/[，；。]$/u, "")]),
  ...stringsIn(wording),
  ..."一二三四五六七八九十",
]
  .filter((words) => /\p{L}/u.test(words))
  .sort((a, b) => b.length - a.length);

describe.each(notice.clauses.map((clause) => [clause.id, clause] as const))(
  "an answer about %s",
  (id, clause) => {
    const text = reply(answering(id));

    it("has the clause word for word, the document number and the departments", () => {
      expect(text).toContain(clause.text.replace(/[，；]$/u, ""));
      expect(text).toContain("工信部企业函〔2022〕103号");
      for (const { name, successor } of clause.departments) {
        expect(text).toContain(name);
        if (successor) expect(text).toContain(`现为${successor}`);
      }
    });

    it("says the date judged for, who decides and what to mind", () => {
      expect(text).toContain(TEST_DAY);
      if (clause.decidedBy) expect(text).toContain(clause.decidedBy);
      if (clause.note) expect(text).toContain(clause.note);
    });

    it("today says that it may no longer run, or has expired, and what came later", () => {
      const today = reply(answering(id), "2026-11-22");
      expect(today).toContain(clause.validTo ? "已经到期" : "没有写截止日期");
      for (const { text: later } of clause.later) expect(today).toContain(later.replace(/。$/u, ""));
    });

    it("on the day says nothing of what was not yet known", () => {
      for (const { text: later, date } of clause.later)
        if (date > TEST_DAY) expect(text).not.toContain(later);
    });

    it("has no sentence that is not the notice's, the data's or the signed wording's", () => {
      const left = known.reduce((rest, words) => rest.replaceAll(words, ""), text);
      expect(left.match(/\p{L}+/gu) ?? []).toEqual([]);
    });
  },
);

it("before the notice was issued it was not in force", () => {
  expect(reply(answering("M06.4"), "2022-05-08")).toContain("当时尚未生效");
});

it("two needs get two citations", () => {
  const text = reply(answering("M05.1", "M08.1"));
  expect(text).toContain("拖欠中小企业账款");
  expect(text).toContain("宽带和专线平均资费");
});

it("a near tie is offered by number", () => {
  const text = reply({ ...answering("M06.3", "M06.4"), outcome: "clarify", needs: [] });
  expect(text).toMatch(/1\. 阶段性用电优惠[\s\S]*2\. 水电气欠费不停供/u);
});

it("a refusal names what is nearest and invents nothing", () => {
  const text = reply({
    outcome: "out_of_scope",
    hits: [],
    nearest: [{ clause: "M02.2", score: 0.1 }],
    needs: [],
  });
  expect(text).toContain("没有写您问的这件事");
  expect(text).toContain("第二条 续贷、展期、调整还款安排");
});

it("a question about the document gets its masthead, and a term its meaning", () => {
  const text = reply(
    { outcome: "document", hits: [], nearest: [], needs: [] },
    TEST_DAY,
    "什么叫普惠型小微企业贷款",
  );
  expect(text).toContain("单户授信总额1000万元及以下");
  expect(text).toContain("发文字号：工信部企业函〔2022〕103号");
});

it("the overview names all ten measures", () => {
  const text = reply({ outcome: "overview", hits: [], nearest: [], needs: [] });
  expect(text.match(/第[一二三四五六七八九十]+条/gu)).toHaveLength(10);
});

/** All strings in a value; a sentence with gaps is called with a mark and cut at it. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return (value as (...words: string[]) => string)("|", "|", "|").split("|");
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(stringsIn);
}
