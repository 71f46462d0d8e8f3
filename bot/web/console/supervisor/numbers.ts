/** 统计：how much was answered, of what, how fast. */
import type { Figures, Tally } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { el, filled, type Part, replace, svg } from "../element.ts";
import { createLoader } from "../loading.ts";
import { dateOf, daysBefore } from "../time.ts";
import { dailyChart } from "./daily-chart.ts";
import {
  addressOf,
  channelNames,
  createFilters,
  dateField,
  fill,
  options,
  rangeButtons,
  select,
} from "./filters.ts";
import { percent, rateOf, TARGET } from "./rate.ts";

const DAYS = 14;
const MOST_CLAUSES = 10;

/** @returns what shows it anew */
export function createNumbers(root: HTMLElement, context: ConsoleContext): () => void {
  const { wording, api } = context;
  const from = dateField(daysBefore(Date.now(), DAYS - 1));
  const to = dateField(dateOf(Date.now()));
  const channel = select(options({}, wording.common.all));
  const refresh = () => {
    const query = filters.query();
    void loader.load((signal) => api.get<Figures>(`/figures${addressOf(query)}`, { signal }), show);
  };
  const { today, week, fortnight, month } = wording.ranges;
  const ranges = [
    { label: today, days: 1 },
    { label: week, days: 7 },
    { label: fortnight, days: 14 },
    { label: month, days: 30 },
  ];
  const filters = createFilters(
    {
      from: { label: wording.common.from, input: from },
      to: { label: wording.common.to, input: to },
      channel: { label: wording.common.channel, input: channel },
    },
    refresh,
    rangeButtons(ranges, from, to, refresh),
  );
  const status = el("p", { class: "status" });
  const loader = createLoader(status, context);
  const board = el("div", { class: "board" });
  replace(root, filters.element, status, board);

  const show = (figures: Figures) => {
    fill(channel, options(channelNames(figures.allChannels, context), wording.common.all));
    replace(
      board,
      headline(figures, context),
      section(
        wording.figures.daily,
        undefined,
        dailyChart(figures.days, context),
        el("details", {}, el("summary", {}, wording.figures.asTable), dayTable(figures, context)),
      ),
      clauseBars(figures, context),
      reasonBars(figures, context),
      channelTable(figures, context),
    );
  };
  return refresh;
}

function headline(figures: Figures, { wording }: ConsoleContext): HTMLElement {
  const words = wording.figures;
  const { all, conversations, times, handovers } = figures;
  const rate = rateOf(all);
  const reached = rate !== undefined && rate >= TARGET;
  const resolved = conversations.asked === 0 ? undefined : conversations.resolved / conversations.asked;
  return el(
    "div",
    { class: "headline" },
    card(
      words.rate,
      rate === undefined ? "—" : percent(rate),
      words.rateMeaning,
      rate === undefined ? words.noQuestions : filled(words.ofQuestions, { ...all }),
      rate !== undefined && meter(rate),
      rate !== undefined &&
        el("p", { class: reached ? "reached" : "missed" }, reached ? words.reached : words.missed),
    ),
    card(
      words.resolved,
      resolved === undefined ? "—" : percent(resolved),
      words.resolvedMeaning,
      filled(words.ofConversations, { ...conversations, silent: conversations.all - conversations.asked }),
    ),
    card(
      words.times,
      times ? duration(times.p95, words) : "—",
      words.timesMeaning,
      times
        ? filled(words.timesDetail, {
            median: duration(times.median, words),
            slowest: duration(times.slowest, words),
            count: times.count,
          })
        : words.noTimes,
    ),
    card(
      words.handovers,
      handovers.requested,
      words.handoversMeaning,
      handovers.meanWait === undefined
        ? filled(words.handoversNone, { ...handovers })
        : filled(words.handoversDetail, { ...handovers, wait: duration(handovers.meanWait, words) }),
    ),
  );
}

function card(
  name: string,
  number: Part,
  meaning: string,
  detail: string,
  ...more: readonly Part[]
): HTMLElement {
  return el(
    "section",
    { class: "figure" },
    el("h2", {}, name),
    el("p", { class: "number" }, number),
    ...more,
    el("p", {}, detail),
    el("p", { class: "hint" }, meaning),
  );
}

