import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../knowledge/saying-faults.ts";
import { readFollowUps, readSayings } from "../../knowledge/sayings.ts";
import { copiedNotice, edit } from "../support/notice-folder.ts";
import { knowledge } from "../support/services.ts";

const { notice, sayings } = knowledge;
const clauses = notice.clauses.map(({ id }) => id);
const kinds = (texts: string[], label = "M06.4", evaluation: string[] = []) => {
  return faultsOf(
    texts.map((text) => ({ text, label })),
    notice,
    evaluation,
  )
    .filter(({ kind }) => kind !== "too-few")
    .map(({ kind }) => kind);
};

describe("the sayings as they are", () => {
  it("are enough for every label", () => {
    for (const id of clauses)
      expect(sayings.filter(({ label }) => label === id).length).toBeGreaterThanOrEqual(90);
    expect(sayings.filter(({ label }) => clauses.includes(label)).length).toBeGreaterThanOrEqual(3300);
    expect(
      sayings.filter(({ label }) => label === "near-miss" || label === "far").length,
    ).toBeGreaterThanOrEqual(900);
  });

  it("have no fault", () => {
    expect(faultsOf(sayings, notice)).toEqual([]);
  });
});

describe("faults", () => {
  it("the same but for punctuation is a duplicate", () =>
    expect(kinds(["水费欠着行吗？", "水费欠着，行吗"])).toEqual(["duplicate"]));
  it("nearly the same is a near duplicate", () => {
    expect(kinds(["我们店里的水费欠着能不能先不停水", "我们店里的水费欠着能不能先不停水啊"])).toEqual([
      "near-duplicate",
    ]);
  });
  it("six characters of the clause in a row are copied", () =>
    expect(kinds(["能不能允许在6个月内交"])).toEqual(["copied"]));
  it("a sentence of an evaluation may not be learnt, nor one that holds it", () => {
    expect(kinds(["请问燃气表会不会被拆掉呀师傅"], "M06.4", ["燃气表会不会被拆掉"])).toEqual(["evaluation"]);
  });
  it("different questions are none", () => expect(kinds(["水费能拖几个月", "燃气公司要拆表"])).toEqual([]));
  it("too few are counted", () => {
    expect(faultsOf([], notice).filter(({ kind }) => kind === "too-few").length).toBe(37 + 6 + 1);
  });
});

describe("files of sayings", () => {
  it("a file of no clause is named", () => {
    const folder = copiedNotice();
    writeFileSync(join(folder, "sayings", "M11.1.txt"), "什么\n");
    expect(() => readSayings(folder, clauses)).toThrow("sayings/M11.1.txt: no clause of that id");
  });

  it("a clause without a file is named", () => {
    expect(() => readSayings(copiedNotice(), [...clauses, "M11.2"])).toThrow("sayings/M11.2.txt is missing");
  });

  it("comments and blank lines are no sayings", () => {
    const folder = copiedNotice();
    edit(folder, join("sayings", "M06.4.txt"), () => "# 说明\n\n  水停了  \n");
    expect(readSayings(folder, clauses).filter(({ label }) => label === "M06.4")).toEqual([
      { label: "M06.4", text: "水停了" },
    ]);
  });

  it("a follow-up without an earlier turn is named by row", () => {
    const folder = copiedNotice();
    edit(folder, join("sayings", "follow-ups.tsv"), () => "M06.4\t只有一句\n");
    expect(() => readFollowUps(folder)).toThrow("row 1");
  });
});
