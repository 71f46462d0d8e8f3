/** 评价：what owners said of the answers they were given, with what they had asked. */

import type { FeedbackPage, FeedbackRow } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { button, el, filled, replace } from "../element.ts";
import { createLoader } from "../loading.ts";
import { minuteOf } from "../time.ts";
import { createExportBar } from "./export-bar.ts";
import { addressOf, channelNames, createFilters, dateField, fill, options, select } from "./filters.ts";
import { createPager } from "./pager.ts";
import { percent } from "./rate.ts";
import { rowsTable } from "./rows-table.ts";
import { createTicks, type Ticks } from "./ticks.ts";

/** @returns what shows it anew */
export function createFeedback(root: HTMLElement, context: ConsoleContext): () => void {
  const { wording, api, clauses } = context;
  const words = wording.feedback;
  let page = 1;
  let total = 0;
  const channel = select(options({}, wording.common.all));
  const refresh = () => {
    const address = `/feedback${addressOf({ ...filters.query(), page: `${page}` })}`;
    void loader.load((signal) => api.get<FeedbackPage>(address, { signal }), show);
  };
  const filters = createFilters(
    {
      contains: { label: words.contains, input: el("input", { type: "search", maxlength: 200 }) },
      useful: {
        label: words.useful,
        input: select(options({ no: words.no, yes: words.yes }, wording.common.all)),
      },
      reason: { label: words.reason, input: select(options(words.reasons, wording.common.all)) },
      clause: {
        label: words.clause,
        input: select([
          { value: "", label: wording.common.all },
          ...clauses.map(({ id, title }) => ({ value: id, label: `${id} ${title}` })),
        ]),
      },
      channel: { label: wording.common.channel, input: channel },
      from: { label: wording.common.from, input: dateField() },
      to: { label: wording.common.to, input: dateField() },
    },
    () => {
      page = 1;
      refresh();
    },
  );
  const status = el("p", { class: "status" });
  const loader = createLoader(status, context);
  const share = el("p", {});
  const exporting = createExportBar("/feedback/export", context, filters.query);
  const ticks = createTicks(wording.common, () => exporting.show(ticks.chosen, total));
  const body = el("tbody", {});
  const nothing = el("p", { class: "nothing", hidden: true }, words.none);
  const head = [words.time, words.question, words.said, words.answered];
  const table = rowsTable(ticks.all, head, body, words.list);
  const pager = createPager(words.list, context, (target) => {
    page = target;
    refresh();
  });
  replace(
    root,
    el("p", { class: "hint" }, words.hint),
    filters.element,
    el("div", { class: "toolbar" }, exporting.element, share),
    status,
    el(
      "div",
      { class: "table-frame", tabindex: 0, role: "region", "aria-label": words.list },
      table,
      nothing,
    ),
    pager.element,
  );

  const show = ({ rows, total: found, useful, pageSize, channels }: FeedbackPage) => {
    total = found;
    fill(channel, options(channelNames(channels, context), wording.common.all));
    ticks.show(rows.map(({ id }) => id));
    table.hidden = found === 0;
    nothing.hidden = found > 0;
    replace(body, ...rows.map((row) => rowOf(row, ticks, context)));
    replace(
      share,
      found > 0 && filled(words.share, { total: found, useful, share: percent(useful / found) }),
    );
    exporting.show(ticks.chosen, found);
    pager.show(page, Math.max(1, Math.ceil(found / pageSize)));
  };
  return refresh;
}

function rowOf(row: FeedbackRow, ticks: Ticks, context: ConsoleContext): HTMLTableRowElement {
  const { wording, clauses, go } = context;
  const words = wording.feedback;
  const reasons: Readonly<Record<string, string>> = words.reasons;
  const outcomes: Readonly<Record<string, string>> = wording.outcomes;
  const { id, at, channel, question, useful, reason, text, outcome, receipt, cites } = row;
  const cited = cites.map((cite) =>
    el("li", {}, `${cite} ${clauses.find((one) => one.id === cite)?.title ?? ""}`),
  );
  return el(
    "tr",
    {},
    el("td", {}, ticks.box(id)),
    el(
      "td",
      { class: "when" },
      minuteOf(at),
      el("span", { class: "hint" }, channelNames([channel], context)[channel]),
    ),
    el(
      "td",
      { class: "words" },
      el("p", {}, question),
      button(wording.review.tryIt, () => go("playground", { text: question }), { class: "quiet" }),
    ),
    el(
      "td",
      { class: "opinion" },
      el("span", { class: useful ? "mark useful" : "mark useless" }, useful ? words.yes : words.no),
      reason !== undefined && ` ${reasons[reason] ?? reason}`,
      text !== undefined && el("p", {}, text),
    ),
    el(
      "td",
      {},
      outcomes[outcome] ?? outcome,
      cited.length > 0 && el("ul", { class: "near" }, ...cited),
      receipt !== undefined && el("p", { class: "hint" }, filled(words.receipt, { code: receipt })),
    ),
  );
}
