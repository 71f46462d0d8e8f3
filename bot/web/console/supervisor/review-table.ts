/** The list of questions not answered, and the note that says what was done about one. */

import type { HandleRequest, ReviewRow } from "../../../channels/hotline/protocol.ts";
import { ApiError } from "../api.ts";
import type { ConsoleContext } from "../context.ts";
import { button, el, field, filled, replace } from "../element.ts";
import { scoreText } from "../score.ts";
import { minuteOf } from "../time.ts";
import { rowsTable } from "./rows-table.ts";
import type { Ticks } from "./ticks.ts";

export interface ReviewTable {
  readonly element: HTMLElement;
  readonly show: (rows: readonly ReviewRow[]) => void;
}

const COLUMNS = 5;

export function createReviewTable(context: ConsoleContext, ticks: Ticks, onHandled: () => void): ReviewTable {
  const { wording } = context;
  const words = wording.review;
  const body = el("tbody", {});
  const nothing = el("p", { class: "nothing", hidden: true }, words.none);
  const head = [words.time, words.text, words.nearest, words.state];
  const table = rowsTable(ticks.all, head, body, words.list);
  return {
    element: el(
      "div",
      { class: "table-frame", tabindex: 0, role: "region", "aria-label": words.list },
      table,
      nothing,
    ),
    show: (rows) => {
      ticks.show(rows.map(({ id }) => id));
      table.hidden = rows.length === 0;
      nothing.hidden = rows.length > 0;
      replace(body, ...rows.map((row) => rowOf(row, context, ticks, onHandled)));
    },
  };
}

function rowOf(
  row: ReviewRow,
  context: ConsoleContext,
  ticks: Ticks,
  onHandled: () => void,
): HTMLTableRowElement {
  const { wording, clauses, me, go } = context;
  const words = wording.review;
  const reasons: Readonly<Record<string, string>> = words.reasons;
  const channels: Readonly<Record<string, string>> = wording.channels;
  const { id, at, channel, text, reason, nearest, handled } = row;
  const near = nearest.slice(0, 2).map(({ clause, score }) => {
    const title = clauses.find((one) => one.id === clause)?.title ?? "";
    return el("li", {}, el("span", { class: "score" }, scoreText(score)), ` ${clause} ${title}`);
  });
  const handle = button(handled ? words.change : words.handle, () => {
    if (line.nextElementSibling?.classList.contains("note-row")) line.nextElementSibling.remove();
    else line.after(noteRow(row, context, onHandled, handle));
  });
  const line = el(
    "tr",
    {},
    el("td", {}, ticks.box(id)),
    el("td", { class: "when" }, minuteOf(at), el("span", { class: "hint" }, channels[channel] ?? channel)),
    el(
      "td",
      { class: "words" },
      el("p", {}, text === "" ? "—" : text),
      el("span", { class: `reason ${reason}` }, reasons[reason] ?? reason),
      handled &&
        el("p", { class: "done" }, filled(words.handledBy, { ...handled, at: minuteOf(handled.at) })),
    ),
    el("td", {}, near.length > 0 ? el("ul", { class: "near" }, ...near) : words.noClause),
    el(
      "td",
      { class: "acts" },
      handle,
      me.areas.includes("playground") &&
        button(words.tryIt, () => go("playground", { text }), { class: "quiet" }),
    ),
  );
  return line;
}

function noteRow(
  { id, text, handled }: ReviewRow,
  { wording, api, announce }: ConsoleContext,
  onHandled: () => void,
  opener: HTMLButtonElement,
): HTMLTableRowElement {
  const words = wording.review;
  const note = el("textarea", { rows: 2, maxlength: 2000, required: true, placeholder: words.noteHint });
  note.value = handled?.note ?? "";
  const trouble = el("p", { class: "trouble", role: "alert" });
  const attempt = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      announce(done);
      onHandled();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      replace(trouble, error.message);
    }
  };
  const close = () => {
    row.remove();
    opener.focus();
  };
  const path = `/review/${encodeURIComponent(id)}`;
  const form = el(
    "form",
    { class: "note", "aria-label": filled(words.noteFor, { text }) },
    field(words.note, note),
    trouble,
    el(
      "div",
      { class: "toolbar" },
      el("button", { type: "submit", class: "primary" }, wording.common.save),
      button(wording.common.cancel, close),
      handled !== undefined &&
        button(words.reopen, () => void attempt(() => api.delete(path), words.reopened)),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body: HandleRequest = { note: note.value };
    void attempt(() => api.put(path, body), words.saved);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  const row = el("tr", { class: "note-row" }, el("td", { colspan: COLUMNS }, form));
  queueMicrotask(() => note.focus());
  return row;
}
