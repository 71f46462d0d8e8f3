/** What became of one question: in a sentence, then in figures, then what an owner is told. */
import type { Trial, TrialLabel } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { el, filled, svg } from "../element.ts";
import { scoreText } from "../score.ts";
import { percent } from "../supervisor/rate.ts";

export function trialCard(question: string, trial: Trial, context: ConsoleContext): HTMLElement {
  const { wording } = context;
  const words = wording.playground;
  const isHit = trial.outcome === "answer" || trial.outcome === "clarify";
  const outcomes: Readonly<Record<string, string>> = wording.outcomes;
  const { outcome, text } = trial.answer;
  return el(
    "article",
    { class: "trial" },
    el("h2", {}, question),
    el("p", { class: isHit ? "finding hit" : "finding missed" }, sentenceOf(trial, context)),
    trial.outcome === "out_of_scope" && trial.labels.length > 0 && nearestSentence(trial, context),
    outcome !== trial.outcome &&
      el("p", { class: "remark" }, filled(words.differs, { outcome: outcomes[outcome] ?? outcome })),
    trial.labels.length > 0 && labelTable(trial, context),
    el("section", {}, el("h3", {}, words.matches), matches(trial, context)),
    el(
      "details",
      {},
      el("summary", {}, words.answerTitle),
      el("div", { class: "owner-sees" }, ...text.split("\n").map((line) => el("p", {}, line))),
    ),
  );
}

/** Plainly, what was found or why nothing was. */
function sentenceOf(trial: Trial, context: ConsoleContext): string {
  const words = context.wording.playground;
  const { outcome, refusal, nearTie } = trial;
  const sums = { clauses: scoreText(trial.clauses), refusals: scoreText(trial.refusals) };
  const [first, second] = trial.labels.filter(({ label }) => isClause(label, context));
  if (refusal === "empty") return words.refusedEmpty;
  if (refusal === "near-miss") return filled(words.refusedNear, sums);
  if (outcome === "out_of_scope") return filled(words.refusedFar, sums);
  if (outcome === "clarify" && first && second) {
    return filled(words.tie, {
      first: nameOf(first, context),
      firstScore: scoreText(first.probability),
      second: nameOf(second, context),
      secondScore: scoreText(second.probability),
      share: percent(nearTie),
    });
  }
  if (outcome === "answer" && first) return filled(words.hit, partsOf(first, context));
  const [best] = trial.labels;
  return best
    ? filled(words.other, { label: nameOf(best, context), score: scoreText(best.probability) })
    : "";
}

function nearestSentence({ labels }: Trial, context: ConsoleContext): HTMLElement | undefined {
  const nearest = labels.find(({ label }) => isClause(label, context));
  const words = context.wording.playground;
  return nearest && el("p", {}, filled(words.best, partsOf(nearest, context)));
}

function labelTable({ labels }: Trial, context: ConsoleContext): HTMLElement {
  const words = context.wording.playground;
  const ways = Object.keys(labels[0]?.shares ?? {});
  const names: Readonly<Record<string, string>> = words.ways;
  const head = [words.label, words.score, ...ways.map((way) => names[way] ?? way)];
  const line = (label: TrialLabel) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, nameOf(label, context)),
      el(
        "td",
        { class: "score" },
        el("span", {}, scoreText(label.probability)),
        svg(
          "svg",
          { viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
          svg("rect", { class: "ground", width: 100, height: 4 }),
          svg("rect", { class: "reach", width: label.probability * 100, height: 4 }),
        ),
      ),
      ...ways.map((way) => el("td", {}, shareText(label.shares[way] ?? 0))),
    );
  const table = el(
    "table",
    { class: "rows numbers" },
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...labels.map(line)),
  );
  return el(
    "section",
    {},
    el("h3", {}, words.labels),
    el("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": words.labels }, table),
    el("p", { class: "hint" }, words.threshold, " ", words.waysMeaning),
  );
}

function matches({ matches: found }: Trial, context: ConsoleContext): HTMLElement {
  const words = context.wording.playground;
  const names: Readonly<Record<string, string>> = words.ways;
  if (found.length === 0) return el("p", { class: "hint" }, words.noMatches);
  return el(
    "dl",
    { class: "matches" },
    ...found.flatMap(({ way, passages }) => [
      el("dt", {}, names[way] ?? way),
      el(
        "dd",
        {},
        el(
          "ul",
          {},
          ...passages.map(({ label, text }) =>
            el("li", {}, el("q", {}, text), el("span", { class: "hint" }, labelName(label, context))),
          ),
        ),
      ),
    ]),
  );
}

function partsOf(label: TrialLabel, { clauses }: ConsoleContext) {
  const title = clauses.find(({ id }) => id === label.label)?.title ?? "";
  return { clause: label.label, title, score: scoreText(label.probability) };
}

function nameOf({ label }: TrialLabel, context: ConsoleContext): string {
  return labelName(label, context);
}

function labelName(label: string, { clauses, wording }: ConsoleContext): string {
  const clause = clauses.find(({ id }) => id === label);
  const names: Readonly<Record<string, string>> = wording.labels;
  return clause ? `${label} ${clause.title}` : (names[label] ?? label);
}

function isClause(label: string, { clauses }: ConsoleContext): boolean {
  return clauses.some(({ id }) => id === label);
}

/** One digit, and no -0.0. */
function shareText(share: number): string {
  return (Math.round(share * 10) / 10 + 0).toFixed(1);
}
