import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noticeFolder } from "../../knowledge/index.ts";
import { readNotice, rebuild } from "../../knowledge/read-notice.ts";
import { copiedNotice, edit } from "../support/notice-folder.ts";
import { knowledge } from "../support/services.ts";

const { notice } = knowledge;
const published = readFileSync(join(noticeFolder(), "official-web.txt"), "utf8");
const clause = (id: string) => notice.clauses.find((candidate) => candidate.id === id);

describe("the 37 clauses", () => {
  it("rebuild the published measures character for character", () => {
    const first = notice.measures[0]?.span.start;
    const last = notice.measures.at(-1)?.span.end;
    expect(rebuild(notice).replaceAll("\n", "")).toBe(published.slice(first, last).replace(/\s/gu, ""));
    expect(notice.clauses).toHaveLength(37);
  });

  it.each(notice.clauses.map((each) => [each.id, each] as const))(
    "%s stands in the source at its span",
    (_, { span, text }) => {
      expect(published.slice(span.start, span.end).replace(/\s/gu, "")).toBe(text.replace(/\s/gu, ""));
    },
  );

  it("name today's successor of a department that is no more", () => {
    expect(clause("M02.2")?.departments).toContainEqual({
      name: "银保监会",
      successor: "国家金融监督管理总局",
    });
  });

  it("carry what came later, with date and source", () => {
    expect(clause("M05.1")?.later[0]).toMatchObject({ date: "2025-06-01", source: "国务院令第802号" });
  });

  it("link the terms that stand in them, and not those inside a longer term", () => {
    expect(clause("M06.4")?.terms.map(({ term }) => term)).toEqual(["小微企业", "个体工商户", "欠费不停供"]);
    expect(clause("M04.1")?.terms.map(({ term }) => term)).toEqual(["中小微企业", "汇率避险"]);
  });
});

describe("the two published copies", () => {
  it("differ in nine places", () => {
    expect(
      notice.variants.map(({ clause: id, measure, where, official, other }) => [
        id ?? measure ?? where,
        official,
        other,
      ]),
    ).toEqual([
      ["M03.3", "规", "约"],
      ["M06.2", "督", "管"],
      ["M06.3", "", "中"],
      ["M06.4", "", "中"],
      ["M07.2", "", "中"],
      ["M07.2", "达", "复"],
      ["M07.3", "方", ""],
      [1, "方", ""],
      ["closing", "将", "把"],
    ]);
  });
});

describe("data that is wrong stops the start and says where and what to do", () => {
  const damages: [string, string, (text: string) => string, string][] = [
    [
      "a word of a clause changed",
      "catalogue.json",
      (text) => text.replace("允许在6个月内补缴", "允许在9个月内补缴"),
      "M06.4: its text does not stand in measure 6",
    ],
    [
      "a clause left out",
      "catalogue.json",
      (text) => JSON.stringify((JSON.parse(text) as { id: string }[]).filter(({ id }) => id !== "M10.4")),
      "measure 10: no clause covers",
    ],
    ["a department left out", "catalogue.json", (text) => text.replace('"证监会",', ""), "departments are"],
    [
      "a measure that does not exist",
      "catalogue.json",
      (text) => text.replace('"measure": 10', '"measure": 11'),
      "measure",
    ],
    [
      "a nature that does not exist",
      "catalogue.json",
      (text) => text.replace('"remedy"', '"cure"'),
      "catalogue.json",
    ],
    ["an unknown key", "catalogue.json", (text) => text.replace('"note": null', '"notes": null'), "notes"],
    [
      "a later development of no clause",
      "later-developments.json",
      (text) => text.replace('"M02.1"', '"M99.1"'),
      "clause M99.1 is not in catalogue.json",
    ],
    ["broken JSON", "catalogue.json", (text) => text.slice(1), "cannot be read"],
    ["broken YAML", "glossary.yaml", (text) => `${text}\n  - : [`, "glossary.yaml"],
    [
      "a text without its masthead",
      "official-web.txt",
      (text) => text.replaceAll("成文日期：2022-05-09", "").replace("2022年5月9日", ""),
      "成文日期",
    ],
  ];
  it.each(damages)("%s", (_, file, change, message) => {
    const folder = copiedNotice();
    edit(folder, file, change);
    expect(() => readNotice(folder, "copy")).toThrow(message);
  });
});
