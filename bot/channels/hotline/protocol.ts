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
  /** The organisation's own sign-in can be used. */
  readonly sso: boolean;
}

export interface ConsoleError {
  readonly error: { readonly code: string; readonly message: string };
}
