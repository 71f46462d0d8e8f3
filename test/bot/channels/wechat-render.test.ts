import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../../bot/blocks.ts";
import { messagesOf, pagesForWechat, sendingLink } from "../../../bot/channels/wechat/render.ts";
import { wording } from "../../../bot/wording.ts";

const bytes = (words: string) => Buffer.byteLength(words);
const text = (words: string): Block => ({ kind: "text", text: words });
const question = (...labels: readonly string[]): Block => ({
  kind: "question",
  fact: "entityKind",
  text: "您登记的是？",
  options: labels.map((label, index) => ({ number: index + 1, label })),
  hint: "回复序号，或直接说。",
});
const LINK = /<a href="weixin:\/\/bizmsgmenu\?msgmenucontent=[^"&<>]*&msgmenuid=[\w-]+">[^<]*<\/a>/gu;

describe("a reply in WeChat", () => {
  it("of 2047 or 2048 bytes is one text, of 2049 two", () => {
    const whole = "费".repeat(682);
    for (const [words, pages] of [
      [`${whole}a`, 1],
      [`${whole}ab`, 1],
      [`${whole}abc`, 2],
    ] as const) {
      const shown = pagesForWechat([text(words)]);
      expect([bytes(words), shown.length]).toEqual([bytes(words), pages]);
      for (const page of shown) expect(bytes(page)).toBeLessThanOrEqual(2048);
    }
    expect(bytes(`${whole}a`)).toBe(2047);
  });

  it("has links that send a number, and the number to type", () => {
    expect(pagesForWechat([question("企业", "个体工商户")])).toEqual([
      '▶ 您登记的是？\n1. <a href="weixin://bizmsgmenu?msgmenucontent=企业&msgmenuid=pick-1">企业</a>\n2. <a href="weixin://bizmsgmenu?msgmenucontent=个体工商户&msgmenuid=pick-2">个体工商户</a>\n回复序号，或直接说。',
    ]);
  });

  it("goes without links where they alone would make it too long", () => {
    const [page, ...more] = pagesForWechat([text("原".repeat(640)), question("企业", "个体工商户")]);
    expect(more).toEqual([]);
    expect(page).toContain("2. 个体工商户");
    expect(page).not.toContain("<a ");
  });

  it("never cuts a link, a character or the order, whatever it says", () => {
    const words = fc.string({
      unit: fc.constantFrom(..."电费，。；6个月10%𠮷é\n\"'&<>#% ", "第十二条", "2,000,000"),
      maxLength: 1200,
    });
    const label = fc.string({ unit: fc.constantFrom(...'企业；，。"&<> '), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), fc.array(label, { maxLength: 20 }), (texts, labels) => {
        const blocks = [...texts.map(text), question(...labels)];
        for (const page of pagesForWechat(blocks)) {
          expect(bytes(page)).toBeLessThanOrEqual(2048);
          expect(page.isWellFormed()).toBe(true);
          expect(page.replaceAll(LINK, "")).not.toMatch(/<|bizmsgmenu/u);
        }
      }),
    );
  });

  it("keeps its links where the next part is sent later", () => {
    const pages = pagesForWechat([text("一句话。".repeat(300)), question(..."甲乙丙丁")]);
    for (const page of pages) expect(pagesForWechat([text(page)])).toEqual([page]);
    expect(pages.join("").match(LINK)).toHaveLength(4);
    expect(pages.slice(0, -1).every((page) => page.endsWith(wording.nextPage))).toBe(true);
  });

  it("makes no link of anything else, and none of words that would break it", () => {
    expect(pagesForWechat([text('<a href="http://example.com">点</a>')]).join()).not.toContain("<a ");
    expect(sendingLink('"><script>&x=1 #')).toBe(
      '<a href="weixin://bizmsgmenu?msgmenucontent=＂＞＜script＞＆x＝1　＃&msgmenuid=ask">">＜script>&x=1 #</a>',
    );
    expect(sendingLink("长".repeat(200))).toBe("长".repeat(200));
  });
});

describe("a person's words", () => {
  it("are as many messages as they need, without a hint to turn the page", () => {
    const words = "请带上营业执照。".repeat(200);
    const messages = messagesOf(words);
    expect(messages.join("")).toBe(words);
    for (const message of messages) expect(bytes(message)).toBeLessThanOrEqual(2048);
  });
});
