import { describe, expect, it } from "vitest";
import type { Block } from "../../../bot/blocks.ts";
import { renderMarkdown } from "../../../bot/channels/markdown.ts";
import { citationBlock } from "../../../bot/clause-reply.ts";
import type { Grounds } from "../../../bot/grounds.ts";
import { questionBlock } from "../../../bot/question.ts";
import { knowledge } from "../../support/services.ts";

const grounds = { notice: knowledge.notice } as Grounds;
const clause = knowledge.notice.clauses.find(({ id }) => id === "M06.4");
if (clause === undefined) throw new Error("the notice has no M06.4");

describe("Markdown", () => {
  it("quotes the clause, and marks it in the measure shown whole", () => {
    expect(renderMarkdown([citationBlock(clause, grounds)])).toContain("> 对受疫情影响暂时出现生产经营困难");
    expect(renderMarkdown([citationBlock(clause, grounds, true)])).toContain(
      "**对受疫情影响暂时出现生产经营困难",
    );
  });

  it("numbers the answers to a question", () => {
    expect(renderMarkdown([questionBlock("entityType")])).toContain("\n1. 企业\n2. 个体工商户");
  });

  it("lets nothing that is said become markup", () => {
    const said: Block = { kind: "text", text: "<img src=x> **粗** [链接](http://x) `码` # 题 | 表" };
    expect(renderMarkdown([said]).replaceAll(/\\[\\`*_{}[\]<>#|~!]/gu, "")).not.toMatch(/[`*_[\]<>#|]/u);
  });
});
