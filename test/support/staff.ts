import type { Hono } from "hono";
import type { ConsoleSession } from "../../bot/channels/hotline/protocol.ts";
import { newAccount } from "../../bot/staff/accounts.ts";
import { ROLES, type Role } from "../../bot/staff/roles.ts";
import type { Store } from "../../bot/store/index.ts";

export const STAFF_PASSWORD = "七里香 下雨天 蓝色自行车";
export const STAFF_NAMES: Readonly<Record<Role, string>> = {
  operator: "王坐席",
  supervisor: "李督导",
  editor: "陈编辑",
};
const ORIGIN = "http://localhost";

/** One account a role, named as the role is. */
export async function addStaff(store: Store, at: number, roles: readonly Role[] = ROLES): Promise<void> {
  for (const role of roles) {
    const account = { login: role, name: STAFF_NAMES[role], role, password: STAFF_PASSWORD };
    await store.staff.add(await newAccount(account, at));
  }
}

/** What a signed-in page can ask. */
export interface StaffClient {
  readonly session: ConsoleSession;
  readonly cookie: string;
  /** @param path below /api/console */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly send: (method: string, path: string, body?: object) => Promise<Response>;
}

export function signInRequest(
  app: Hono,
  login: string,
  password: string = STAFF_PASSWORD,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return Promise.resolve(
    app.request("/api/console/session", {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
      body: JSON.stringify({ login, password }),
    }),
  );
}

export async function signInAs(app: Hono, role: Role): Promise<StaffClient> {
  const response = await signInRequest(app, role);
  if (response.status !== 200) throw new Error(`${role} could not sign in: ${response.status}`);
  const session = (await response.json()) as ConsoleSession;
  const cookie = cookieOf(response);
  const ask = (path: string, init: RequestInit = {}) =>
    Promise.resolve(
      app.request(`/api/console${path}`, { ...init, headers: { cookie, ...(init.headers as object) } }),
    );
  const send = (method: string, path: string, body?: object) =>
    ask(path, {
      method,
      headers: { "content-type": "application/json", origin: ORIGIN, "x-mingbai-csrf": session.csrf },
      ...(body && { body: JSON.stringify(body) }),
    });
  return { session, cookie, ask, send };
}

/** As a browser sends it back. */
export function cookieOf(response: Response): string {
  return (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}
