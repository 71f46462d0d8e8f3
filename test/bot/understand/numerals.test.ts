import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datesIn } from "../../../bot/understand/dates.ts";
import { numeralsIn } from "../../../bot/understand/numerals.ts";

const read = (text: string) =>
  numeralsIn(text).map(({ min, max, vague }) => (vague ? "vague" : min === max ? min : [min, max]));
const OPEN = Number.POSITIVE_INFINITY;

describe("numbers as people write them", () => {
  it.each<[string, unknown[]]>([
    ["一百七十万", [1_700_000]],
    ["2.4亿", [240_000_000]],
    ["1.1亿", [110_000_000]],
    ["800w", [8_000_000]],
    ["6千万", [60_000_000]],
    ["三个亿", [300_000_000]],
    ["四十二万六", [426_000]],
    ["42万6", [426_000]],
    ["三百二", [320]],
    ["三亿零两百万", [302_000_000]],
    ["两千零七人", [2007]],
    ["47,500元", [47_500]],
    ["二〇二二年", [2022]],
    ["四百多", [[400, 499]]],
    ["1600余人", [[1600, 1699]]],
    ["六十来号人", [[60, 69]]],
    ["十几个", [[11, 19]]],
    ["二十几个", [[21, 29]]],
    ["三十多万", [[300_000, 390_000]]],
    ["五六个", [[5, 6]]],
    ["两三个人", [[2, 3]]],
    ["十七八个", [[17, 18]]],
    ["三四十人", [[30, 40]]],
    ["一百五六十万", [[1_500_000, 1_600_000]]],
    ["七到八万", [[70_000, 80_000]]],
    ["5-6万", [[50_000, 60_000]]],
    ["30到40人", [[30, 40]]],
    ["不到70人", [[0, 69]]],
    ["不到800万", [[0, 7_990_000]]],
    ["不超过70人", [[0, 70]]],
    ["至少四百人", [[400, OPEN]]],
    ["八十万以上", [[800_000, OPEN]]],
    ["上百万", [[1_000_000, OPEN]]],
    ["近百万", ["vague"]],
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
    ["2022年11月3日", "2022-11-03"],
    ["2022.11.3", "2022-11-03"],
    ["2024年2月", "2024-02-29"],
    ["8月6号", "2022-08-06"],
    ["八月二十一号", "2022-08-21"],
    ["明年4月", "2023-04-30"],
    ["明年二月底", "2023-02-28"],
    ["年底", "2022-12-31"],
    ["明年年底", "2023-12-31"],
    ["这个月底", "2022-06-30"],
    ["下个月15号", "2022-07-15"],
    ["上个月9号", "2022-05-09"],
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
