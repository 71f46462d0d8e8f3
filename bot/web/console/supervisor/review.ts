/** 未答：questions not answered, grouped by the clause nearest to them; marked as handled; exported. */
import type { ReviewGroups, ReviewPage } from "../../../channels/hotline/protocol.ts";
import { ApiError } from "../api.ts";
import type { ConsoleContext } from "../context.ts";
import { download } from "../download.ts";
import { button, el, filled, replace } from "../element.ts";
import { createLoader } from "../loading.ts";
import { addressOf, createFilters, dateField, fill, options, select } from "./filters.ts";
import { createGroups } from "./review-groups.ts";
import { createReviewTable } from "./review-table.ts";

export function mountReview(root: HTMLElement, context: ConsoleContext): () => void {
  const { wording, api, announce, clauses } = context;
  const words = wording.review;
  let page = 1;
  let total = 0;
  const chosen = new Set<string>();

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
  const exporting = el("div", { class: "toolbar" });
  const pager = el("nav", { class: "pager", "aria-label": words.list });
  const groups = createGroups(context, ({ clause, reason }) => {
    filters.set({ ...filters.query(), clause: clause ?? "", reason: reason ?? "" });
  });
  const table = createReviewTable(context, chosen, showToolbar, () => void refresh());

  root.classList.add("supervisor");
  replace(
    root,
    el(
      "div",
      { class: "review" },
      el("header", { class: "heading" }, el("h1", {}, words.title), el("p", { class: "hint" }, words.hint)),
      filters.element,
      groups.element,
      el("div", { class: "results" }, exporting, status, table.element, pager),
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
    fill(channel, options(namesOf(channels), wording.common.all));
    for (const id of chosen) if (!rows.some((row) => row.id === id)) chosen.delete(id);
    table.show(rows);
    showToolbar();
    showPager(Math.max(1, Math.ceil(found / pageSize)));
  }

  function namesOf(channels: readonly string[]): Record<string, string> {
    const names: Readonly<Record<string, string>> = wording.channels;
    return Object.fromEntries(channels.map((name) => [name, names[name] ?? name]));
  }

  function showToolbar(): void {
    const selected = button(
      filled(wording.common.export, { count: chosen.size }),
      () => void save({ ids: [...chosen] }),
    );
    selected.disabled = chosen.size === 0;
    const everything = button(
      filled(wording.common.exportAll, { count: total }),
      () => void save({ query: filters.query() }),
    );
    everything.disabled = total === 0;
    replace(exporting, selected, everything);
  }

  async function save(body: object): Promise<void> {
    try {
      const { blob, name } = await api.file("/review/export", body);
      download(blob, name);
      announce(filled(wording.common.exported, { name }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      announce(error.message);
    }
  }

  function showPager(pages: number): void {
    const to = (label: string, target: number) => {
      const go = button(label, () => {
        page = target;
        void refresh();
      });
      go.disabled = target < 1 || target > pages;
      return go;
    };
    pager.hidden = pages === 1;
    const place = el("span", {}, filled(wording.common.pages, { page, pages }));
    replace(pager, to(wording.common.previous, page - 1), place, to(wording.common.next, page + 1));
  }
}
