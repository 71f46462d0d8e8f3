import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noticeFolder } from "../../knowledge/index.ts";
import { numberOf, parseNotice } from "../../knowledge/parse-notice.ts";

const read = (file: string) => readFileSync(join(noticeFolder(), file), "utf8");
const official = read("official-web.txt");
const magazine = read("magazine-scan.txt");

/** Another notice of the same kind, with other words, Arabic numbering with full-width dots and a nested list. */
const other = `
发文字号：城商务函〔2031〕7号
关于印发支持夜市发展若干措施的通知
城商务函〔2031〕7号
各区商务局，市夜市协会：
《支持夜市发展若干措施》已经会议通过，现印发给你们。
市商务局
2031年3月2日
支持夜市发展若干措施
夜市是城市的灯火。现提出以下措施：
1．延长营业时间，
免收摊位费。（市商务局、市城管局按职责分工负责）
2．开展灯光
改造。（市城管局会同各区负责）
请认真落实。
附：示例
1. 甲
2. 乙
3. 丙
`;

describe("the official web page", () => {
  const parsed = parseNotice(official);

  it("has its masthead read", () => {
    expect(parsed.masthead).toMatchObject({
      documentNumber: "工信部企业函〔2022〕103号",
      title: "关于印发加力帮扶中小微企业纾困解难若干措施的通知",
      measuresTitle: "加力帮扶中小微企业纾困解难若干措施",
      issuer: "国务院促进中小企业发展工作领导小组办公室",
      issuedOn: "2022-05-09",
    });
    expect(parsed.masthead.addressees).toHaveLength(4);
  });

  it("has ten measures, numbered in order, each with who is responsible", () => {
    expect(parsed.measures.map((measure) => measure.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(parsed.measures[0]?.departments).toEqual(["各地方"]);
    expect(parsed.measures[9]?.departments).toEqual(["工业和信息化部", "各部门", "各地方"]);
  });

  it("has a sentence broken over lines put together again", () => {
    expect(parsed.measures[4]?.text).toContain("明显不合理付款条件和付款期限");
  });

  it("gives every character of a measure its place in the source", () => {
    for (const { text, offsets } of parsed.measures) {
      expect([...text].map((_, index) => official[offsets[index] ?? -1]).join("")).toBe(text);
    }
  });

  it("reports the site's footer instead of dropping it silently", () => {
    expect(parsed.omissions.map(({ reason }) => reason)).toContain("网站页脚与页面按钮，不是通知正文");
  });
});

describe("the magazine's copy", () => {
  const parsed = parseNotice(magazine);

  it("has the same ten measures in spite of page breaks and Arabic numbers", () => {
    expect(parsed.measures).toHaveLength(10);
    expect(parsed.measures[0]?.text).toContain("水电费、担保费");
    expect(parsed.measures[9]?.bracket).toBe("（工业和信息化部会同各部门、各地方按职责分工负责）");
  });

  it("ends where the article ends", () => {
    expect(parsed.closing.endsWith("领导小组办公室。")).toBe(true);
  });

  it("leaves out the editor's lead and three foreign articles, and says why", () => {
    const reasons = parsed.omissions.map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason.startsWith("另一篇文章"))).toHaveLength(3);
    expect(reasons.some((reason) => reason.includes("导读"))).toBe(true);
    const kept = parsed.measures.map(({ text }) => text).join("");
    for (const foreign of ["小巨人", "埃斯顿", "百场万企"]) expect(kept).not.toContain(foreign);
  });
});

describe.each([
  ["official", official],
  ["magazine", magazine],
  ["another notice", other],
])("nothing of the %s text is lost", (_, source) => {
  it("each line is in the notice or among the omissions", () => {
    const { masthead, preamble, measures, closing, omissions } = parseNotice(source);
    const kept = [
      ...Object.values(masthead).flat(),
      preamble,
      closing,
      ...measures.flatMap(({ numeral, text, bracket }) => [numeral, text, bracket]),
      ...omissions.map(({ text }) => text),
    ];
    const bare = (text: string) => text.replace(/[\s#，：、]|\*\*T\*\*/gu, "");
    const all = bare(kept.join(""));
    // A header field is kept as its value, a date in another form.
    const lines = source.split("\n").map((line) => bare(line).replace(/^\d+[.．]/u, ""));
    const lost = lines.filter(
      (line) => !all.includes(line) && !/^(发文|标题|成文|发布)|^\d{4}年\d+月\d+日$/u.test(line),
    );
    expect(lost).toEqual([]);
  });
});

it("another notice of this kind is read by the same code", () => {
  const { masthead, measures, omissions } = parseNotice(other);
  expect(masthead).toMatchObject({
    documentNumber: "城商务函〔2031〕7号",
    issuer: "市商务局",
    issuedOn: "2031-03-02",
    measuresTitle: "支持夜市发展若干措施",
  });
  expect(measures.map(({ text }) => text)).toEqual(["延长营业时间，免收摊位费。", "开展灯光改造。"]);
  expect(measures[1]?.departments).toEqual(["市城管局", "各区"]);
  expect(omissions.map(({ text }) => text).join()).toContain("丙");
});

it("a text without measures is refused with what was looked for", () => {
  expect(() => parseNotice("今天天气很好。\n1. 吃饭\n2. 睡觉")).toThrow("No list of measures was found");
});

describe("numbering", () => {
  it.each([
    ["一", 1],
    ["九", 9],
    ["十", 10],
    ["十一", 11],
    ["二十", 20],
    ["九十九", 99],
    ["7", 7],
  ])("%s is %i", (numeral, number) => expect(numberOf(numeral)).toBe(number));

  it.each(["", "百", "一一", "十十"])("“%s” is no number", (numeral) =>
    expect(numberOf(numeral)).toBeUndefined(),
  );
});

it("no text makes the parser do anything but parse or refuse", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom("一、", "1.", "2. ", "（甲负责）", "乙。", "\n", "**T**", "关于印发", "措施", "："),
      ),
      (parts) => {
        try {
          expect(parseNotice(parts.join("")).measures.length).toBeGreaterThan(0);
        } catch (error) {
          expect(String(error)).toContain("No list of measures was found");
        }
      },
    ),
    { numRuns: 500, seed: 103 },
  );
});
