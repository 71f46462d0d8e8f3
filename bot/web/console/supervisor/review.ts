/** 未答：questions not answered, grouped by the clause nearest to them; marked as handled; exported. */
import type { ReviewGroups, ReviewPage } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { button, el, replace } from "../element.ts";
import { createLoader } from "../loading.ts";
import { createExportBar } from "./export-bar.ts";
import { addressOf, channelNames, createFilters, dateField, fill, options, select } from "./filters.ts";
import { createPager } from "./pager.ts";
import { createGroups } from "./review-groups.ts";
import { createReviewTable } from "./review-table.ts";
import { createTicks } from "./ticks.ts";

export function mountReview(root: HTMLElement, context: ConsoleContext): () => void {
  const { wording, api, clauses } = context;
  const words = wording.review;
  let page = 1;
  let total = 0;

  const channel = select(options({}, wording.common.all));
  const filters = createFilters(
    {
      contains: { label: words.contains, input: el("input", { type: "search", maxlength: 200 }) },
      handled: {
        label: words.handled,
        input: select(options({ no: words.handledNo, yes: words.handledYes }, wording.common.all), "no"),
      },
      reason: { label: words.reason, input: select(options(words.reasons, wording.common.all)) },
      clause: {
        label: words.clause,
        input: select([
          { value: "", label: wording.common.all },
          { value: "none", label: words.noClause },
          ...clauses.map(({ id, title }) => ({ value: id, label: `${id} ${title}` })),
        ]),
      },
      channel: { label: wording.common.channel, input: channel },
      from: { label: wording.common.from, input: dateField() },
      to: { label: wording.common.to, input: dateField() },
    },
    () => {
      page = 1;
      void refresh();
    },
    button(words.clear, () => filters.set({}), { class: "quiet" }),
  );

  const status = el("p", { class: "status" });
  const list = createLoader(status, context);
  const groupsLoader = createLoader(el("p"), context);
  const exporting = createExportBar("/review/export", context, filters.query);
  const ticks = createTicks(wording.common, () => exporting.show(ticks.chosen, total));
  const pager = createPager(words.list, context, (target) => {
    page = target;
    void refresh();
  });
  const groups = createGroups(context, ({ clause, reason }) => {
    filters.set({ ...filters.query(), clause: clause ?? "", reason: reason ?? "" });
  });
  const table = createReviewTable(context, ticks, () => void refresh());

  root.classList.add("supervisor");
  replace(
    root,
    el(
      "div",
      { class: "review" },
      el("header", { class: "heading" }, el("h1", {}, words.title), el("p", { class: "hint" }, words.hint)),
      filters.element,
      groups.element,
      el("div", { class: "results" }, exporting.element, status, table.element, pager.element),
    ),
  );
  context.onShow(() => {
    // A note that is being written stays.
    if (!root.querySelector(".note-row")) void refresh();
  });
  return () => {
    list.stop();
    groupsLoader.stop();
  };

  async function refresh(): Promise<void> {
    const query = filters.query();
    const { clause: _clause, reason: _reason, ...rest } = query;
    await Promise.all([
      list.load(
        (signal) => api.get<ReviewPage>(`/review${addressOf({ ...query, page: `${page}` })}`, { signal }),
        show,
      ),
      groupsLoader.load(
        (signal) => api.get<ReviewGroups>(`/review/groups${addressOf(rest)}`, { signal }),
        (found) => groups.show(found, query),
      ),
    ]);
  }

  function show({ rows, total: found, pageSize, channels }: ReviewPage): void {
    total = found;
    fill(channel, options(channelNames(channels, context), wording.common.all));
    table.show(rows);
    exporting.show(ticks.chosen, found);
    pager.show(page, Math.max(1, Math.ceil(found / pageSize)));
  }
}