/** How far, with the target marked. */
function meter(rate: number): SVGElement {
  return svg(
    "svg",
    {
      class: rate >= TARGET ? "meter reached" : "meter missed",
      viewBox: "0 0 100 6",
      preserveAspectRatio: "none",
      "aria-hidden": "true",
    },
    svg("rect", { class: "ground", width: 100, height: 6 }),
    svg("rect", { class: "reach", width: rate * 100, height: 6 }),
    svg("rect", { class: "mark", x: TARGET * 100 - 0.3, width: 0.6, height: 6 }),
  );
}

function clauseBars({ clauses }: Figures, { wording, clauses: all }: ConsoleContext): HTMLElement {
  const words = wording.figures;
  const lines = clauses.slice(0, MOST_CLAUSES).map(({ clause, count }) => {
    return { name: `${clause} ${all.find(({ id }) => id === clause)?.title ?? ""}`, count };
  });
  return section(words.clauses, words.clausesMeaning, bars(lines, words.noClauses));
}

function reasonBars({ reasons }: Figures, { wording }: ConsoleContext): HTMLElement {
  const names: Readonly<Record<string, string>> = wording.review.reasons;
  const lines = reasons.map(({ reason, count }) => ({ name: names[reason] ?? reason, count }));
  return section(wording.figures.reasons, undefined, bars(lines, wording.figures.noReasons));
}

function bars(
  lines: readonly { readonly name: string; readonly count: number }[],
  nothing: string,
): HTMLElement {
  const most = Math.max(1, ...lines.map(({ count }) => count));
  if (lines.length === 0) return el("p", { class: "hint" }, nothing);
  return el(
    "ul",
    { class: "bars" },
    ...lines.map(({ name, count }) =>
      el(
        "li",
        {},
        el("span", { class: "name" }, name),
        el("span", { class: "count" }, count),
        svg(
          "svg",
          { viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
          svg("rect", { class: "ground", width: 100, height: 4 }),
          svg("rect", { class: "reach", width: (count / most) * 100, height: 4 }),
        ),
      ),
    ),
  );
}

function dayTable({ days }: Figures, context: ConsoleContext): HTMLElement {
  const lines = days.toReversed().map(({ date, ...tally }) => ({ name: date, tally }));
  return tallyTable(context.wording.figures.date, lines, context);
}

function channelTable({ channels, all }: Figures, context: ConsoleContext): HTMLElement {
  const { wording } = context;
  const names: Readonly<Record<string, string>> = wording.channels;
  const lines = channels.map(({ channel, ...tally }) => ({ name: names[channel] ?? channel, tally }));
  const table = tallyTable(
    wording.common.channel,
    [...lines, { name: wording.figures.all, tally: all }],
    context,
  );
  return section(wording.figures.channels, undefined, table);
}

function tallyTable(
  first: string,
  lines: readonly { readonly name: string; readonly tally: Tally }[],
  { wording }: ConsoleContext,
): HTMLElement {
  const words = wording.figures;
  const columns = ["questions", "answered", "refused", "handedOver", "smalltalk"] as const;
  const head = [first, ...columns.map((column) => words[column]), words.rate];
  const table = el(
    "table",
    { class: "rows numbers" },
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    el(
      "tbody",
      {},
      ...lines.map(({ name, tally }) => {
        const rate = rateOf(tally);
        return el(
          "tr",
          {},
          el("th", { scope: "row" }, name),
          ...columns.map((column) => el("td", {}, tally[column])),
          el("td", {}, rate === undefined ? "—" : percent(rate)),
        );
      }),
    ),
  );
  return el("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": first }, table);
}

function section(title: string, hint: string | undefined, ...parts: readonly Part[]): HTMLElement {
  return el(
    "section",
    { class: "block" },
    el("h2", {}, title),
    hint !== undefined && el("p", { class: "hint" }, hint),
    ...parts,
  );
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

function duration(ms: number, words: ConsoleContext["wording"]["figures"]): string {
  if (ms < 1) return words.instant;
  if (ms < SECOND_MS) return filled(words.milliseconds, { number: Math.round(ms) });
  if (ms < MINUTE_MS) return filled(words.seconds, { number: Math.round(ms / 100) / 10 });
  return filled(words.minutes, { number: Math.round(ms / (MINUTE_MS / 10)) / 10 });
}
