/** The frame around the tabs: their names, who is signed in, and what is announced. */
import type { Area, ConsolePage, ConsoleSession } from "../../channels/hotline/protocol.ts";
import { type Api, ApiError } from "./api.ts";
import type { ConsoleContext, Tab } from "./context.ts";
import { button, el, replace } from "./element.ts";
import { TABS } from "./tabs.ts";

export interface Shell {
  readonly page: ConsolePage;
  readonly api: Api;
  readonly session: ConsoleSession;
  /** Somebody has to sign in again first. */
  readonly isAsking: () => boolean;
}

/** A tab as far as it has been shown. */
interface Place {
  readonly tab: Tab;
  readonly link: HTMLAnchorElement;
  readonly badge: HTMLElement;
  readonly panel: HTMLElement;
  readonly onKey: ((event: KeyboardEvent) => void)[];
  readonly onShow: ((parameters: URLSearchParams) => void)[];
  unmount?: () => void;
  unwatch?: (() => void) | undefined;
}

const ANNOUNCED_MS = 5_000;

/** Resolves when the person has signed out. */
export function showShell(app: HTMLElement, shell: Shell): Promise<void> {
  const { page, session } = shell;
  const { wording } = page;
  const places = session.areas.flatMap((area) =>
    TABS.filter((tab) => tab.area === area).map((tab) => placeOf(tab, wording.areas[area])),
  );
  const toast = el("p", { class: "toast", "aria-hidden": "true", hidden: true });
  const announce = announcerOf(toast);
  const current = () => places.find(({ panel }) => !panel.hidden);
  const show = () => {
    const [area = "", query = ""] = location.hash.slice(1).split("?");
    const place = places.find(({ tab }) => tab.area === area) ?? places[0];
    if (!place) return;
    for (const other of places) {
      other.panel.hidden = other !== place;
      if (other === place) other.link.setAttribute("aria-current", "page");
      else other.link.removeAttribute("aria-current");
    }
    const [unread = ""] = /^\(\d+\) /u.exec(document.title) ?? [];
    document.title = `${unread}${wording.areas[place.tab.area]} · ${wording.title}`;
    place.unmount ??= place.tab.mount(place.panel, contextOf(place, shell, announce));
    for (const listener of place.onShow) listener(new URLSearchParams(query));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (shell.isAsking()) return;
    for (const listener of current()?.onKey ?? []) listener(event);
  };
  return new Promise((resolve) => {
    const end = () => {
      removeEventListener("hashchange", show);
      document.removeEventListener("keydown", onKeyDown);
      for (const { unmount, unwatch } of places) {
        unmount?.();
        unwatch?.();
      }
      resolve();
    };
    const header = headerOf(places, shell, announce, end);
    replace(app, header, el("main", { id: "main" }, ...panelsOf(places)), toast);
    addEventListener("hashchange", show);
    document.addEventListener("keydown", onKeyDown);
    show();
    for (const place of places) place.unwatch = place.tab.watch?.(contextOf(place, shell, announce));
  });
}

function placeOf(tab: Tab, name: string): Place {
  const badge = el("span", { class: "badge", hidden: true });
  const link = el("a", { href: `#${tab.area}` }, name, badge);
  const panel = el("section", { class: "panel", "aria-label": name, hidden: true });
  return { tab, link, badge, panel, onKey: [], onShow: [] };
}

function panelsOf(places: readonly Place[]): readonly HTMLElement[] {
  return places.map(({ panel }) => panel);
}

function contextOf(
  place: Place,
  { page, api, session }: Shell,
  announce: (text: string) => void,
): ConsoleContext {
  return {
    me: session,
    api,
    wording: page.wording,
    documentNumber: page.documentNumber,
    clauses: page.clauses,
    announce,
    badge: (text) => {
      place.badge.hidden = text === "";
      replace(place.badge, text);
    },
    onKey: (listener) => void place.onKey.push(listener),
    onShow: (listener) => void place.onShow.push(listener),
    isShown: () => !place.panel.hidden,
    go: (area: Area, parameters = {}) => {
      const query = new URLSearchParams(parameters).toString();
      location.hash = query === "" ? area : `${area}?${query}`;
    },
  };
}

function headerOf(
  places: readonly Place[],
  { page, api, session }: Shell,
  announce: (text: string) => void,
  onSignedOut: () => void,
): HTMLElement {
  const { wording, documentNumber } = page;
  const signOut = async (path: string) => {
    try {
      await api.delete(path);
      onSignedOut();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      announce(error.message);
    }
  };
  return el(
    "header",
    { class: "bar" },
    el("p", { class: "brand", title: documentNumber }, wording.product),
    el("nav", { "aria-label": wording.areasLabel }, ...places.map(({ link }) => link)),
    el(
      "details",
      { class: "me" },
      el("summary", {}, session.name, el("span", { class: "role" }, wording.roles[session.role])),
      el(
        "div",
        { class: "menu" },
        el("p", { class: "hint" }, session.login),
        button(wording.signIn.signOut, () => void signOut("/session")),
        button(wording.signIn.signOutEverywhere, () => void signOut("/sessions")),
      ),
    ),
  );
}

function announcerOf(toast: HTMLElement): (text: string) => void {
  const announcer = document.getElementById("announcer");
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(timer);
    if (announcer) replace(announcer, text);
    replace(toast, text);
    toast.hidden = false;
    timer = setTimeout(() => {
      toast.hidden = true;
    }, ANNOUNCED_MS);
  };
}
