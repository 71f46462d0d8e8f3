/** Reply → plain text, for the terminal and for channels that have no other form. */
import type { AskedQuestion, Block, Choice, Citation, ConditionLine, Option } from "../blocks.ts";
import { asQuoted, quoted } from "../quoted.ts";
import { wording } from "../wording.ts";

/** How the name of something to pick is written; a channel may make a link of it. */
export type PickWriter = (number: number, label: string) => string;

export function renderText(blocks: readonly Block[], pick: PickWriter = (_, label) => label): string {
  return blocks.map((block) => renderBlock(block, pick)).join("\n");
}

function renderBlock(block: Block, pick: PickWriter): string {
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
      return renderQuestion(block, pick);
    case "choice":
      return block.choices.map((choice) => renderChoice(choice, pick)).join("\n");
    case "verdicts":
      return block.lines.map((line) => renderChoice(line, pick)).join("\n");
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

/** Options a line each; many short ones share lines, as wide as a phone. */
const MOST_LINES = 6;
const LINE_WIDTH = 20;
const GAP = "　";

function renderQuestion({ lead, text, options, hint }: AskedQuestion, pick: PickWriter): string {
  const lines = options.length > MOST_LINES ? sharingLines(options) : options.map((option) => [option]);
  const list = lines.map((line) => line.map((option) => renderChoice(option, pick)).join(GAP)).join("\n");
  return [...(lead === undefined ? [] : [lead]), `▶ ${text}`, ...(list === "" ? [] : [list]), hint].join(
    "\n",
  );
}

/** By how wide they look, whatever is written to make links of them. */
function sharingLines(options: readonly Option[]): Option[][] {
  const lines: Option[][] = [];
  let width = LINE_WIDTH;
  for (const option of options) {
    const own = wording.choiceLine(option.number, option.label).length;
    width += GAP.length + own;
    if (width <= LINE_WIDTH) lines.at(-1)?.push(option);
    else {
      lines.push([option]);
      width = own;
    }
  }
  return lines;
}

function renderChoice({ number, label, detail }: Choice, pick: PickWriter): string {
  const name = pick(number, label);
  return wording.choiceLine(number, detail === undefined ? name : wording.choiceDetail(name, detail));
}
