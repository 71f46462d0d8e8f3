/** Reply → Markdown, for channels that show it: headings, quotes and lists, nothing else. What is quoted is escaped. */
import type { AskedQuestion, Block, Choice, Citation, ConditionLine } from "../blocks.ts";
import { asQuoted, quoted } from "../quoted.ts";
import { wording } from "../wording.ts";
import { MARKS } from "./text.ts";

export function renderMarkdown(blocks: readonly Block[]): string {
  return blocks.map(renderBlock).join("\n\n");
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "text":
    case "later":
      return escaped(block.text);
    case "conclusion":
      return `**${escaped(block.text)}**`;
    case "receipt":
      return escaped(block.text);
    case "caution":
      return `※ ${escaped(block.text)}`;
    case "citation":
      return renderCitation(block.citation);
    case "conditions":
      return block.lines.map(renderCondition).join("\n");
    case "question":
      return renderQuestion(block);
    case "choice":
      return block.choices.map(renderChoice).join("\n");
    case "verdicts":
      return block.lines.map(renderChoice).join("\n");
    case "list":
      return block.items.map((item) => `- ${escaped(item)}`).join("\n");
  }
}

function renderCitation({ heading, measureText, start, end, departments, whole }: Citation): string {
  const words = whole
    ? `${escaped(measureText.slice(0, start))}**${escaped(measureText.slice(start, end))}**${escaped(measureText.slice(end))}`
    : escaped(asQuoted(measureText.slice(start, end)));
  return `${escaped(heading)}\n\n> ${words}\n\n${escaped(departments)}`;
}

function renderCondition({ outcome, quotes, because, readings }: ConditionLine): string {
  const reasons = because.length > 0 ? `（${because.join("；")}）` : "";
  const read = readings.map((reading) => `\n  - ${escaped(wording.trace.reading(reading))}`).join("");
  return `- ${MARKS[outcome]} ${escaped(quoted(quotes))}${escaped(reasons)}${read}`;
}

function renderQuestion({ lead, text, options, hint }: AskedQuestion): string {
  const list = options.map(({ number, label }) => `${number}. ${escaped(label)}`).join("\n");
  return [lead, `**${escaped(text)}**`, list, hint]
    .filter((part) => part !== undefined && part !== "")
    .join("\n\n");
}

function renderChoice({ number, label, detail }: Choice): string {
  return `${number}. ${escaped(detail === undefined ? label : wording.choiceDetail(label, detail))}`;
}

/** Every character that means something in Markdown, HTML included. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>#|~!]/gu, "\\$&");
}
