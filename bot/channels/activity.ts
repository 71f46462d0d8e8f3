/** Activity: what Bot Framework, Teams and Web Chat show. Reply → activities; the verdict as a card where cards are shown. */
import type { Block } from "../blocks.ts";
import { wording } from "../wording.ts";
import { type AdaptiveCard, verdictCard } from "./activity-card.ts";
import { type CitationEntity, citationEntity } from "./activity-citations.ts";
import { renderMarkdown } from "./markdown.ts";

/** A message on its way out; the adapter adds whom it goes to. */
export interface OutgoingActivity {
  readonly type: "message" | "typing";
  readonly locale?: string;
  readonly text?: string;
  readonly textFormat?: "markdown" | "plain";
  readonly inputHint?: "acceptingInput" | "expectingInput";
  /** What a notification shows of a card. */
  readonly summary?: string;
  readonly suggestedActions?: { readonly to: readonly string[]; readonly actions: readonly ImBack[] };
  readonly attachments?: readonly CardAttachment[];
  readonly entities?: readonly CitationEntity[];
}

/** A button whose value comes back as the owner's own message. */
export interface ImBack {
  readonly type: "imBack";
  readonly title: string;
  readonly value: string;
}

export interface CardAttachment {
  readonly contentType: "application/vnd.microsoft.card.adaptive";
  readonly content: AdaptiveCard;
}

/** What the platform in front of the owner can show. */
export interface Screen {
  readonly cards: boolean;
  /** Where there are more choices than this, only their numbers are given. */
  readonly mostActions: number;
}

/** At most two: what is told, with its cards, then what is asked. */
export function renderActivities(blocks: readonly Block[], screen: Screen): OutgoingActivity[] {
  const { told, verdicts, asked } = screen.cards
    ? inParts(blocks)
    : { told: blocks, verdicts: [], asked: [] };
  const messages = [messageOf(told, verdicts), messageOf(asked, [])].filter(
    (message) => message !== undefined,
  );
  const actions = actionsOf(blocks);
  const shown = actions.length > 0 && actions.length <= screen.mostActions ? actions : [];
  return messages.map((message, index) => (index === messages.length - 1 ? asking(message, shown) : message));
}

/** A text nobody need answer by number: a greeting, a person's words. */
export function textActivity(text: string): OutgoingActivity {
  return { type: "message", locale: LOCALE, text, textFormat: "plain", inputHint: "acceptingInput" };
}

export function asking(message: OutgoingActivity, actions: readonly ImBack[]): OutgoingActivity {
  if (actions.length === 0) return message;
  return { ...message, inputHint: "expectingInput", suggestedActions: { to: [], actions } };
}

export function imBack(title: string, value = title): ImBack {
  return { type: "imBack", title, value };
}

const LOCALE = "zh-CN";

const ASKING: ReadonlySet<Block["kind"]> = new Set(["question", "choice", "verdicts", "list"]);

interface Parts {
  readonly told: readonly Block[];
  /** Each from its conclusion on. */
  readonly verdicts: readonly (readonly Block[])[];
  readonly asked: readonly Block[];
}

/** The receipt is of the whole reply; it stands on the last card. */
function inParts(blocks: readonly Block[]): Parts {
  const first = blocks.findIndex(({ kind }) => kind === "conclusion");
  if (first < 0) return { told: blocks, verdicts: [], asked: [] };
  const receipts = blocks.filter(({ kind }) => kind === "receipt");
  const rest = blocks.slice(first).filter(({ kind }) => kind !== "receipt");
  const end = rest.findIndex(({ kind }) => ASKING.has(kind));
  const concluded = end < 0 ? rest : rest.slice(0, end);
  const starts = concluded.flatMap(({ kind }, index) => (kind === "conclusion" ? [index] : []));
  const verdicts = starts.map((start, index) => [
    ...concluded.slice(start, starts[index + 1]),
    ...(index === starts.length - 1 ? receipts : []),
  ]);
  return { told: blocks.slice(0, first), verdicts, asked: end < 0 ? [] : rest.slice(end) };
}

function messageOf(
  blocks: readonly Block[],
  verdicts: readonly (readonly Block[])[],
): OutgoingActivity | undefined {
  if (blocks.length === 0 && verdicts.length === 0) return undefined;
  const entity = citationEntity([...blocks, ...verdicts.flat()]);
  const summary = verdicts.flat().find((block) => block.kind === "conclusion")?.text;
  return {
    type: "message",
    locale: LOCALE,
    inputHint: "acceptingInput",
    ...(blocks.length > 0 && { text: renderMarkdown(blocks), textFormat: "markdown" }),
    ...(summary !== undefined && { summary }),
    ...(verdicts.length > 0 && { attachments: verdicts.map(cardAttachment) }),
    ...(entity && { entities: [entity] }),
  };
}

function cardAttachment(blocks: readonly Block[]): CardAttachment {
  return { contentType: "application/vnd.microsoft.card.adaptive", content: verdictCard(blocks) };
}

/** What can be picked by number. */
function actionsOf(blocks: readonly Block[]): ImBack[] {
  return blocks.flatMap((block) => {
    if (block.kind === "question") return block.options.map(buttonOf);
    if (block.kind === "verdicts") return block.lines.map(buttonOf);
    return block.kind === "choice" ? block.choices.map(buttonOf) : [];
  });
}

function buttonOf({ number, label }: { readonly number: number; readonly label: string }): ImBack {
  return imBack(wording.choiceLine(number, label), String(number));
}
