/** 提示条 above the input: offline, waiting for a person, a question to be sure. One at a time, the pressing one first. */
import { button, element } from "../shared/dom.ts";

export interface Bar {
  readonly text: string;
  readonly actions?: readonly { readonly label: string; readonly act: () => void }[];
}

/** Most pressing first. */
const RANKS = ["question", "network", "handover", "passing"] as const;
type Rank = (typeof RANKS)[number];

export interface NoticeBar {
  readonly node: HTMLElement;
  show(rank: Rank, bar: Bar | undefined): void;
}

export function createNoticeBar(): NoticeBar {
  const node = element("div", "bar");
  node.hidden = true;
  const bars: Partial<Record<Rank, Bar>> = {};
  let shown: Bar | undefined;
  return {
    node,
    show: (rank, bar) => {
      if (bar === undefined) delete bars[rank];
      else bars[rank] = bar;
      const next = RANKS.map((one) => bars[one]).find((one) => one !== undefined);
      if (next === shown) return;
      shown = next;
      node.hidden = next === undefined;
      node.replaceChildren(...(next ? contentsOf(next) : []));
      if (next !== undefined && next === bars.question) node.querySelector("button")?.focus();
    },
  };
}

function contentsOf({ text, actions = [] }: Bar): HTMLElement[] {
  return [element("p", "", text), ...actions.map(({ label, act }) => button("quiet", [label], act))];
}
