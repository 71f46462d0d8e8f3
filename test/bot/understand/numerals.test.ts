import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datesIn } from "../../../bot/understand/dates.ts";
import { numeralsIn } from "../../../bot/understand/numerals.ts";

const read = (text: string) =>
  numeralsIn(text).map(({ min, max, vague }) => (vague ? "vague" : min === max ? min : [min, max]));
const OPEN = Number.POSITIVE_INFINITY;

describe("numbers as people write them", () => {
  it.each<[string, unknown[]]>([
    ["两百三十万", [2_300_000]],
    ["1.2亿", [120_000_000]],
    ["4.6亿", [460_000_000]],
    ["3000w", [30_000_000]],
    ["2千万", [20_000_000]],
    ["两个亿", [200_000_000]],
    ["六十五万八", [658_000]],
    ["65万8", [658_000]],
    ["三百二", [320]],
    ["一亿零五百万", [105_000_000]],
    ["一千零五十人", [1050]],
    ["12,000元", [12_000]],
    ["二〇二二年", [2022]],
    ["三百多", [[300, 399]]],
    ["1300余人", [[1300, 1399]]],
    ["五十来号人", [[50, 59]]],
    ["十几个", [[11, 19]]],
    ["二十几个", [[21, 29]]],
    ["三十多万", [[300_000, 390_000]]],
    ["七八个", [[7, 8]]],
    ["三五个人", [[3, 5]]],
    ["十七八个", [[17, 18]]],
    ["三四十人", [[30, 40]]],
    ["两百三四十万", [[2_300_000, 2_400_000]]],
    ["三到四万", [[30_000, 40_000]]],
    ["2-3万", [[20_000, 30_000]]],
    ["30到40人", [[30, 40]]],
    ["不到50人", [[0, 49]]],
    ["不到500万", [[0, 4_990_000]]],
    ["不超过50人", [[0, 50]]],
    ["至少三百人", [[300, OPEN]]],
    ["五十万以上", [[500_000, OPEN]]],
    ["上千万", [[10_000_000, OPEN]]],
    ["近千万", ["vague"]],
    ["几十个人", ["vague"]],
    ["俩人", [2]],
    ["8个人，全年150万", [8, 1_500_000]],
    ["没有数目", []],
  ])("%s", (text, numbers) => expect(read(text)).toEqual(numbers));

  it("of four figures and more are read back from their Chinese form", () => {
    const digits = "零一二三四五六七八九";
    const chinese = (value: number): string => {
      if (value >= 10_000) {
        const rest = value % 10_000;
        const gap = rest > 0 && rest < 1000 ? "零" : "";
        return `${chinese(Math.floor(value / 10_000))}万${rest > 0 ? gap + chinese(rest) : ""}`;
      }
      const places = ["千", "百", "十", ""];
      const padded = String(value).padStart(4, "0");
      const words = [...padded].map((digit, at) =>
        digit === "0" ? "零" : `${digits[Number(digit)]}${places[at]}`,
      );
      return words.join("").replace(/^零+/u, "").replace(/零+$/u, "").replace(/零+/gu, "零");
    };
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 99_999_999 }), (value) => {
        expect(read(`${chinese(value)}元`), chinese(value)).toEqual([value]);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it("never fail, whatever stands there", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."一二两三十百千万亿零几多来不到上近个人年月1239.,-w "),
    });
    fc.assert(
      fc.property(text, (written) => {
        for (const { min, max, start, end } of numeralsIn(written)) {
          expect(start).toBeLessThan(end);
          expect(min).not.toBeNaN();
          expect(max).not.toBeNaN();
        }
      }),
      { numRuns: 3000, seed: 8 },
    );
  });
});

describe("dates as people say them, on 2022-06-15", () => {
  it.each([
    ["2022年12月15日", "2022-12-15"],
    ["2022.12.15", "2022-12-15"],
    ["2023年2月", "2023-02-28"],
    ["9月28号", "2022-09-28"],
    ["九月二十八号", "2022-09-28"],
    ["明年3月", "2023-03-31"],
    ["明年二月底", "2023-02-28"],
    ["年底", "2022-12-31"],
    ["明年年底", "2023-12-31"],
    ["这个月底", "2022-06-30"],
    ["下个月15号", "2022-07-15"],
    ["上个月18号", "2022-05-18"],
    ["八月", "2022-08-31"],
    ["7月初", "2022-07-01"],
    ["后天", "2022-06-17"],
  ])("%s", (text, date) => {
    expect(datesIn(text, "2022-06-15").map((said) => said.date)).toEqual([date]);
  });

  it("that there are not are left out", () => {
    expect(datesIn("2月30号", "2022-06-15")).toEqual([]);
    expect(datesIn("13月5号", "2022-06-15")).toEqual([]);
  });

  it("run over into the next year", () => {
    expect(datesIn("下个月15号", "2022-12-20").map(({ date }) => date)).toEqual(["2023-01-15"]);
    expect(datesIn("上个月", "2023-01-20").map(({ date }) => date)).toEqual(["2022-12-31"]);
  });
});
