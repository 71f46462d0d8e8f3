/** 检索试验：a question, or two wordings side by side; what was found and why. Changes nothing. */
import type { Trial, TrialRequest } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { el, field, replace } from "../element.ts";
import { createLoader } from "../loading.ts";
import { trialCard } from "./trial-card.ts";

export function mountPlayground(root: HTMLElement, context: ConsoleContext): () => void {
  const { wording, api } = context;
  const words = wording.playground;
  const first = box(words.first, words.example);
  const second = box(words.second, "");
  const status = el("p", { class: "status" });
  const loader = createLoader(status, context);
  const results = el("div", { class: "trials", "aria-live": "polite" });
  const form = el(
    "form",
    { class: "wordings" },
    first.element,
    second.element,
    el("button", { type: "submit", class: "primary" }, words.run),
  );
  root.classList.add("playground");
  replace(
    root,
    el("header", { class: "heading" }, el("h1", {}, words.title), el("p", { class: "hint" }, words.hint)),
    form,
    status,
    results,
  );

  const run = () => {
    const questions = [first.text.value, second.text.value].filter((text) => text.trim() !== "");
    if (questions.length === 0) {
      replace(status, words.empty);
      first.text.focus();
      return;
    }
    const attempt = (question: string, signal: AbortSignal) =>
      api.post<Trial>("/playground", { question } satisfies TrialRequest, { signal });
    void loader.load(
      (signal) => Promise.all(questions.map((question) => attempt(question, signal))),
      (trials) => {
        const cards = trials.map((trial, index) => trialCard(questions[index] ?? "", trial, context));
        results.classList.toggle("two", cards.length > 1);
        replace(results, ...cards);
      },
    );
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    run();
  });
  context.onShow((parameters) => {
    const text = parameters.get("text");
    if (text !== null && text !== first.text.value) {
      first.text.value = text;
      run();
    }
    first.text.focus();
  });
  return () => loader.stop();
}

function box(label: string, example: string) {
  const text = el("textarea", { rows: 2, maxlength: 2000, placeholder: example });
  return { text, element: field(label, text) };
}
