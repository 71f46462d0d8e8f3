/** What the console page and `/api/console` say to each other. Types only. */
import type { Area, Role } from "../../staff/roles.ts";
import type { consoleWording } from "../../wording/console.ts";

export type { Area, Role } from "../../staff/roles.ts";

/** Where every string is any string. */
type Widened<T> = T extends string ? string : { readonly [Key in keyof T]: Widened<T[Key]> };

export type ConsoleWording = Widened<typeof consoleWording>;

/** `GET` and `POST /api/console/session`: who is signed in. */
export interface ConsoleSession {
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  /** The tabs this person may see, in order. */
  readonly areas: readonly Area[];
  /** To be sent back as `x-mingbai-csrf` with all that changes something. */
  readonly csrf: string;
}

/** `POST /api/console/session` */
export interface SignInRequest {
  readonly login: string;
  readonly password: string;
}

/** What the page is given along with itself. */
export interface ConsolePage {
  readonly wording: ConsoleWording;
  readonly documentNumber: string;
  readonly clauses: readonly { readonly id: string; readonly title: string }[];
  /** The organisation's own sign-in can be used. */
  readonly sso: boolean;
}

export interface ConsoleError {
  readonly error: { readonly code: string; readonly message: string };
}

/** `GET /review`, `/review/groups`: as written in the address. */
export interface ReviewQuery {
  /** YYYY-MM-DD, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly channel?: string | undefined;
  readonly reason?: string | undefined;
  /** The nearest one; `none`: none was near. */
  readonly clause?: string | undefined;
  readonly contains?: string | undefined;
  readonly handled?: "yes" | "no" | undefined;
  /** From 1. */
  readonly page?: number | undefined;
}

export interface ReviewRow {
  readonly id: string;
  readonly at: number;
  readonly channel: string;
  readonly conversation: string;
  readonly text: string;
  readonly reason: string;
  readonly nearest: readonly { readonly clause: string; readonly score: number }[];
  readonly handled?: { readonly by: string; readonly note: string; readonly at: number };
}

export interface ReviewPage {
  readonly rows: readonly ReviewRow[];
  readonly total: number;
  readonly pageSize: number;
  /** Channels there are, for the filter. */
  readonly channels: readonly string[];
}

export interface ReviewGroups {
  readonly groups: readonly {
    readonly clause?: string;
    readonly reason: string;
    readonly count: number;
    readonly latest: number;
  }[];
}

/** `PUT /review/:id` */
export interface HandleRequest {
  readonly note: string;
}

/** `POST /review/export`, `/feedback/export`: these rows, or all that match. */
export interface ExportRequest<Query> {
  readonly ids?: readonly string[] | undefined;
  readonly query?: Query | undefined;
}

/** `GET /feedback`: as written in the address. */
export interface FeedbackQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly channel?: string | undefined;
  readonly useful?: "yes" | "no" | undefined;
  readonly reason?: string | undefined;
  /** One that the answer cited. */
  readonly clause?: string | undefined;
  /** In the question or in what was said of the answer. */
  readonly contains?: string | undefined;
  readonly page?: number | undefined;
}

export interface FeedbackRow {
  readonly id: string;
  readonly at: number;
  readonly channel: string;
  readonly question: string;
  readonly useful: boolean;
  readonly reason?: string;
  readonly text?: string;
  readonly outcome: string;
  readonly receipt?: string;
  readonly cites: readonly string[];
}

export interface FeedbackPage {
  readonly rows: readonly FeedbackRow[];
  readonly total: number;
  /** Of all that match. */
  readonly useful: number;
  readonly pageSize: number;
  readonly channels: readonly string[];
}

/** `GET /figures` */
export interface FiguresQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly channel?: string | undefined;
}

/** How many turns came to what. */
export interface Tally {
  /** Answered, refused and handed over together. */
  readonly questions: number;
  readonly answered: number;
  readonly refused: number;
  readonly handedOver: number;
  /** Greetings, thanks, orders: no questions. */
  readonly smalltalk: number;
}

export interface Figures {
  readonly from: string;
  readonly to: string;
  readonly all: Tally;
  readonly days: readonly ({ readonly date: string } & Tally)[];
  readonly channels: readonly ({ readonly channel: string } & Tally)[];
  readonly conversations: { readonly all: number; readonly asked: number; readonly resolved: number };
  readonly clauses: readonly { readonly clause: string; readonly count: number }[];
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly times?: {
    readonly count: number;
    readonly median: number;
    readonly p95: number;
    readonly slowest: number;
  };
  readonly handovers: {
    readonly requested: number;
    readonly taken: number;
    readonly meanWait?: number;
    readonly waiting: number;
  };
  /** Channels there are, for the filter. */
  readonly allChannels: readonly string[];
}

/** `GET /actions` */
export interface ActionRow {
  readonly at: number;
  readonly login: string;
  readonly action: string;
  readonly detail: string;
}

/** `POST /playground` */
export interface TrialRequest {
  readonly question: string;
}

/** What became of a question, and why. */
export interface Trial {
  readonly outcome: string;
  /** Why nothing was found, where nothing was. */
  readonly refusal?: string;
  /** Probabilities, of all clauses and of all reasons to refuse; which is greater decides. */
  readonly clauses: number;
  readonly refusals: number;
  /** Two clauses are a tie where the second has this share of the first's probability. */
  readonly nearTie: number;
  /** Best first. */
  readonly labels: readonly TrialLabel[];
  /** What the question was most like, by way of looking. */
  readonly matches: readonly { readonly way: string; readonly passages: readonly TrialPassage[] }[];
  /** What an owner is told. */
  readonly answer: { readonly outcome: string; readonly text: string };
}

export interface TrialLabel {
  readonly label: string;
  readonly probability: number;
  /** By way of looking: 0 at best, below it the less that way speaks for the label. */
  readonly shares: Readonly<Record<string, number>>;
}

export interface TrialPassage {
  readonly label: string;
  readonly text: string;
}
