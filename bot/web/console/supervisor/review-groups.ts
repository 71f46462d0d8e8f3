/** The groups beside the list: a clause and the reasons its questions were not answered. */
import type { ReviewGroups } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { button, el, replace } from "../element.ts";

export interface GroupChoice {
  /** As in the address: `none` where no clause was near. */
  readonly clause?: string | undefined;
  readonly reason?: string | undefined;
}

export interface Groups {
  readonly element: HTMLElement;
  readonly show: (found: ReviewGroups, chosen: GroupChoice) => void;
}

type Group = ReviewGroups["groups"][number];

export function createGroups(
  { wording, clauses }: ConsoleContext,
  onChoose: (choice: GroupChoice) => void,
): Groups {
  const words = wording.review;
  const reasons: Readonly<Record<string, string>> = words.reasons;
  const list = el("ul", {});
  const element = el(
    "section",
    { class: "groups", "aria-label": words.groups },
    el("h2", {}, words.groups),
    list,
  );

  const line = (label: string, count: number, choice: GroupChoice, chosen: GroupChoice, kind: string) => {
    const isChosen =
      (choice.clause ?? "") === (chosen.clause ?? "") && (choice.reason ?? "") === (chosen.reason ?? "");
    const choose = button("", () => onChoose(choice), {
      class: `group ${kind}`,
      "aria-pressed": String(isChosen),
    });
    choose.append(el("span", {}, label), el("span", { class: "count" }, count));
    return choose;
  };
  const show = ({ groups }: ReviewGroups, chosen: GroupChoice) => {
    const total = groups.reduce((sum, { count }) => sum + count, 0);
    const parts = [el("li", {}, line(words.everything, total, {}, chosen, "everything"))];
    for (const [clause, members] of byClause(groups)) {
      const title = clauses.find(({ id }) => id === clause)?.title;
      const name = clause === "none" ? words.noClause : `${clause} ${title ?? ""}`;
      const sum = members.reduce((all, { count }) => all + count, 0);
      const lines = members.map(({ reason, count }) =>
        el("li", {}, line(reasons[reason] ?? reason, count, { clause, reason }, chosen, "reason")),
      );
      parts.push(el("li", {}, line(name, sum, { clause }, chosen, "clause"), el("ul", {}, ...lines)));
    }
    replace(list, ...parts);
  };
  return { element, show };
}

/** In the order of their largest group. */
function byClause(groups: readonly Group[]): ReadonlyMap<string, readonly Group[]> {
  const found = new Map<string, Group[]>();
  for (const group of groups) {
    const clause = group.clause ?? "none";
    found.set(clause, [...(found.get(clause) ?? []), group]);
  }
  return found;
}
