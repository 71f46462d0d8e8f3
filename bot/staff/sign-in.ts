/** 登录：a login and a password against a session. Unknown logins are treated as known ones. */
import type { Desk } from "../handle-turn.ts";
import { normalLogin } from "./accounts.ts";
import { isPassword } from "./passwords.ts";
import { isRole } from "./roles.ts";
import { openSession, type StaffMember } from "./sessions.ts";

export interface Credentials {
  readonly login: string;
  readonly password: string;
  /** What the browser holds already: it ends. */
  readonly before: string | undefined;
}

export type SignedIn =
  | { readonly kind: "signed-in"; readonly token: string; readonly member: StaffMember }
  | { readonly kind: "wrong" }
  | { readonly kind: "locked"; readonly until: number };

const MINUTE_MS = 60_000;
const FAILURES_FREE = 4;
const LONGEST_LOCK_MS = 60 * MINUTE_MS;

/** The fifth failure in a row locks for a minute, each one after that twice as long, up to an hour. */
export const LOCKS = {
  wait: (failures: number) =>
    failures <= FAILURES_FREE
      ? 0
      : Math.min(2 ** (failures - FAILURES_FREE - 1) * MINUTE_MS, LONGEST_LOCK_MS),
  forgetMs: 24 * 60 * MINUTE_MS,
};

export async function signIn({ login, password, before }: Credentials, desk: Desk): Promise<SignedIn> {
  const { staff } = desk.store;
  const at = desk.now();
  const normal = normalLogin(login).slice(0, 100);
  const { lockedUntil, failures } = await staff.attempt(normal, at, LOCKS);
  if (lockedUntil !== undefined) return { kind: "locked", until: lockedUntil };
  const account = await staff.account(normal);
  const matches = await isPassword(password, account?.password);
  if (!matches || !account || account.disabled || !isRole(account.role)) {
    // What is typed for a login that nobody has may be a password.
    await staff.record({ at, login: account?.login ?? "", action: "sign_in_failed", detail: "" });
    const wait = LOCKS.wait(failures);
    return wait > 0 ? { kind: "locked", until: at + wait } : { kind: "wrong" };
  }
  await staff.forgive(normal);
  const member = { login: account.login, name: account.name, role: account.role };
  return { kind: "signed-in", token: await openSession(member, before, desk), member };
}
