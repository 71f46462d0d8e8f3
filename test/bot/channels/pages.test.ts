import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Block } from "../../../bot/blocks.ts";
import { pagesOf } from "../../../bot/channels/pages.ts";
import { renderText } from "../../../bot/channels/text.ts";
import { citationBlock } from "../../../bot/clause-reply.ts";
import type { Grounds } from "../../../bot/grounds.ts";
import { questionBlock } from "../../../bot/question.ts";
import { wording } from "../../../bot/wording.ts";
import { knowledge } from "../../support/services.ts";

const text = (words: string): Block => ({ kind: "text", text: words });
const bytes = (words: string) => Buffer.byteLength(words);
const withoutHints = (pages: readonly string[]) =>
  pages.map((page) => page.replaceAll(`\n${wording.nextPage}`, "")).join("");
const bare = (words: string) => words.replaceAll(/\s/gu, "");

describe("a reply in messages of 2048 bytes", () => {
  it("that fits is one message as it is", () => {
    const fitting = "字".repeat(682);
    expect(bytes(fitting)).toBe(2046);
    expect(pagesOf([text(fitting)], 2048)).toEqual([fitting]);
    expect(pagesOf([text(`${fitting}ab`)], 2048)).toHaveLength(1);
    expect(pagesOf([text(`${fitting}abc`)], 2048)).toHaveLength(2);
  });

  it("says under all but the last how to go on", () => {
    const pages = pagesOf([text("一句话。".repeat(600))], 2048);
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages.slice(0, -1)) expect(page.endsWith(wording.nextPage)).toBe(true);
    expect(pages.at(-1)).not.toContain(wording.nextPage);
  });

  it("is cut at the ends of sentences", () => {
    for (const page of pagesOf([text("这是一句话，有两个分句。".repeat(200))], 600).slice(0, -1))
      expect(page.split("\n").at(-2)?.endsWith("。")).toBe(true);
  });

  it("asks its question in the first message, whatever the small print", () => {
    const blocks: Block[] = [
      text("结论。"),
      { kind: "caution", text: "说明。".repeat(400) },
      questionBlock("entityType"),
    ];
    expect(pagesOf(blocks, 1024)[0]).toContain(questionBlock("entityType").text);
  });

  it("never cuts a clause number or an amount", () => {
    const long = text(`${"字".repeat(331)}M06.4和1000.01${"字".repeat(400)}`);
    expect(pagesOf([long], 1024).some((page) => page.includes("M06.4"))).toBe(true);
    for (let lead = 300; lead < 345; lead++) {
      const pages = pagesOf([text(`${"字".repeat(lead)}工信部企业函〔2022〕103号${"字".repeat(400)}`)], 1024);
      expect(pages.some((page) => page.includes("〔2022〕103"))).toBe(true);
    }
  });

  it("of every measure keeps all words in order, whatever the limit", () => {
    const grounds = { notice: knowledge.notice } as Grounds;
    for (const clause of knowledge.notice.clauses)
      for (const limit of [200, 600, 2048]) {
        const block = citationBlock(clause, grounds, true);
        const pages = pagesOf([block], limit);
        for (const page of pages) expect(bytes(page)).toBeLessThanOrEqual(limit);
        expect(bare(withoutHints(pages))).toBe(bare(renderText([block])));
      }
  });

  it("of any text stays within the limit and loses nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 900 }),
        fc.integer({ min: 120, max: 400 }),
        (words, limit) => {
          const pages = pagesOf([text(words)], limit);
          for (const page of pages) expect(bytes(page)).toBeLessThanOrEqual(limit);
          if (!words.includes("回复0看下一段")) expect(bare(withoutHints(pages))).toBe(bare(words));
        },
      ),
      { numRuns: 500 },
    );
  });
});
