import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cardinal, spoken, spokenLength } from "../../../bot/hotline/spoken.ts";
import { wholeNumber } from "../../../bot/understand/numerals.ts";
import { knowledge } from "../../support/services.ts";

describe("said aloud", () => {
  it.each([
    ["允许在6个月内补缴", "允许在六个月内补缴"],
    ["2022年国有大型商业银行", "二零二二年国有大型商业银行"],
    ["工信部企业函〔2022〕103号", "工信部企业函〔二零二二〕一百零三号"],
    ["补贴3000元", "补贴三千元"],
    ["再降10%", "再降百分之十"],
    ["20%", "百分之二十"],
    ["下降0.5%", "下降百分之零点五"],
    ["10%-20%", "百分之十到百分之二十"],
    ["10-20%", "百分之十到百分之二十"],
    ["5‰", "千分之五"],
    ["下调50bp", "下调五十个基点"],
    ["下调2bps", "下调两个基点"],
    ["0.5个百分点", "零点五个百分点"],
    ["1.6万亿元", "一点六万亿元"],
    ["8.54万亿元", "八点五四万亿元"],
    ["2万亿元", "两万亿元"],
    ["17.9万家", "十七点九万家"],
    ["1624家", "一千六百二十四家"],
    ["2个月", "两个月"],
    ["12个月", "十二个月"],
    ["22个", "二十二个"],
    ["2月", "二月"],
    ["2000家", "两千家"],
    ["200家", "二百家"],
    ["2.5万元", "二点五万元"],
    ["第2条", "第二条"],
    ["第2批", "第二批"],
    ["第12条", "第十二条"],
    ["2号线", "二号线"],
    ["10", "十"],
    ["0", "零"],
    ["110", "一百一十"],
    ["10086个", "一万零八十六个"],
    ["105000元", "十万五千元"],
    ["1,234,567元", "一百二十三万四千五百六十七元"],
    ["2022-12-31", "二零二二年十二月三十一日"],
    ["2022-05-09印发", "二零二二年五月九日印发"],
    ["2023-11", "二零二三年十一月"],
    ["2022年11月14日", "二零二二年十一月十四日"],
    ["2022年至2025年", "二零二二年至二零二五年"],
    ["2022-2025年", "二零二二到二零二五年"],
    ["2022年1至11月", "二零二二年一至十一月"],
    ["2022年底前", "二零二二年底前"],
    ["22年底", "二二年底"],
    ["3年", "三年"],
    ["2年", "两年"],
    ["国务院令第802号", "国务院令第八百零二号"],
    ["30-60日", "三十到六十日"],
    ["30日", "三十日"],
    ["60天", "六十天"],
    ["拨打12345政务服务热线", "拨打一二三四五政务服务热线"],
    ["举报电话12381、12315", "举报电话一二三八一、一二三一五"],
    ["95588", "九五五八八"],
    ["12345家企业", "一万二千三百四十五家企业"],
    ["13812345678", "幺三八幺二三四五六七八"],
    ["010-66012345", "零幺零，六六零幺，二三四五"],
    ["400-820-8888", "四零零，八二零，八八八八"],
    ["2748-1093-5567", "二七四八，幺零九三，五五六七"],
    ["1/3", "三分之一"],
    ["2/3", "三分之二"],
    ["¥3000", "三千元"],
    ["￥2万", "两万元"],
    ["7×24小时", "七乘二十四小时"],
    ["8:30到17:00", "八点三十分到十七点"],
    ["9:05", "九点零五分"],
    ["-5度", "负五度"],
    ["０１２３", "零一二三"],
    ["６个月", "六个月"],
    ["20％", "百分之二十"],
    ["007", "零零七"],
    ["M06.4", "M零六点四"],
    ["1000万元及以下", "一千万元及以下"],
    ["“中小企助查”APP", "“中小企助查”APP"],
    ["", ""],
  ])("%s is %s", (written, said) => expect(spoken(written)).toBe(said));

  it("no figure is left in anything of the notice", () => {
    const { notice } = knowledge;
    const texts = notice.clauses.flatMap(({ title, text, note = "", later }) => [
      title,
      text,
      note,
      ...later.map((one) => one.text),
    ]);
    for (const text of [...texts, notice.documentNumber]) expect(spoken(text)).not.toMatch(/[\d%‰]/u);
  });

  it("words without figures stay as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const words = text.replace(/[\d０-９％]/gu, "");
        expect(spoken(words)).toBe(words);
      }),
    );
  });

  it("whatever is written, no digit is left, nothing throws, and saying it again changes nothing", () => {
    const pieces = fc.constantFrom(
      "年",
      "月",
      "%",
      "-",
      ".",
      ",",
      "第",
      "个",
      "万",
      "/",
      ":",
      "bp",
      "〔",
      "〕",
      "¥",
      " ",
    );
    const text = fc
      .array(fc.oneof(pieces, fc.nat(99_999).map(String), fc.string()))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(text, (written) => {
        const said = spoken(written);
        expect(said).not.toMatch(/[0-9]/u);
        expect(spoken(said)).toBe(said);
      }),
      { numRuns: 2000 },
    );
  });

  it("a number said is the same number heard", () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(20_000), fc.maxSafeNat()), (number) => {
        fc.pre(number < 1e12);
        expect(wholeNumber(cardinal(String(number)))).toBe(number);
      }),
      { numRuns: 5000 },
    );
  });

  it("a year said is the same year heard", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2099 }), (year) => {
        expect(wholeNumber(spoken(`${year}年`).slice(0, -1))).toBe(year);
      }),
    );
  });

  it("only what is said counts", () => expect(spokenLength("允许在6个月内，补缴。")).toBe(9));
});
