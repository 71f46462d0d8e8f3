/** What a tab of the console is given. */
import type { Area, ConsolePage, ConsoleSession, ConsoleWording } from "../../channels/hotline/protocol.ts";
import type { Api } from "./api.ts";

export interface ConsoleContext {
  readonly me: ConsoleSession;
  readonly api: Api;
  readonly wording: ConsoleWording;
  readonly documentNumber: string;
  /** Of the notice, in its order. */
  readonly clauses: ConsolePage["clauses"];
  /** Says it to everybody: for a moment on the screen, and to a screen reader. */
  readonly announce: (text: string) => void;
  /** Beside the tab's name, such as how many wait; empty: nothing. */
  readonly badge: (text: string) => void;
  /** Keys pressed while this tab is shown and nobody has to sign in. */
  readonly onKey: (listener: (event: KeyboardEvent) => void) => void;
  /** Each time the tab is shown, with what its address says after the `?`. */
  readonly onShow: (listener: (parameters: URLSearchParams) => void) => void;
  /** Whether the tab is shown now. */
  readonly isShown: () => boolean;
  /** Shows another tab; back returns. */
  readonly go: (area: Area, parameters?: Readonly<Record<string, string>>) => void;
}

/** Fills the tab once, at its first visit; it stays as it is while another is shown. Returns what ends it. */
export type Mount = (root: HTMLElement, context: ConsoleContext) => () => void;

export interface Tab {
  readonly area: Area;
  readonly mount: Mount;
  /** Begins when the console opens, before the tab is first shown. Returns what ends it. */
  readonly watch?: (context: ConsoleContext) => () => void;
}
