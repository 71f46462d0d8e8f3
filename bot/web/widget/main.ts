/** The chat page: sends what is typed, shows the blocks that come back. All text is set as text, never as HTML. */
import type {
  AskedQuestion,
  Block,
  ChatError,
  ChatRequest,
  ChatResponse,
  Citation,
  ConditionLine,
} from "../../channels/webchat/protocol.ts";

const CONVERSATION = "mingbai.conversation";
/** A sign of life is shown only to those who have to wait. */
const WAITING_MS = 300;

const transcript = byId("transcript", HTMLElement);
const form = byId("ask", HTMLFormElement);
const input = byId("text", HTMLTextAreaElement);
const status = byId("status", HTMLElement);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void send(input.value);
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
input.addEventListener("input", grow);
for (const example of document.querySelectorAll<HTMLButtonElement>(".example")) {
  example.addEventListener("click", () => void send(example.textContent ?? ""));
}
input.focus({ preventScroll: true });

async function send(text: string): Promise<void> {
  if (text.trim() === "") return;
  const waiting = setTimeout(() => say(status.dataset["waiting"] ?? ""), WAITING_MS);
  try {
    const response = await fetch("/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text, conversation: conversation(), message: newId() } satisfies ChatRequest),
    });
    const body = (await response.json()) as ChatResponse | ChatError;
    if ("error" in body) return say(body.error.message);
    say("");
    input.value = "";
    grow();
    show(text, body);
  } catch {
    input.value = text;
    say(status.dataset["offline"] ?? "");
  } finally {
    clearTimeout(waiting);
    input.focus({ preventScroll: true });
  }
}

/** Named here, so that two messages sent at once are of one conversation. */
function conversation(): string {
  const known = sessionStorage.getItem(CONVERSATION);
  if (known !== null) return known;
  const made = newId();
  sessionStorage.setItem(CONVERSATION, made);
  return made;
}

/** `crypto.randomUUID` is only there over https. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

function show(question: string, answer: ChatResponse): void {
  const asked = bubble("owner");
  asked.append(element("span", "visually-hidden", `${status.dataset["you"] ?? ""}：`), question);
  const reply = bubble("bot");
  for (const block of answer.blocks) reply.append(...nodesOf(block));
  transcript.append(asked, reply);
  asked.scrollIntoView({
    block: "start",
    behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
  });
}

function nodesOf(block: Block): Node[] {
  switch (block.kind) {
    case "text":
      return [element("p", "", block.text)];
    case "conclusion":
      return [element("p", `conclusion ${block.verdict}`, block.text)];
    case "receipt":
      return [element("p", "receipt", block.text)];
    case "conditions":
      return [conditionList(block.lines)];
    case "question":
      return questionNodes(block);
    case "caution":
      return [element("p", "caution", block.text)];
    case "later":
      return [element("p", "later", block.text)];
    case "citation":
      return [card(block.citation)];
    case "list": {
      const list = element("ul", "");
      list.append(...block.items.map((item) => element("li", "", item)));
      return [list];
    }
    case "verdicts":
      return block.lines.map(({ number, label, detail }) => {
        const button = numbered(number, label);
        button.append(element("span", "", detail));
        return button;
      });
    case "choice":
      return block.choices.map(({ number, label, detail }) => {
        const button = numbered(number, label);
        if (detail !== undefined) button.append(element("span", "", detail));
        return button;
      });
  }
}

function conditionList(lines: readonly ConditionLine[]): HTMLElement {
  const list = element("ul", "conditions");
  list.append(
    ...lines.map(({ outcome, quotes, because, readings }) => {
      const item = element("li", outcome);
      item.append(
        element("strong", "", quotes.map((quote) => `“${quote}”`).join("")),
        ...because.map((reason) => element("span", "", reason)),
      );
      item.append(...readings.map((reading) => element("small", "", reading)));
      return item;
    }),
  );
  return list;
}

function questionNodes({ lead, text, options, hint }: AskedQuestion): Node[] {
  const buttons = element("div", "options");
  buttons.append(...options.map(({ number, label }) => numbered(number, label)));
  return [
    ...(lead === undefined ? [] : [element("p", "", lead)]),
    element("p", "question", text),
    buttons,
    element("p", "hint", hint),
  ];
}

function numbered(number: number, label: string): HTMLElement {
  const button = element("button", "choice");
  button.append(element("strong", "", `${number}. ${label}`));
  button.addEventListener("click", () => void send(String(number)));
  return button;
}

/** The clause first; the measure it stands in, with the clause marked, one touch away. */
function card({ heading, measureText, start, end, departments }: Citation): HTMLElement {
  const clause = measureText.slice(start, end);
  const whole = element("details", "");
  const measure = element("p", "");
  measure.append(measureText.slice(0, start), element("mark", "", clause), measureText.slice(end));
  whole.append(element("summary", "", status.dataset["whole"] ?? ""), measure);
  const figure = element("figure", "clause");
  figure.append(
    element("figcaption", "", heading),
    element("blockquote", "", clause.replace(/[，；]$/u, "")),
    element("p", "departments", departments),
    whole,
  );
  return figure;
}

function bubble(who: "owner" | "bot"): HTMLElement {
  return element("section", `bubble ${who}`);
}

function element(tag: string, className: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function say(words: string): void {
  status.textContent = words;
}

/** The box grows with what is written, up to a third of the screen (the style sheet's limit). */
function grow(): void {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

function byId<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}.`);
  return found;
}
