/** 结论卡：a verdict as an Adaptive Card 1.5. Text runs hold no markup, so what is quoted stays to the letter. */
import type { Block, Citation, ConditionLine } from "../blocks.ts";
import { asQuoted, quoted } from "../quoted.ts";
import { wording } from "../wording.ts";
import { MARKS, renderText } from "./text.ts";

export interface AdaptiveCard {
  readonly type: "AdaptiveCard";
  readonly $schema: "http://adaptivecards.io/schemas/adaptive-card.json";
  readonly version: "1.5";
  readonly lang: string;
  /** What is shown and read where the card cannot be. */
  readonly fallbackText: string;
  readonly speak: string;
  readonly body: readonly Element[];
  readonly actions: readonly SayAction[];
  readonly msteams: { readonly width: "Full" };
}

type Element = Paragraph | Frame;

interface Paragraph {
  readonly type: "RichTextBlock";
  readonly inlines: readonly Run[];
  readonly spacing?: "small" | "medium";
}

interface Run {
  readonly type: "TextRun";
  readonly text: string;
  readonly weight?: "bolder";
  readonly size?: "medium" | "small";
  readonly color?: "good" | "attention";
  readonly isSubtle?: true;
  readonly highlight?: true;
}

interface Frame {
  readonly type: "Container";
  readonly style: "emphasis";
  readonly items: readonly Paragraph[];
}

/** A button that says something for the owner, the way each client wants to be told. */
interface SayAction {
  readonly type: "Action.Submit";
  readonly title: string;
  readonly data: {
    readonly say: string;
    readonly msteams: ImBackData;
    readonly __isBotFrameworkCardAction: true;
    readonly cardAction: ImBackData;
  };
}

interface ImBackData {
  readonly type: "imBack";
  readonly value: string;
}

/** @param blocks of one verdict, its conclusion first */
export function verdictCard(blocks: readonly Block[]): AdaptiveCard {
  const plain = renderText(blocks);
  return {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.5",
    lang: "zh-CN",
    fallbackText: plain,
    speak: plain,
    body: blocks.flatMap(elementsOf),
    actions: [sayAction(wording.activity.why), sayAction(wording.activity.original)],
    msteams: { width: "Full" },
  };
}

function elementsOf(block: Block): Element[] {
  switch (block.kind) {
    case "conclusion":
      return [
        paragraph([{ ...run(block.text), weight: "bolder", size: "medium", ...colorOf(block.verdict) }]),
      ];
    case "citation":
      return [frameOf(block.citation)];
    case "conditions":
      return block.lines.flatMap(conditionParagraphs);
    case "caution":
      return [paragraph([run(`※ ${block.text}`)])];
    case "receipt":
      return [{ ...paragraph([{ ...run(block.text), isSubtle: true, size: "small" }]), spacing: "medium" }];
    case "text":
    case "later":
    case "question":
    case "choice":
    case "verdicts":
    case "list":
      return [paragraph([run(renderText([block]))])];
  }
}

const FAVOURABLE: ReadonlySet<string> = new Set(["eligible", "conditional", "available"]);
const UNFAVOURABLE: ReadonlySet<string> = new Set(["ineligible", "expired"]);

function colorOf(verdict: string): Pick<Run, "color"> {
  if (FAVOURABLE.has(verdict)) return { color: "good" };
  return UNFAVOURABLE.has(verdict) ? { color: "attention" } : {};
}

/** The clause in its frame; of the whole measure, the clause marked. */
function frameOf({ heading, measureText, start, end, departments, whole }: Citation): Frame {
  const words: readonly Run[] = whole
    ? [
        run(measureText.slice(0, start)),
        { ...run(measureText.slice(start, end)), highlight: true } as const,
        run(measureText.slice(end)),
      ].filter(({ text }) => text !== "")
    : [run(asQuoted(measureText.slice(start, end)))];
  return {
    type: "Container",
    style: "emphasis",
    items: [
      paragraph([{ ...run(heading), isSubtle: true }]),
      paragraph(words),
      paragraph([{ ...run(departments), isSubtle: true, size: "small" }]),
    ],
  };
}

function conditionParagraphs({ outcome, quotes, because, readings }: ConditionLine): Paragraph[] {
  const reasons = because.length > 0 ? `（${because.join("；")}）` : "";
  return [
    { ...paragraph([run(`${MARKS[outcome]} ${quoted(quotes)}${reasons}`)]), spacing: "small" },
    ...readings.map((reading) => paragraph([{ ...run(wording.trace.reading(reading)), isSubtle: true }])),
  ];
}

function paragraph(inlines: readonly Run[]): Paragraph {
  return { type: "RichTextBlock", inlines };
}

function run(text: string): Run {
  return { type: "TextRun", text };
}

function sayAction(words: string): SayAction {
  const data = { type: "imBack", value: words } as const;
  return {
    type: "Action.Submit",
    title: words,
    data: { say: words, msteams: data, __isBotFrameworkCardAction: true, cardAction: data },
  };
}
