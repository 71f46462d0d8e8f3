/** 操作记录：what staff did. */
import type { ActionRow } from "../../../channels/hotline/protocol.ts";
import type { ConsoleContext } from "../context.ts";
import { el, replace } from "../element.ts";
import { createLoader } from "../loading.ts";
import { minuteOf } from "../time.ts";

/** Whoever is at the command line of the server. */
const AT_THE_SERVER = "server";

/** @returns what shows it anew */
export function createActions(root: HTMLElement, context: ConsoleContext): () => void {
  const { wording, api } = context;
  const words = wording.actions;
  const names: Readonly<Record<string, string>> = words.names;
  const status = el("p", { class: "status" });
  const body = el("tbody", {});
  const loader = createLoader(status, context);
  const head = [words.time, words.login, words.action, words.detail];
  const table = el(
    "table",
    { class: "rows" },
    el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col" }, name)))),
    body,
  );
  replace(
    root,
    el("p", { class: "hint" }, words.hint),
    status,
    el("div", { class: "table-frame", tabindex: 0, role: "region", "aria-label": words.title }, table),
  );
  const who = (login: string) => {
    if (login === AT_THE_SERVER) return words.server;
    return login === "" ? words.unknown : login;
  };
  const show = (rows: readonly ActionRow[]) => {
    const cells = rows.map(({ at, login, action, detail }) => [
      minuteOf(at),
      who(login),
      names[action] ?? action,
      detail,
    ]);
    replace(body, ...cells.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell)))));
    if (rows.length === 0) replace(status, words.none);
  };
  return () => void loader.load((signal) => api.get<readonly ActionRow[]>("/actions", { signal }), show);
}
