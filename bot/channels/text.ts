/** Reply → plain text, for the terminal and for channels that have no other form. */
import type { AskedQuestion, Block, Choice, Citation, ConditionLine } from "../blocks.ts";
import { asQuoted, quoted } from "../quoted.ts";
import { wording } from "../wording.ts";

export function renderText(blocks: readonly Block[]): string {
  return blocks.map(renderBlock).join("\n");
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "text":
    case "conclusion":
    case "later":
    case "receipt":
      return block.text;
    case "caution":
      return `※ ${block.text}`;
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
      return block.items.map((item) => `· ${item}`).join("\n");
  }
}

function renderCitation({ heading, measureText, start, end, departments, whole }: Citation): string {
  const words = whole ? measureText : asQuoted(measureText.slice(start, end));
  return `${heading}\n${words}\n${departments}`;
}

export const MARKS: Readonly<Record<ConditionLine["outcome"], string>> = {
  holds: "✓",
  fails: "✗",
  unknown: "？",
};

function renderCondition({ outcome, quotes, because, readings }: ConditionLine): string {
  const reasons = because.length > 0 ? `（${because.join("；")}）` : "";
  const read = readings.map((reading) => `\n   ${wording.trace.reading(reading)}`).join("");
  return `${MARKS[outcome]} ${quoted(quotes)}${reasons}${read}`;
}

/** Options a line each; many short ones share lines. */
const MOST_LINES = 6;

function renderQuestion({ lead, text, options, hint }: AskedQuestion): string {
  const lines = options.map(({ number, label }) => wording.choiceLine(number, label));
  const list = lines.length > MOST_LINES ? lines.join("；") : lines.join("\n");
  return [...(lead === undefined ? [] : [lead]), `▶ ${text}`, ...(list === "" ? [] : [list]), hint].join(
    "\n",
  );
}

function renderChoice({ number, label, detail }: Choice): string {
  return wording.choiceLine(number, detail === undefined ? label : wording.choiceDetail(label, detail));
}
