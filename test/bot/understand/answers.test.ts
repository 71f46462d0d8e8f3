import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, answerTo } from "../../../bot/understand/answers.ts";
import { readLexicon } from "../../../bot/understand/lexicon.ts";
import { packageRoot } from "../../../knowledge/index.ts";
import { FACT_KEYS, FACTS, type FactKey, factsSchema } from "../../../rules/index.ts";

/** A line of `answers.jsonl`; "unsure" is 不清楚, null is no answer. */
interface Line {
  readonly id: string;
  readonly fact: FactKey;
  readonly text: string;
  readonly value: unknown;
}

const lexicon = readLexicon();

function optionsOf(fact: FactKey) {
  if (FACTS[fact].kind === "yesNo") return [true, false, null];
  return fact === "entityType" ? ["enterprise", "individual", "other", null] : [];
}

function heard(fact: FactKey, text: string): Answer {
  return answerTo(fact, text, optionsOf(fact), "2022-06-15", lexicon);
}

function judgedLines(...path: string[]) {
  const lines = readFileSync(join(packageRoot(), "test", "evaluation", ...path), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Line);
  return lines.map((line) => {
    const answer = heard(line.fact, line.text);
    const said = answer === undefined ? null : answer === null ? "unsure" : answer;
    return { ...line, answer, isRight: isDeepStrictEqual(said, line.value) };
  });
}

describe("answers the hearing was fitted to", () => {
  const judged = judgedLines("tuning", "answers.jsonl");

  it("are nearly all heard right", () => {
    expect(judged.filter(({ isRight }) => isRight).length / judged.length).toBeGreaterThanOrEqual(0.99);
  });

  it("are never heard as the contrary, nor where nothing is answered", () => {
    const misheard = judged.filter(
      ({ answer, value }) =>
        answer !== undefined &&
        answer !== null &&
        (value === null || typeof value !== typeof answer || value === !answer),
    );
    expect(misheard.map(({ id }) => id)).toEqual([]);
  });
});

describe("300 answers it has not seen", () => {
  const judged = judgedLines("answers.jsonl");
  const told = judged.filter(({ answer }) => answer !== undefined && answer !== null);

  it("are heard right in 93 of 100 cases", () => {
    expect(judged.filter(({ isRight }) => isRight).length / judged.length).toBeGreaterThanOrEqual(0.93);
  });

  it("and what is heard is so in 98 of 100", () => {
    expect(told.filter(({ isRight }) => isRight).length / told.length).toBeGreaterThanOrEqual(0.98);
  });
});

describe("an answer and its relatives", () => {
  it.each<[FactKey, string, Answer]>([
    ["hasBankLoan", "谁还没点贷款", true],
    ["hasBankLoan", "哪有贷款", false],
    ["hasBankLoan", "不是没有", true],
    ["hasBankLoan", "有，怎么了？", true],
    ["affectedByEpidemic", "不受影响才怪", true],
    ["affectedByEpidemic", "有影响，但不大", false],
    ["overdueReceivable", "没，哦对了，有一家拖着八万", true],
    ["unableToRepay", "没有", undefined],
    ["unableToRepay", "哪来的钱还", true],
    ["chainKeyNode", "没有什么关键不关键的", false],
    ["entityType", "2，个体", "individual"],
    ["entityType", "2，公司", undefined],
    ["employees", "我和我媳妇加两个小工", 4],
    ["revenue", "十五万一个月", 180],
    ["revenue", "60000", undefined],
    ["creditLine", "建行50万农行30万", 80],
    ["loanDueDate", "下周五", "2022-06-24"],
    ["loanDueDate", "三月", undefined],
    ["goodProspects", "说不清", null],
    ["loanRescheduled", "展期怎么申请？", undefined],
    ["exporter", "谢谢", undefined],
    ["hasBankLoan", "有过一笔，去年还完了", false],
    ["hasBankLoan", "公司没有，我个人有", undefined],
    ["loanRescheduled", "没有，哦短信说延到九月了，那有", true],
    ["loanRescheduled", "展期收手续费不", undefined],
    ["overdueReceivable", "我欠供货商的货款", undefined],
    ["overdueReceivable", "有一家没给，其他都结清了", true],
    ["exporter", "我哥做外贸，我不做", false],
    ["exporter", "对，不过今年单子少", true],
    ["affectedByEpidemic", "生意差了，主要是房租涨，不赖疫情", false],
    ["goodProspects", "眼下难", undefined],
    ["goodProspects", "要没前途我早转行了", true],
    ["unableToRepay", "没有没有", undefined],
    ["employees", "两千人没有，正好一千八", 1800],
    ["employees", "月薪都是五千", undefined],
    ["assets", "八十万，那是净资产，总资产两百一十万", 210],
    ["creditLine", "不是五十万，是八十万", 80],
    ["industry", "不是开饭店，是给饭店供菜的", "wholesale"],
  ])("%s: %s", (fact, text, answer) => expect(heard(fact, text)).toEqual(answer));
});

describe("whatever is written", () => {
  const word = fc.constantFrom(
    ..."有 没有 不是 是 对 不 没 哪 谁 怎么 影响 贷款 银行 欠 担保 出口 一 十 万 亿 几 年底 月 号 2022 -5 . ， ？ 哦不对 但是 不清楚 如果 个 人 1 2 公司 个体 × 关键".split(
      " ",
    ),
  );

  it("what is heard is a value of the fact, the same each time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FACT_KEYS),
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 300 }),
          fc.array(word, { maxLength: 20 }).map((words) => words.join("")),
        ),
        (fact, text) => {
          const answer = heard(fact, text);
          expect(heard(fact, text)).toEqual(answer);
          if (answer !== undefined && answer !== null)
            expect(factsSchema.safeParse({ [fact]: answer }).error).toBeUndefined();
        },
      ),
      { numRuns: 3000, seed: 11 },
    );
  });

  it.each([
    "没",
    "不",
    "有没有",
    "，",
    "哦不对",
    "一",
    "9",
    "是",
    "不是没有",
    "万一",
    "a ",
    "2022年",
    "还没有",
    "贷款",
  ])("a hundred thousand characters of %s are read to their end", (unit) => {
    const text = unit.repeat(Math.ceil(100_000 / unit.length));
    // Where an expression went back and forth over it, the test would time out.
    for (const fact of FACT_KEYS) expect(heard(fact, text)).toEqual(heard(fact, text));
  });
});
