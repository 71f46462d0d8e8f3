/** 统计栏：figures, what owners think, what staff did; one at a time. */
import type { ConsoleContext } from "../context.ts";
import { button, el, replace } from "../element.ts";
import { createActions } from "./actions.ts";
import { createFeedback } from "./feedback.ts";
import { createNumbers } from "./numbers.ts";

const VIEWS = { numbers: createNumbers, feedback: createFeedback, actions: createActions } as const;

type View = keyof typeof VIEWS;

export function mountFigures(root: HTMLElement, context: ConsoleContext): () => void {
  const words = context.wording.figures;
  const views = (Object.keys(VIEWS) as View[]).map((name) => {
    const panel = el("div", { class: "view" });
    const press = button(words.views[name], () => show(name), { class: "view-choice" });
    return { name, panel, press, refresh: VIEWS[name](panel, context) };
  });
  let current: View = "numbers";
  const show = (name: View) => {
    current = name;
    for (const view of views) {
      view.panel.hidden = view.name !== name;
      view.press.setAttribute("aria-pressed", String(view.name === name));
      if (view.name === name) view.refresh();
    }
  };
  root.classList.add("supervisor");
  replace(
    root,
    el(
      "header",
      { class: "heading" },
      el("h1", {}, words.title),
      el(
        "div",
        { class: "views", role: "group", "aria-label": words.viewsLabel },
        ...views.map(({ press }) => press),
      ),
    ),
    ...views.map(({ panel }) => panel),
  );
  context.onShow(() => show(current));
  return () => {};
}
