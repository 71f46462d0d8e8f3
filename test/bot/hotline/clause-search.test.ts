import fc from "fast-check";
import { pinyin } from "pinyin-pro";
import { describe, expect, it } from "vitest";
import { createClauseSearch, type SearchHit } from "../../../bot/hotline/clause-search.ts";
import { knowledge } from "../../support/services.ts";

const { search } = createClauseSearch(knowledge);
const { clauses } = knowledge.notice;
const found = (typed: string) => search(typed).map(({ clause }) => clause);
const titleOf = (id: string) => clauses.find((clause) => clause.id === id)?.title ?? "";
const syllables = (words: string) => pinyin(words, { toneType: "none", type: "array", v: true });

/** A title's parts, as somebody would type one of them. */
const parts = clauses.flatMap(({ id, title }) =>
  title
    .split(/[、与和，]/u)
    .filter((part) => part.length >= 4)
    .map((part) => [id, part] as const),
);

describe.each(parts)("%s by its words %s", (id, words) => {
  it.each([
    ["characters", words],
    ["pinyin", syllables(words).join("")],
    ["pinyin as an input method shows it", syllables(words).join("'")],
    [
      "initials",
      syllables(words)
        .map((syllable) => syllable.charAt(0))
        .join(""),
    ],
    [
      "the first half in characters, the rest in pinyin",
      words.slice(0, 2) + syllables(words.slice(2)).join(""),
    ],
  ])("is among the first three: %s", (_, typed) => expect(found(typed).slice(0, 3)).toContain(id));
});

describe("search", () => {
  it.each([
    ["dfyh", "M06.3"],
    ["dianfei", "M06.3"],
    ["电fei", "M06.3"],
    ["电f", "M06.4"],
    ["dian fei you hui", "M06.3"],
    ["停电", "M06.4"],
    ["tingdian", "M06.4"],
    ["房租", "M01.2"],
    ["fangzu", "M01.2"],
    ["征信", "M02.3"],
    ["zhengxin", "M02.3"],
    ["xudai", "M02.2"],
    ["白名单", "M07.1"],
    ["甲方拖欠工程款", "M05.1"],
    ["huilv", "M04.1"],
    ["huilu", "M04.1"],
    ["電費優惠", "M06.3"],
    ["ＤＦＹＨ", "M06.3"],
  ])("%s finds %s early", (typed, id) => expect(found(typed).slice(0, 3)).toContain(id));

  it.each(["6", "六", "第六条", "第6条", "06", "M06", "m6", "6."])(
    "%s is the sixth measure, in order",
    (typed) => expect(found(typed)).toEqual(["M06.1", "M06.2", "M06.3", "M06.4", "M06.5"]),
  );

  it.each(["M06.4", "m06.4", "6.4", "６．４", "M6.4"])("%s is one clause", (typed) =>
    expect(found(typed)).toEqual(["M06.4"]),
  );

  it.each(["103号", "工信部企业函〔2022〕103号", "企业函"])("%s is the whole notice", (typed) =>
    expect(found(typed)).toHaveLength(clauses.length),
  );

  it("finds something from the first letter or character on", () => {
    for (const { title } of clauses) {
      expect(found(title.charAt(0))).not.toEqual([]);
      expect(found(syllables(title)[0]?.charAt(0) ?? "")).not.toEqual([]);
    }
  });

  it("marks what was found, in the title or in words that hold it", () => {
    const [inTitle] = search("bmd");
    expect(inTitle?.clause).toBe("M07.1");
    expect(inTitle?.title.map(({ start, end }) => titleOf("M07.1").slice(start, end))).toEqual(["白名单"]);
    const hit = search("房租").find(({ clause }) => clause === "M01.2");
    expect(hit?.elsewhere?.from).toBe("saying");
    expect(marked(hit)).toContain("房租");
  });

  it("the same typing gets the same list", () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        expect(search(typed)).toEqual(search(typed));
      }),
      { numRuns: 100 },
    );
  });

  it("takes anything, lists each clause once, the best first, and marks within the text", () => {
    const letters = fc.stringMatching(/^[a-z']{0,60}$/u);
    const mixed = fc
      .array(fc.oneof(letters, fc.constantFrom(...clauses.map(({ title }) => title))))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), letters, mixed), (typed) => {
        const hits = search(typed);
        expect(new Set(hits.map(({ clause }) => clause)).size).toBe(hits.length);
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
        for (const hit of hits) {
          for (const { start, end } of hit.title) expect(titleOf(hit.clause).slice(start, end)).not.toBe("");
          for (const { start, end } of hit.elsewhere?.ranges ?? [])
            expect(hit.elsewhere?.text.slice(start, end)).not.toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });
});

function marked(hit: SearchHit | undefined): string[] {
  const { text, ranges } = hit?.elsewhere ?? { text: "", ranges: [] };
  return ranges.map(({ start, end }) => text.slice(start, end));
}
