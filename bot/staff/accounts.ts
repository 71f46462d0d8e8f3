/** 账号：made on the command line, or at the first sign-in where another server vouches for the person. */
import type { Desk } from "../handle-turn.ts";
import type { StaffAccount } from "../store/index.ts";
import { hashPassword } from "./passwords.ts";
import type { Role } from "./roles.ts";

export function normalLogin(login: string): string {
  return login.normalize("NFKC").trim().toLowerCase();
}

/** 3 to 64 letters, digits and . _ - @; what an SSO account is called begins otherwise. */
export function isLogin(login: string): boolean {
  return /^[a-z0-9][a-z0-9._@-]{1,62}[a-z0-9]$/u.test(login);
}

export interface Vouched {
  /** The other server's name for the person. */
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
}

/** The account of somebody another server vouches for, made at the first sign-in; undefined where it is disabled here. */
export async function accountFor(
  { subject, name, role }: Vouched,
  desk: Desk,
): Promise<StaffAccount | undefined> {
  const { staff } = desk.store;
  const account = { login: `sso:${subject}`, name, role, disabled: false, createdAt: desk.now() };
  if (await staff.add(account)) return account;
  const known = await staff.account(account.login);
  if (!known || known.disabled) return undefined;
  if (known.role !== role) await staff.change(account.login, { role });
  if (known.name !== name) await staff.change(account.login, { name });
  return { ...known, name, role };
}

/** @returns what the account is called to itself and others, with its password as a hash */
export async function newAccount(
  { login, name, role, password }: { login: string; name: string; role: Role; password: string },
  createdAt: number,
): Promise<StaffAccount> {
  return { login, name, role, password: await hashPassword(password), disabled: false, createdAt };
}
