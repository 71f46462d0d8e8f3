/** 段 → DOM: the one place that knows how a block looks. Chat page, widget and console show the same. */
import type {
  AskedQuestion,
  Block,
  BlockWords,
  Choice,
  Citation,
  ConditionLine,
  Option,
} from "../../channels/webchat/protocol.ts";
import { button, element, type Icon, icon, unseen } from "./dom.ts";
import { type Marked, marked } from "./marked.ts";

/** What can be done with a block; what is absent is not offered. */
export interface BlockActions {
  readonly pick?: (choice: Option) => void;
  readonly copy?: (text: string, from: HTMLButtonElement) => void;
  /** Where the card of a receipt is. */
  readonly cardUrl?: (receipt: string) => string;
}

export function renderBlocks(
  blocks: readonly Block[],
  words: BlockWords,
  actions: BlockActions = {},
): HTMLElement[] {
  return blocks.flatMap((block, index) => renderBlock(block, marksAfter(blocks, index), words, actions));
}

/** What was offered can no longer be picked, but stays to be read. */
export function settleChoices(reply: ParentNode, picked?: number): void {
  for (const choice of Array.from(reply.querySelectorAll<HTMLButtonElement>(".choice"))) {
    choice.disabled = true;
    if (choice.value === String(picked)) choice.classList.add("picked");
  }
}

function renderBlock(
  block: Block,
  marks: readonly Marked[],
  words: BlockWords,
  actions: BlockActions,
): HTMLElement[] {
  switch (block.kind) {
    case "text":
      return [element("p", "", block.text)];
    case "conclusion":
      return [renderConclusion(block.verdict, block.text)];
    case "citation":
      return [renderCitation(block.citation, marks, words, actions)];
    case "conditions":
      return [renderConditions(block.lines, words)];
    case "caution":
    case "later":
      return [element("p", block.kind, block.text)];
    case "list":
      return [element("ul", "", ...block.items.map((item) => element("li", "", item)))];
    case "question":
      return [renderQuestion(block, actions)];
    case "choice":
      return [renderChoices(block.choices, actions)];
    case "verdicts":
      return block.lines.length > 0 ? [renderChoices(block.lines, actions)] : [];
    case "receipt":
      return [renderReceipt(block.code, block.text, words, actions)];
  }
}

const VERDICT_ICONS: Readonly<Record<string, Icon>> = {
  eligible: "holds",
  conditional: "holds",
  available: "holds",
  ineligible: "fails",
  needs_info: "unknown",
};

function renderConclusion(verdict: string, text: string): HTMLElement {
  return element(
    "p",
    `conclusion ${verdict}`,
    icon(VERDICT_ICONS[verdict] ?? "info"),
    element("span", "", text),
  );
}

/** The words the conditions of this citation rest on. */
function marksAfter(blocks: readonly Block[], citation: number): Marked[] {
  const rest = blocks.slice(citation + 1);
  const next = rest.findIndex(({ kind }) => kind === "citation");
  return rest
    .slice(0, next < 0 ? rest.length : next)
    .flatMap((block) => (block.kind === "conditions" ? block.lines : []))
    .flatMap(({ quotes, outcome }) => quotes.map((words) => ({ words, outcome })));
}

/** The clause first, its words that matter marked; the measure it stands in one touch away. */
function renderCitation(
  { heading, measureText, start, end, departments, whole }: Citation,
  marks: readonly Marked[],
  words: BlockWords,
  { copy }: BlockActions,
): HTMLElement {
  const text = measureText.slice(start, end);
  const clause = text.replace(/[，；]$/u, "");
  const rest = /\p{P}$/u.test(text) ? "" : words.ellipsis;
  const quotation = `${heading}“${clause}${rest}”\n${departments}`;
  const measure = element(
    "details",
    "measure",
    element("summary", "", words.whole),
    element("p", "", measureText.slice(0, start), element("mark", "clause", text), measureText.slice(end)),
  );
  measure.open = whole === true;
  return element(
    "figure",
    "citation",
    element("figcaption", "", heading),
    element("blockquote", "", ...marked(clause, marks), rest),
    element("p", "departments", departments),
    element(
      "div",
      "foot",
      measure,
      ...(copy ? [button("quiet copy", [icon("copy"), words.copyQuote], copies(quotation, copy))] : []),
    ),
  );
}

function copies(text: string, copy: (text: string, from: HTMLButtonElement) => void) {
  return ({ currentTarget }: MouseEvent) => {
    if (currentTarget instanceof HTMLButtonElement) copy(text, currentTarget);
  };
}

function renderConditions(lines: readonly ConditionLine[], words: BlockWords): HTMLElement {
  return element(
    "ul",
    "conditions",
    ...lines.map(({ outcome, quotes, because, readings }) =>
      element(
        "li",
        outcome,
        icon(outcome),
        element(
          "div",
          "",
          unseen(words.outcomes[outcome]),
          element("strong", "", quotes.map((quote) => `“${quote}”`).join("")),
          ...because.map((reason) => element("span", "because", reason)),
          ...readings.map((reading) => element("span", "reading", reading)),
        ),
      ),
    ),
  );
}

/** So many answers are set close, several to a line, and that one may also just say it stands before them. */
const MANY = 8;

function renderQuestion({ lead, text, options, hint }: AskedQuestion, { pick }: BlockActions): HTMLElement {
  const isLong = options.length > MANY;
  const group = element("div", isLong ? "options many" : "options");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", text);
  group.append(...options.map((option) => choiceButton(option, [option.label], pick)));
  const hinted = element("p", "hint", hint);
  return element(
    "div",
    "question",
    ...(lead === undefined ? [] : [element("p", "lead", lead)]),
    element("p", "asked", text),
    ...(isLong ? [hinted, group] : options.length > 0 ? [group, hinted] : [hinted]),
  );
}

function renderChoices(choices: readonly Choice[], { pick }: BlockActions): HTMLElement {
  return element(
    "div",
    "choices",
    ...choices.map((choice) => {
      const { label, detail } = choice;
      const told = detail === undefined ? [] : [element("span", "detail", detail)];
      return choiceButton(choice, [element("span", "label", label), ...told], pick);
    }),
  );
}

function choiceButton(
  { number, label }: Option,
  children: readonly (Node | string)[],
  pick: BlockActions["pick"],
): HTMLElement {
  const made = button(
    "choice",
    [element("span", "number", `${number}`), element("span", "", ...children)],
    () => pick?.({ number, label }),
  );
  made.value = `${number}`;
  made.disabled = pick === undefined;
  return made;
}

function renderReceipt(
  code: string,
  text: string,
  words: BlockWords,
  { copy, cardUrl }: BlockActions,
): HTMLElement {
  const [before = "", after = ""] = text.split(code);
  const made = element(
    "div",
    "receipt",
    element("p", "", before, element("span", "code", code), after),
    ...(copy ? [button("quiet copy", [icon("copy"), words.copyReceipt], copies(code, copy))] : []),
  );
  if (cardUrl) {
    const card = element("a", "quiet card", icon("card"), words.card);
    card.href = cardUrl(code);
    card.target = "_blank";
    card.rel = "noopener";
    made.append(card);
  }
  return made;
}
