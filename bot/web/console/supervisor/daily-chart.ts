/** 每天的问题：a column a day, what was answered below, refused and handed over above it; the rate as a line, 80 % marked. */
import type { Figures } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { el, filled, svg } from "../element.ts";
import { percent, rateOf, TARGET } from "./rate.ts";

type Day = Figures["days"][number];

const WIDTH = 960;
const HEIGHT = 240;
const TOP = 16;
const BOTTOM = 28;
const LEFT = 40;
const RIGHT = 48;

/** No column is wider, however few days there are. */
const WIDEST = 44;
const MOST_DATES = 15;

const baseline = HEIGHT - BOTTOM;
const PARTS = ["answered", "refused", "handedOver"] as const;

export function dailyChart(days: readonly Day[], { wording }: ConsoleContext): HTMLElement {
  const words = wording.figures;
  const most = niceCeiling(Math.max(4, ...days.map(({ questions }) => questions)));
  const step = (WIDTH - LEFT - RIGHT) / days.length;
  const centre = (index: number) => LEFT + step * (index + 0.5);
  const height = (count: number) => (count / most) * (baseline - TOP);
  const rateAt = (rate: number) => baseline - rate * (baseline - TOP);
  const every = Math.ceil(days.length / MOST_DATES);
  const drawing = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": words.daily },
    ...scale(most, rateAt),
    ...days.map((day, index) =>
      columnOf(day, centre(index), Math.min(WIDEST, step * 0.62), height, summaryOf(day, words)),
    ),
    svg("line", { class: "target", x1: LEFT, x2: WIDTH - RIGHT, y1: rateAt(TARGET), y2: rateAt(TARGET) }),
    ...rateLine(days, centre, rateAt),
    ...days.map((day, index) =>
      index % every === 0
        ? svg("text", { x: centre(index), y: HEIGHT - 8, class: "date" }, day.date.slice(5).replace("-", "/"))
        : undefined,
    ),
  );
  const legend = el(
    "ul",
    { class: "legend" },
    ...PARTS.map((part) => el("li", { class: part }, words[part])),
    el("li", { class: "rate" }, words.rate),
    el("li", { class: "target" }, words.target),
  );
  return el("figure", { class: "daily" }, el("div", { class: "drawing" }, drawing), legend);
}

function scale(most: number, rateAt: (rate: number) => number): SVGElement[] {
  return [0, 0.5, 1].flatMap((share) => [
    svg("line", { class: "rule", x1: LEFT, x2: WIDTH - RIGHT, y1: rateAt(share), y2: rateAt(share) }),
    svg("text", { class: "left", x: LEFT - 8, y: rateAt(share) + 4 }, Math.round(most * share)),
    svg("text", { class: "right", x: WIDTH - RIGHT + 8, y: rateAt(share) + 4 }, percent(share)),
  ]);
}

function columnOf(
  day: Day,
  centre: number,
  width: number,
  height: (count: number) => number,
  summary: string,
): SVGElement {
  let below = baseline;
  const parts = PARTS.map((part) => {
    const tall = height(day[part]);
    below -= tall;
    return svg("rect", { class: part, x: centre - width / 2, y: below, width, height: tall });
  });
  return svg("g", {}, svg("title", {}, summary), ...parts);
}

/** Broken where nobody asked anything. */
function rateLine(
  days: readonly Day[],
  centre: (index: number) => number,
  rateAt: (rate: number) => number,
): SVGElement[] {
  const points = days.map((day, index) => {
    const rate = rateOf(day);
    return rate === undefined ? undefined : { x: centre(index), y: rateAt(rate) };
  });
  const path = points
    .map((point, index) => point && `${points[index - 1] ? "L" : "M"}${point.x} ${point.y}`)
    .filter((part) => part !== undefined)
    .join("");
  return [
    svg("path", { class: "rate", d: path }),
    ...points.flatMap((point) =>
      point ? [svg("circle", { class: "rate", cx: point.x, cy: point.y, r: 3 })] : [],
    ),
  ];
}

function summaryOf(day: Day, words: ConsoleContext["wording"]["figures"]): string {
  const rate = rateOf(day);
  return filled(words.dailySummary, { ...day, rate: rate === undefined ? "—" : percent(rate) });
}

/** 1, 2, 5, 10, 20, 50 … times two, so that the half is whole. */
function niceCeiling(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return (
    [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((nice) => nice >= most && nice % 2 === 0) ?? most
  );
}
