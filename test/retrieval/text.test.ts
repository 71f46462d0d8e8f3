import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../retrieval/normalise.ts";
import { partsOf } from "../../retrieval/parts.ts";
import { characterRuns, createTokeniser, dictionaryOf, syllableRuns } from "../../retrieval/tokens.ts";

describe("normalising", () => {
  it.each([
    ["traditional characters", "廠裏電費沒交，會不會拉閘", "厂里电费没交,会不会拉闸"],
    ["full width and case", "ＳａａＳ　１０％", "saas 10%"],
    ["emoji", "房租😭😭太贵👨‍👩‍👧", "房租 太贵"],
    ["control characters", "水\u0000费\u200b欠\u202e着", "水 费 欠 着"],
    ["a lone surrogate", "水费\ud800欠着", "水费 欠着"],
    ["nothing", "", ""],
  ])("%s", (_, typed, expected) => expect(normalise(typed)).toBe(expected));

  it("keeps the beginning and the end of what is too long", () => {
    const text = normalise(`开头${"啊".repeat(100_000)}结尾`);
    expect(text.length).toBeLessThanOrEqual(402);
    expect(text.startsWith("开头")).toBe(true);
    expect(text.endsWith("结尾")).toBe(true);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const once = normalise(text);
        expect(once.isWellFormed()).toBe(true);
        expect(normalise(once)).toBe(once);
      }),
      { numRuns: 2000, seed: 4 },
    );
  });
});

describe("tokens", () => {
  it("are runs inside a stretch of Han, never across a stop", () => {
    expect(characterRuns("水费,电", 1, 2)).toEqual(["水", "水费", "费", "电"]);
  });

  it("keep a Latin word or a number whole", () => {
    expect(characterRuns("erp和1.6万", 1, 1)).toEqual(["erp", "和", "1.6", "万"]);
  });

  it("sound alike when the words do", () => {
    expect(syllableRuns("续带", 1, 2)).toEqual(syllableRuns("续贷", 1, 2));
    expect(syllableRuns("政府", 1, 2)).toEqual(syllableRuns("证府", 1, 2));
    expect(syllableRuns("上云", 1, 1)).toEqual(syllableRuns("商云", 1, 1));
  });

  it("know the words of the domain", () => {
    const { words } = createTokeniser(dictionaryOf(["怎么报名"], ["把脉问诊"]));
    expect(words("把脉问诊怎么报名")).toContain("把脉问诊");
  });
});

describe("parts of a message", () => {
  it("what is denied is not what is asked", () => {
    expect(partsOf("不是问电费打折,是问欠费会不会停电").asked).toBe("是问欠费会不会停电");
    expect(partsOf("别跟我讲展期,我问利息给不给补").asked).toBe("我问利息给不给补");
    expect(partsOf("不是问贷款是问担保公司赔了以后").asked).toContain("担保公司赔了以后");
  });

  it("a message that only denies stays whole", () => {
    expect(partsOf("不想关门").asked).toBe("不想关门");
    expect(partsOf("不是骗子吧").asked).toBe("不是骗子吧");
  });

  it("pieces between stops are needs, the shortest join the one before", () => {
    expect(partsOf("国企欠我们货款,银行又催着还钱").needs).toEqual(["国企欠我们货款", "银行又催着还钱"]);
    expect(partsOf("电费能便宜吗,唉").needs).toEqual([]);
    expect(partsOf("电费能便宜吗还有宽带降不降").needs).toEqual(["电费能便宜吗", "宽带降不降"]);
  });

  it("any text has parts", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const { whole, asked } = partsOf(text);
        expect(whole).toBe(text);
        expect(text === "" || asked !== "").toBe(true);
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});
